import type { App } from '../../app.ts';
import { notFound, page, seeOther, unprocessable, type Answer, type Ctx, type RouteLine } from '../../core/http/index.ts';
import { formatDateTime } from '../../core/values/time.ts';
import { companyRoles, giveKey, inviteUser, liveAccreditation, stoppedBlocks, takeKey, UserRefused, usersOf, type CompanyRole, type CompanyUser } from '../../domains/partners/index.ts';
import { Button, Details, EntryLink, ErrorSummary, Fields, Form, ShownOnce, Table, Tag, type FieldSpec, type FormError, type FormValues } from '../../ui/index.ts';
import { StoppedPanel } from './stopped.tsx';
import { managers, partnerOf, show, textOf, users } from './site.ts';
import { BACK, INVITE, readInvite, TEAM } from './team-parts.tsx';
import { teamUserRoutes } from './team-user.tsx';

/** What a key may be for: the scopes behind each answer. */
const KEY_RIGHTS: Readonly<Record<string, { label: string; scopes: readonly string[]; only?: string }>> = {
  ecrire: { label: 'De faire des démarches et des lots', scopes: ['demarches:read', 'demarches:write', 'dossiers:read'] },
  lire: { label: 'De lire les dossiers seulement', scopes: ['demarches:read', 'dossiers:read'] },
  webhooks: { label: 'De tenir les adresses des webhooks', scopes: ['webhooks:manage'] },
  contrats: { label: 'De dire et de relire les contrats d’assurance', scopes: ['contracts:read', 'contracts:write'], only: 'insurer' },
};
const rightsFor = (kind: string) => Object.entries(KEY_RIGHTS).filter(([, { only }]) => !only || only === kind);
const keySpecs = (kind: string): readonly FieldSpec[] => [
  { path: 'libelle', control: 'text', label: 'Nom de la clé', hint: 'Le logiciel qui s’en sert.', required: true, width: 30 },
  { path: 'droits', control: 'radios', label: 'Elle permet', required: true, options: rightsFor(kind).map(([value, { label }]) => ({ value, label })) },
  { path: 'quota', control: 'number', label: 'De chaque démarche, par jour au plus', hint: 'Un logiciel qui s’emballe s’arrête là, jusqu’au lendemain.', required: true, width: 5 },
];

/** Who acts for the company, and with which keys: given and taken by whoever answers for it. */
export function teamRoutes(app: App): RouteLine[] {
  const { world } = app;
  const line = (path: string, work: (ctx: Ctx) => Promise<Answer>, whenStopped = false): RouteLine => ({ method: 'POST', whenStopped, path: `${TEAM}${path}`, who: managers, perMinute: 30, handler: (ctx) => work(ctx) });
  return [
    { method: 'GET', path: TEAM, who: users, handler: async (ctx) => page(await teamPage(ctx, app)) },
    line('/inviter', (ctx) => invite(ctx, app)),
    line('/cles', (ctx) => newKey(ctx, app)),
    ...teamUserRoutes(app),
    line('/:user/revoquer', async (ctx) => { const { id, key_id } = await keyOf(ctx, app); await takeKey(world, partnerOf(ctx), ctx.requestId, id, key_id); return seeOther(TEAM, 'Clé révoquée : elle n’ouvre plus rien.'); }, true),
  ];
}

async function keyOf(ctx: Ctx, app: App): Promise<CompanyUser & { key_id: string }> {
  const { companyId, partnerKind } = partnerOf(ctx);
  const found = (await usersOf(app.world.acts, companyId, partnerKind)).find(({ id }) => id === ctx.params['user']);
  if (!found?.key_id) throw notFound();
  return { ...found, key_id: found.key_id };
}

async function invite(ctx: Ctx, app: App): Promise<Answer> {
  const me = partnerOf(ctx);
  const typed = readInvite(ctx.form);
  if ('errors' in typed) return unprocessable(await teamPage(ctx, app, typed.errors));
  try {
    const made = await inviteUser(app.world, me, ctx.requestId, { ...typed, companyId: me.companyId, kind: me.partnerKind });
    if (!made) return seeOther(TEAM, { kind: 'information', text: 'Ce lien a déjà été montré. S’il est perdu, faites-en un autre.' });
    return page(show(ctx, app, { title: 'Lien d’entrée', children: <EntryLink of={typed.name} link={`${app.publicUrl()}/compte/${made.token}`} until={formatDateTime(made.until)} next={BACK} /> }));
  } catch (error) {
    if (error instanceof UserRefused) return unprocessable(await teamPage(ctx, app, [{ path: 'courriel', message: error.message }]));
    throw error;
  }
}

async function newKey(ctx: Ctx, app: App): Promise<Answer> {
  const me = partnerOf(ctx);
  const [label, quota] = [textOf(ctx.form['libelle']), Number(textOf(ctx.form['quota']))];
  const right = rightsFor(me.partnerKind).find(([value]) => value === textOf(ctx.form['droits']))?.[1];
  const errors = [...(label.length < 2 || label.length > 60 ? [{ path: 'libelle', message: label ? 'Un nom de 2 à 60 signes.' : 'Nommez la clé.' }] : []), ...(right ? [] : [{ path: 'droits', message: 'Choisissez ce que la clé permet.' }]), ...(Number.isInteger(quota) && quota > 0 && quota <= 100_000 ? [] : [{ path: 'quota', message: 'Indiquez un nombre entier, 1 au moins.' }])];
  if (errors.length || !right) return unprocessable(await teamPage(ctx, app, errors));
  const text = await giveKey(app.world, me, ctx.requestId, { companyId: me.companyId, kind: me.partnerKind, label, scopes: [...right.scopes], perDay: quota });
  if (!text) return seeOther(TEAM, { kind: 'information', text: 'Cette clé a déjà été montrée. Si elle est perdue, révoquez-la et faites-en une autre.' });
  return page(show(ctx, app, { title: 'Nouvelle clé', children: <ShownOnce next={BACK} title={`Clé « ${label} »`} text={text} said="À donner au logiciel, dans l’en-tête « Authorization: Bearer … »." /> }));
}

async function teamPage(ctx: Ctx, app: App, errors: readonly FormError[] = []): Promise<string> {
  const me = partnerOf(ctx);
  const all = await usersOf(app.world.acts, me.companyId, me.partnerKind);
  const [people, keys] = [all.filter(({ key_id }) => !key_id), all.filter(({ key_id }) => key_id)];
  const may = me.roles.includes('manager');
  const stopped = await stoppedBlocks(app.world.read, me, app.world.clock());
  const gives = may && !stopped.length;
  const standing = gives ? await liveAccreditation(app.world.read, me.companyId, me.partnerKind, app.world.clock()) : undefined;
  // A key may do as much as its company, unless it is given less.
  const values = { ...(standing ? { quota: String(standing.convention.perDay) } : {}), ...(ctx.form as FormValues) };
  const button = (id: string, what: string, label: string) => <Form action={`${TEAM}/${id}/${what}`} csrf={ctx.csrf} requestId={ctx.freshRequest}><Button kind="link">{label}</Button></Form>;
  return show(ctx, app, { title: 'Équipe', hasErrors: errors.length > 0, children: (
    <>
      <ErrorSummary errors={errors} />
      <h1 class="govuk-heading-l">Équipe</h1>
      {may && stopped.length ? <StoppedPanel blockers={stopped} /> : null}
      <Table caption="Utilisateurs" captionHidden rows={people} columns={[
        { label: 'Nom', cell: (user) => <>{user.name.split(',')[0]}{user.id === me.userId ? ' (vous)' : ''} {user.active ? null : <Tag kind="warning">fermé</Tag>}</> }, { label: 'Rôle', cell: ({ roles }) => roles.map((role) => companyRoles[role as CompanyRole] ?? role).join(', ') },
        { label: 'Entrée', cell: ({ entered, email }) => (entered ? <span class="sitt-anywhere">{email ?? 'ouverte'}</span> : 'lien pas encore utilisé') }, ...(may ? [{ label: 'Agir', cell: (user: CompanyUser) => (user.id === me.userId ? '' : <a class="govuk-link" href={`${TEAM}/${user.id}`}>Modifier<span class="govuk-visually-hidden"> {user.name.split(',')[0]}</span></a>) }] : []),
      ]} />
      {gives ? <Details summary="Inviter quelqu’un" open={errors.some(({ path }) => INVITE.some((spec) => spec.path === path))}><Form action={`${TEAM}/inviter`} csrf={ctx.csrf} requestId={ctx.freshRequest}><Fields specs={INVITE} values={values} errors={errors} /><Button kind="secondary">Faire le lien d’entrée</Button></Form></Details> : null}
      <h2 class="govuk-heading-m">Clés d’interface</h2>
      {keys.length ? <Table caption="Clés" captionHidden rows={keys} columns={[
        { label: 'Clé', cell: ({ name }) => name }, { label: 'Par jour', numeric: true, cell: ({ per_day }) => per_day ?? '' }, { label: 'État', cell: ({ revoked }) => <Tag kind={revoked ? 'neutral' : 'success'}>{revoked ? 'révoquée' : 'vivante'}</Tag> },
        ...(may ? [{ label: 'Agir', cell: (key: CompanyUser) => (key.revoked ? '' : button(key.id, 'revoquer', 'Révoquer')) }] : []),
      ]} /> : <p class="govuk-body">Aucune clé : vos logiciels n’ont pas d’accès.</p>}
      {gives ? <Details summary="Faire une clé" open={errors.some(({ path }) => keySpecs(me.partnerKind).some((spec) => spec.path === path))}><Form action={`${TEAM}/cles`} csrf={ctx.csrf} requestId={ctx.freshRequest}><Fields specs={keySpecs(me.partnerKind)} values={values} errors={errors} /><Button kind="secondary">Faire la clé</Button></Form></Details> : null}
    </>
  ) });
}
