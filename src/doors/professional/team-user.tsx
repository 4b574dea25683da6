import type { App } from '../../app.ts';
import { notFound, page, seeOther, unprocessable, type Answer, type Ctx, type RouteLine } from '../../core/http/index.ts';
import { formatDateTime } from '../../core/values/time.ts';
import { changeRole, companyRoles, inviteUser, openOrCloseUser, roleIds, UserRefused, usersOf, type CompanyRole, type CompanyUser } from '../../domains/partners/index.ts';
import { Button, EntryLink, ErrorSummary, Field, Form, SummaryList, Tag, type FormError } from '../../ui/index.ts';
import { managers, partnerOf, show, textOf } from './site.ts';
import { BACK, INVITE, TEAM } from './team-parts.tsx';

/** One user of the company, for whoever answers for it: another role, a new link, closed, opened again. Nobody does it to themselves. */
export function teamUserRoutes(app: App): RouteLine[] {
  const { world } = app;
  const at = `${TEAM}/:user`;
  const line = (path: string, work: (ctx: Ctx, user: CompanyUser) => Promise<Answer>, whenStopped = false): RouteLine => ({ method: 'POST', whenStopped, path: `${at}${path}`, who: managers, perMinute: 30, handler: async (ctx) => {
    const user = await one(ctx, app);
    try {
      return await work(ctx, user);
    } catch (error) {
      if (error instanceof UserRefused) return unprocessable(userPage(ctx, app, user, [{ path: 'role', message: error.message }]));
      throw error;
    }
  } });
  return [
    { method: 'GET', path: at, who: managers, handler: async (ctx) => page(userPage(ctx, app, await one(ctx, app))) },
    line('/role', async (ctx, user) => {
      const role = textOf(ctx.form['role']);
      if (!(roleIds as string[]).includes(role)) return unprocessable(userPage(ctx, app, user, [{ path: 'role', message: 'Choisissez un rôle.' }]));
      const { companyId, partnerKind: kind } = partnerOf(ctx);
      await changeRole(world, partnerOf(ctx), ctx.requestId, { id: user.id, name: user.name, companyId, kind, role: role as CompanyRole });
      return seeOther(TEAM, `${shortName(user)} : ${companyRoles[role as CompanyRole].toLowerCase()}.`);
    }),
    line('/lien', (ctx, user) => newLink(ctx, app, user)),
    line('/fermer', async (ctx, { id }) => { await openOrCloseUser(world, partnerOf(ctx), ctx.requestId, id, false); return seeOther(TEAM, 'Accès fermé : ses sessions le sont aussi.'); }, true),
    line('/rouvrir', async (ctx, { id }) => { await openOrCloseUser(world, partnerOf(ctx), ctx.requestId, id, true); return seeOther(TEAM, 'Accès rouvert.'); }),
  ];
}

const shortName = ({ name }: CompanyUser): string => name.split(',')[0] ?? name;

/** A person of the same company; a key, and another company's user, are nobody here. */
async function one(ctx: Ctx, app: App): Promise<CompanyUser> {
  const { companyId, partnerKind } = partnerOf(ctx);
  const found = (await usersOf(app.world.acts, companyId, partnerKind)).find(({ id, key_id }) => id === ctx.params['user'] && !key_id);
  if (!found) throw notFound();
  return found;
}

/** The link before, the password and the sessions end with it: for whoever lost theirs, or never used it. */
async function newLink(ctx: Ctx, app: App, user: CompanyUser): Promise<Answer> {
  const { companyId, partnerKind: kind } = partnerOf(ctx);
  const email = textOf(ctx.form['courriel']).slice(0, 254);
  const wrong = (message: string) => unprocessable(userPage(ctx, app, user, [{ path: 'courriel', message }]));
  if (!/^\S+@\S+\.\S+$/.test(email)) return wrong('Indiquez une adresse de courriel.');
  try {
    const made = await inviteUser(app.world, partnerOf(ctx), ctx.requestId, { id: user.id, name: user.name, email, companyId, kind, role: (user.roles[0] ?? 'reader') as CompanyRole });
    if (!made) return seeOther(TEAM, { kind: 'information', text: 'Ce lien a déjà été montré. S’il est perdu, faites-en un autre.' });
    return page(show(ctx, app, { title: 'Lien d’entrée', children: <EntryLink of={user.name.split(',')[0] ?? user.name} link={`${app.publicUrl()}/compte/${made.token}`} until={formatDateTime(made.until)} next={BACK} /> }));
  } catch (error) {
    if (error instanceof UserRefused) return wrong(error.message);
    throw error;
  }
}

function userPage(ctx: Ctx, app: App, user: CompanyUser, errors: readonly FormError[] = []): string {
  const [, email, role] = INVITE;
  const form = { csrf: ctx.csrf, requestId: ctx.freshRequest };
  const here = `${TEAM}/${user.id}`;
  const own = user.id === partnerOf(ctx).userId;
  return show(ctx, app, { title: shortName(user), width: 'reading', hasErrors: errors.length > 0, crumbs: [{ label: 'Équipe', href: TEAM }, { label: shortName(user) }], children: (
    <>
      <ErrorSummary errors={errors} />
      <h1 class="govuk-heading-l">{shortName(user)} {user.active ? null : <Tag kind="warning">fermé</Tag>}</h1>
      <SummaryList rows={[{ label: 'Rôle', value: user.roles.map((one) => companyRoles[one as CompanyRole] ?? one).join(', ') }, { label: 'Entrée', value: user.entered ? <span class="sitt-anywhere">{user.email ?? 'ouverte'}</span> : 'lien pas encore utilisé' }]} />
      {own ? <p class="govuk-body">C’est vous : demandez à un autre responsable.</p> : user.active && role && email ? (
        <>
          <Form action={`${here}/role`} {...form}><Field spec={role} values={{ role: textOf(ctx.form['role']) || user.roles[0] || '' }} errors={errors} /><Button>Changer le rôle</Button></Form>
          <h2 class="govuk-heading-m">Un nouveau lien d’entrée</h2>
          <p class="govuk-body">Pour qui a perdu le sien, son mot de passe ou son téléphone. Ce qui ouvrait avant n’ouvre plus.</p>
          <Form action={`${here}/lien`} {...form}><Field spec={email} values={{ courriel: textOf(ctx.form['courriel']) || user.email || '' }} errors={errors} /><Button kind="secondary">Faire un nouveau lien</Button></Form>
          <h2 class="govuk-heading-m">Retirer l’accès</h2>
          <Form action={`${here}/fermer`} {...form}><Button kind="warning">Fermer l’accès</Button></Form>
        </>
      ) : <Form action={`${here}/rouvrir`} {...form}><Button>Rouvrir l’accès</Button></Form>}
    </>
  ) });
}
