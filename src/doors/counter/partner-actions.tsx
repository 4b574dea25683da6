import { notFound, page, seeOther, unprocessable, type Ctx, type RouteLine } from '../../core/http/index.ts';
import { formatF, parseF } from '../../core/values/money.ts';
import { formatDateTime } from '../../core/values/time.ts';
import { accountOf, accreditationById, companyRoles, deposit, DepositKnown, inviteUser, roleIds, UserRefused, usersOf, type Accreditation, type CompanyRole } from '../../domains/partners/index.ts';
import { findByRidet } from '../../domains/people/index.ts';
import { Button, EntryLink, ErrorSummary, Field, Form, MoneyF, SummaryList, Table, Tag, type FormError, type FormValues } from '../../ui/index.ts';
import { agentOf, counterAgents, isUuid, partnerAgents, show, textOf, type CounterApp } from './site.tsx';
import { personsById } from './store.ts';

const HOME = '/guichet/professionnels';
const ACCOUNTS = '/guichet/comptes-professionnels';
/** Francs of one transfer: beyond, a digit too many was typed, and an account that holds it could not even be read. */
const MOST_TRANSFER = 1_000_000_000;

/** Transfers to the accounts of professionals, and the first link into a company. */
export function partnerActions(app: CounterApp): RouteLine[] {
  const { world, pools } = app;
  return [
    { method: 'GET', path: ACCOUNTS, who: counterAgents, handler: (ctx) => page(accountsPage(ctx, app)) },
    { method: 'POST', path: ACCOUNTS, who: counterAgents, purpose: 'virement à un compte professionnel', handler: async (ctx) => {
      const [amount, reference] = [parseF(textOf(ctx.form['montant'])), textOf(ctx.form['reference']).slice(0, 60)];
      const ridet = textOf(ctx.form['ridet']).replace(/\D/g, '');
      const companyId = await findByRidet(pools.acts, ridet);
      const [company] = companyId ? await ctx.disclose(await personsById(pools.read, [companyId])) : [];
      const wrong = !company ? 'Aucune entreprise du registre ne porte ce RIDET.' : amount === undefined || amount <= 0 ? 'Le montant est un nombre de francs, 1 au moins.' : amount > MOST_TRANSFER ? `Ce montant dépasse ${formatF(MOST_TRANSFER)} : relisez le virement.` : reference.length < 3 ? 'Indiquez la référence du virement.' : undefined;
      if (wrong || !companyId || amount === undefined) return unprocessable(accountsPage(ctx, app, { path: !company ? 'ridet' : reference.length < 3 && amount !== undefined && amount > 0 && amount <= MOST_TRANSFER ? 'reference' : 'montant', message: wrong ?? '' }));
      try {
        await pools.acts.begin((tx) => deposit(tx, { companyId, amount, reference, agentId: agentOf(ctx).agentId, at: world.clock() }));
      } catch (error) {
        if (error instanceof DepositKnown) return unprocessable(accountsPage(ctx, app, { path: 'reference', message: error.message }));
        throw error;
      }
      const { available } = await accountOf(pools.acts, companyId);
      return seeOther(ACCOUNTS, `${formatF(amount)} versés au compte de ${company?.name ?? 'l’entreprise'}. Disponible : ${formatF(available)}.`);
    } },
    { method: 'POST', path: `${HOME}/:accreditation/inviter`, who: partnerAgents, perMinute: 30, handler: async (ctx) => {
      const id = ctx.params['accreditation'] ?? '';
      const found = isUuid(id) ? await accreditationById(pools.read, id, world.clock()) : undefined;
      const [name, email, role] = [textOf(ctx.form['nom']).slice(0, 100), textOf(ctx.form['courriel']).slice(0, 254), textOf(ctx.form['role']) || 'manager'];
      if (!found || !(roleIds as string[]).includes(role)) throw notFound('Cette accréditation n’existe pas.');
      const errors = [...(name.length < 2 ? [{ path: 'nom', message: 'Indiquez le nom de la personne.' }] : []), ...(/^\S+@\S+\.\S+$/.test(email) ? [] : [{ path: 'courriel', message: 'Indiquez une adresse de courriel, par exemple ada@exemple.nc.' }])];
      if (errors.length) return unprocessable(invitePage(ctx, app, found, { nom: name, courriel: email }, errors));
      try {
        const made = await inviteUser(world, { agentId: agentOf(ctx).agentId }, ctx.requestId, { name, email, role: role as CompanyRole, companyId: found.companyId, kind: found.kind });
        if (!made) return seeOther(`${HOME}/${id}`, { kind: 'information', text: 'Ce lien a déjà été montré. S’il est perdu, faites-en un autre.' });
        return page(show(ctx, app, { title: 'Lien d’entrée', children: <EntryLink of={name} email={email} link={`${app.publicUrl()}/compte/${made.token}`} until={formatDateTime(made.until)} next={{ href: `${HOME}/${id}`, label: 'Voir l’accréditation' }} /> }));
      } catch (error) {
        if (error instanceof UserRefused) return unprocessable(invitePage(ctx, app, found, { nom: name, courriel: email }, [{ path: 'courriel', message: error.message }]));
        throw error;
      }
    } },
  ];
}

/** A transfer, as it was typed where something of it is wrong. */
function accountsPage(ctx: Ctx, app: CounterApp, wrong?: FormError): string {
  const [errors, values] = wrong ? [[wrong], ctx.form as FormValues] : [[], {}];
  return show(ctx, app, { title: 'Comptes professionnels', width: 'reading', hasErrors: errors.length > 0, children: (
    <>
      <ErrorSummary errors={errors} />
      <h1 class="govuk-heading-l">Comptes professionnels</h1>
      <p class="govuk-body">Un virement reçu sur le compte de la régie est porté au compte de l’entreprise. La même référence ne sert qu’une fois.</p>
      <Form action={ACCOUNTS} csrf={ctx.csrf} requestId={ctx.freshRequest}>
        <Field spec={{ path: 'ridet', control: 'text', label: 'RIDET de l’entreprise', width: 10, inputmode: 'numeric', required: true }} values={values} errors={errors} />
        <Field spec={{ path: 'montant', control: 'money', label: 'Montant du virement', width: 10, required: true }} values={values} errors={errors} />
        <Field spec={{ path: 'reference', control: 'text', label: 'Référence du virement', width: 20, required: true }} values={values} errors={errors} />
        <Button>Enregistrer le virement</Button>
      </Form>
    </>
  ) });
}

type Invite = { ctx: Ctx; id: string; values: FormValues; errors?: readonly FormError[] };

function InviteForm({ ctx, id, values, errors = [] }: Invite) {
  return (
    <Form action={`${HOME}/${id}/inviter`} csrf={ctx.csrf} requestId={ctx.freshRequest}>
      <div class="sitt-inline"><Field spec={{ path: 'nom', control: 'text', label: 'Nom du responsable', width: 20, required: true }} values={values} errors={errors} /><Field spec={{ path: 'courriel', control: 'email', label: 'Courriel', width: 20, required: true }} values={values} errors={errors} /><Button kind="secondary">Faire son lien d’entrée</Button></div>
    </Form>
  );
}

/** The same form by itself, as it was typed. */
function invitePage(ctx: Ctx, app: CounterApp, { id }: Accreditation, values: FormValues, errors: readonly FormError[]): string {
  return show(ctx, app, { title: 'Faire un lien d’entrée', hasErrors: true, crumbs: [{ label: 'Professionnels', href: HOME }, { label: 'Accréditation', href: `${HOME}/${id}` }, { label: 'Lien d’entrée' }], children: (
    <><ErrorSummary errors={errors} /><h1 class="govuk-heading-l">Faire un lien d’entrée</h1><InviteForm ctx={ctx} id={id} values={values} errors={errors} /></>
  ) });
}

/**
 * The users of an accredited company and its account, with the form that lets the first one in.
 * @param manager whom the request named as the first one
 */
export async function companyPart(ctx: Ctx, app: CounterApp, found: Accreditation, manager: { name: string; email: string } | undefined) {
  const [people, account] = await Promise.all([usersOf(app.pools.read, found.companyId, found.kind), accountOf(app.pools.read, found.companyId)]);
  return (
    <>
      <h2 class="govuk-heading-m">Ses utilisateurs</h2>
      {people.length ? <Table caption="Utilisateurs" captionHidden rows={people} columns={[{ label: 'Nom', cell: ({ name, active, revoked }) => <>{name.split(',')[0]} {active && !revoked ? null : <Tag kind="warning">fermé</Tag>}</> }, { label: 'Rôle', cell: ({ roles, key_id }) => (key_id ? 'clé d’interface' : roles.map((role) => companyRoles[role as CompanyRole] ?? role).join(', ')) }]} /> : <p class="govuk-body">Personne encore : faites le lien du premier responsable.</p>}
      <InviteForm ctx={ctx} id={found.id} values={!people.length && manager ? { nom: manager.name, courriel: manager.email } : {}} />
      <SummaryList rows={[{ label: 'Compte', value: <><MoneyF amount={account.available} /> disponibles{account.reserved ? <>, <MoneyF amount={account.reserved} /> réservés</> : null}</> }]} />
    </>
  );
}
