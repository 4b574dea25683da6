import type { App } from '../../app.ts';
import { forbidden, notFound, page, seeOther, unprocessable, type Answer, type Ctx, type RouteLine } from '../../core/http/index.ts';
import { formatDateTime } from '../../core/values/time.ts';
import { companyRoles, giveKey, inviteUser, openOrCloseUser, roleIds, takeKey, UserRefused, usersOf, type CompanyRole, type CompanyUser } from '../../domains/partners/index.ts';
import { Button, Details, ErrorSummary, Fields, Form, Inset, Table, Tag, Warning, type FieldSpec, type FormError, type FormValues } from '../../ui/index.ts';
import { HOME, managers, partnerOf, show, textOf, users } from './site.ts';

const TEAM = `${HOME}/equipe`;
export const INVITE: readonly FieldSpec[] = [
  { path: 'nom', control: 'text', label: 'Nom', required: true, width: 30 }, { path: 'courriel', control: 'email', label: 'Courriel', required: true },
  { path: 'role', control: 'radios', label: 'Rôle', required: true, options: [
    { value: 'manager', label: companyRoles.manager, hint: 'Invite les autres, fait les démarches, voit le compte.' }, { value: 'operator', label: companyRoles.operator, hint: 'Fait les démarches et les lots.' },
    { value: 'reader', label: companyRoles.reader, hint: 'Lit les dossiers.' }, { value: 'accountant', label: companyRoles.accountant, hint: 'Voit le compte et les relevés.' },
  ] },
];
const SCOPES = ['demarches:read', 'demarches:write', 'dossiers:read'];
const KEY: readonly FieldSpec[] = [
  { path: 'libelle', control: 'text', label: 'Nom de la clé', hint: 'Le logiciel qui s’en sert.', required: true, width: 30 },
  { path: 'droits', control: 'radios', label: 'Elle permet', required: true, options: [{ value: 'ecrire', label: 'De faire des démarches et des lots' }, { value: 'lire', label: 'De lire les dossiers seulement' }] },
  { path: 'quota', control: 'number', label: 'De chaque démarche, par jour au plus', required: true, width: 5 },
];

/** Who acts for the company, and with which keys: given and taken by whoever answers for it. */
export function teamRoutes(app: App): RouteLine[] {
  const { world } = app;
  const line = (path: string, work: (ctx: Ctx) => Promise<Answer>): RouteLine => ({ method: 'POST', path: `${TEAM}${path}`, who: managers, perMinute: 30, handler: (ctx) => work(ctx).catch((error: unknown) => { throw error instanceof UserRefused ? forbidden(error.message) : error; }) });
  return [
    { method: 'GET', path: TEAM, who: users, handler: async (ctx) => page(await teamPage(ctx, app)) },
    line('/inviter', (ctx) => invite(ctx, app)),
    line('/cles', (ctx) => newKey(ctx, app)),
    line('/:user/fermer', async (ctx) => { await openOrCloseUser(world, partnerOf(ctx), ctx.requestId, (await one(ctx, app)).id, false); return seeOther(TEAM, 'Accès fermé : ses sessions le sont aussi.'); }),
    line('/:user/rouvrir', async (ctx) => { await openOrCloseUser(world, partnerOf(ctx), ctx.requestId, (await one(ctx, app)).id, true); return seeOther(TEAM, 'Accès rouvert.'); }),
    line('/:user/revoquer', async (ctx) => { const { id, key_id } = await one(ctx, app); if (!key_id) throw notFound(); await takeKey(world, partnerOf(ctx), ctx.requestId, id, key_id); return seeOther(TEAM, 'Clé révoquée : elle n’ouvre plus rien.'); }),
  ];
}

async function one(ctx: Ctx, app: App): Promise<CompanyUser> {
  const { companyId, partnerKind } = partnerOf(ctx);
  const found = (await usersOf(app.world.acts, companyId, partnerKind)).find(({ id }) => id === ctx.params['user']);
  if (!found) throw notFound();
  return found;
}

/** What the form of an invitation says. */
export function readInvite(form: Ctx['form']): { name: string; email: string; role: CompanyRole } | { errors: FormError[] } {
  const [name, email, role] = [textOf(form['nom']).slice(0, 100), textOf(form['courriel']).slice(0, 254), textOf(form['role'])];
  const errors = [
    ...(name.length < 2 ? [{ path: 'nom', message: 'Indiquez le nom de la personne.' }] : []), ...(/^\S+@\S+\.\S+$/.test(email) ? [] : [{ path: 'courriel', message: 'Indiquez une adresse de courriel.' }]),
    ...((roleIds as string[]).includes(role) ? [] : [{ path: 'role', message: 'Choisissez un rôle.' }]),
  ];
  return errors.length ? { errors } : { name, email, role: role as CompanyRole };
}

async function invite(ctx: Ctx, app: App): Promise<Answer> {
  const me = partnerOf(ctx);
  const typed = readInvite(ctx.form);
  if ('errors' in typed) return unprocessable(await teamPage(ctx, app, typed.errors));
  try {
    const made = await inviteUser(app.world, me, ctx.requestId, { ...typed, companyId: me.companyId, kind: me.partnerKind });
    if (!made) return seeOther(TEAM, { kind: 'information', text: 'Ce lien a déjà été montré. S’il est perdu, faites-en un autre.' });
    return page(show(ctx, app, { title: 'Lien d’entrée', children: <Once title={`Lien d’entrée de ${typed.name}`} text={`${app.publicUrl()}/compte/${made.token}`} said={`Il sert une fois, jusqu’au ${formatDateTime(made.until)}. La personne y choisit son mot de passe et relie son application d’authentification.`} /> }));
  } catch (error) {
    if (error instanceof UserRefused) return unprocessable(await teamPage(ctx, app, [{ path: 'courriel', message: error.message }]));
    throw error;
  }
}

async function newKey(ctx: Ctx, app: App): Promise<Answer> {
  const me = partnerOf(ctx);
  const [label, quota] = [textOf(ctx.form['libelle']).slice(0, 60), Number(textOf(ctx.form['quota']))];
  const writes = textOf(ctx.form['droits']) === 'ecrire';
  const errors = [...(label.length < 2 ? [{ path: 'libelle', message: 'Nommez la clé.' }] : []), ...(Number.isInteger(quota) && quota > 0 && quota <= 100_000 ? [] : [{ path: 'quota', message: 'Indiquez un nombre entier, 1 au moins.' }])];
  if (errors.length) return unprocessable(await teamPage(ctx, app, errors));
  const text = await giveKey(app.world, me, ctx.requestId, { companyId: me.companyId, kind: me.partnerKind, label, scopes: writes ? SCOPES : SCOPES.filter((scope) => !scope.endsWith('write')), perDay: quota });
  if (!text) return seeOther(TEAM, { kind: 'information', text: 'Cette clé a déjà été montrée. Si elle est perdue, révoquez-la et faites-en une autre.' });
  return page(show(ctx, app, { title: 'Nouvelle clé', children: <Once title={`Clé « ${label} »`} text={text} said="À donner au logiciel, dans l’en-tête « Authorization: Bearer … »." /> }));
}

/** Shown by the POST itself, once. */
export function Once({ title, text, said }: { title: string; text: string; said: string }) {
  return <><h1 class="govuk-heading-l">{title}</h1><pre class="sitt-code"><code>{text}</code></pre><Inset>{said}</Inset><Warning>Cette page ne se montre qu’une fois. SITT ne garde pas ce texte.</Warning><Button href={TEAM} kind="secondary">Continuer</Button></>;
}

async function teamPage(ctx: Ctx, app: App, errors: readonly FormError[] = []): Promise<string> {
  const me = partnerOf(ctx);
  const all = await usersOf(app.world.acts, me.companyId, me.partnerKind);
  const [people, keys] = [all.filter(({ key_id }) => !key_id), all.filter(({ key_id }) => key_id)];
  const may = me.roles.includes('manager');
  const values = ctx.form as FormValues;
  const button = (id: string, what: string, label: string) => <Form action={`${TEAM}/${id}/${what}`} csrf={ctx.csrf} requestId={ctx.freshRequest}><Button kind="link">{label}</Button></Form>;
  return show(ctx, app, { title: 'Équipe', hasErrors: errors.length > 0, children: (
    <>
      <ErrorSummary errors={errors} />
      <h1 class="govuk-heading-l">Équipe</h1>
      <Table caption="Utilisateurs" captionHidden rows={people} columns={[
        { label: 'Nom', cell: (user) => <>{user.name.split(',')[0]}{user.id === me.userId ? ' (vous)' : ''} {user.active ? null : <Tag kind="warning">fermé</Tag>}</> }, { label: 'Rôle', cell: ({ roles }) => roles.map((role) => companyRoles[role as CompanyRole] ?? role).join(', ') },
        { label: 'Entrée', cell: ({ entered, email }) => (entered ? email ?? 'ouverte' : 'lien pas encore utilisé') }, ...(may ? [{ label: 'Agir', cell: (user: CompanyUser) => (user.id === me.userId ? '' : button(user.id, user.active ? 'fermer' : 'rouvrir', user.active ? 'Fermer' : 'Rouvrir')) }] : []),
      ]} />
      {may ? <Details summary="Inviter quelqu’un" open={errors.some(({ path }) => INVITE.some((spec) => spec.path === path))}><Form action={`${TEAM}/inviter`} csrf={ctx.csrf} requestId={ctx.freshRequest}><Fields specs={INVITE} values={values} errors={errors} /><Button kind="secondary">Faire le lien d’entrée</Button></Form></Details> : null}
      <h2 class="govuk-heading-m">Clés d’interface</h2>
      {keys.length ? <Table caption="Clés" captionHidden rows={keys} columns={[
        { label: 'Clé', cell: ({ name }) => name }, { label: 'Par jour', numeric: true, cell: ({ per_day }) => per_day ?? '' }, { label: 'État', cell: ({ revoked }) => <Tag kind={revoked ? 'neutral' : 'success'}>{revoked ? 'révoquée' : 'vivante'}</Tag> },
        ...(may ? [{ label: 'Agir', cell: (key: CompanyUser) => (key.revoked ? '' : button(key.id, 'revoquer', 'Révoquer')) }] : []),
      ]} /> : <p class="govuk-body">Aucune clé : vos logiciels n’ont pas d’accès.</p>}
      {may ? <Details summary="Faire une clé" open={errors.some(({ path }) => KEY.some((spec) => spec.path === path))}><Form action={`${TEAM}/cles`} csrf={ctx.csrf} requestId={ctx.freshRequest}><Fields specs={KEY} values={values} errors={errors} /><Button kind="secondary">Faire la clé</Button></Form></Details> : null}
    </>
  ) });
}
