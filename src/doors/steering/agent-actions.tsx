import type { App } from '../../app.ts';
import { delegate, ended, EmailTaken, inviteAgent, isEmailTaken, openOrClose, OwnAccount, placeAgent, type By } from '../../core/access/accounts.ts';
import { forbidden, notFound, page, seeOther, unprocessable, type Answer, type Ctx, type RouteLine } from '../../core/http/index.ts';
import { formatDateTime } from '../../core/values/time.ts';
import { EntryLink, type FormError, type FormValues } from '../../ui/index.ts';
import { loadDelegationPart, readDelegation } from './agent-delegations.tsx';
import { readAgent, readEmail } from './agent-form.tsx';
import { accountAdmins, agentOf, agentPage, newPage } from './agents.tsx';
import { dayOf, show } from './site.tsx';

const NO_EMAIL: FormError = { path: 'email', message: 'Indiquez une adresse de courriel, par exemple prenom.nom@example.nc.' };
const TAKEN: FormError = { path: 'email', message: 'Cette adresse est celle d’un autre compte.' };

/** What an administrator of accounts does, each an act of the journal in their name. */
export function agentActions(app: App): RouteLine[] {
  const line = (path: string, work: (ctx: Ctx, by: By) => Promise<Answer>): RouteLine => ({
    method: 'POST', path: `/pilotage/agents/${path}`, who: accountAdmins, perMinute: 60,
    handler: (ctx) => work(ctx, byOf(ctx)).catch((error: unknown) => { throw error instanceof OwnAccount ? forbidden('Personne ne change ses propres droits : demandez à un autre administrateur des comptes.') : error; }),
  });
  return [
    line('nouveau', (ctx, by) => open(ctx, app, by)),
    line(':id/place', (ctx, by) => place(ctx, app, by)),
    line(':id/lien', (ctx, by) => link(ctx, app, by)),
    line(':id/fermer', async (ctx, by) => close(ctx, app, by, false)),
    line(':id/rouvrir', async (ctx, by) => close(ctx, app, by, true)),
    line(':id/delegations', (ctx, by) => record(ctx, app, by)),
    line(':id/delegations/:delegation/fin', (ctx, by) => end(ctx, app, by)),
  ];
}

function byOf({ actor }: Ctx): By {
  if (actor.kind !== 'agent') throw notFound();
  return { agentId: actor.agentId };
}

async function open(ctx: Ctx, app: App, by: By): Promise<Answer> {
  const [agent, email] = [readAgent(ctx.form), readEmail(ctx.form)];
  const errors = [...('errors' in agent ? agent.errors : []), ...(email ? [] : [NO_EMAIL])];
  if ('errors' in agent || !email) return unprocessable(newPage(ctx, app, ctx.form as FormValues, errors));
  if (await isEmailTaken(app.pools.read, email, null, app.world.clock())) return unprocessable(newPage(ctx, app, ctx.form as FormValues, [TAKEN]));
  const id = await placeAgent(app.world, by, ctx.requestId, agent);
  return linkPage(ctx, app, { id, name: agent.name, email }, await inviteAgent(app.world, by, `${ctx.requestId}:lien`, id, email));
}

async function place(ctx: Ctx, app: App, by: By): Promise<Answer> {
  const { id } = await agentOf(ctx, app);
  const typed = readAgent(ctx.form);
  if ('errors' in typed) return unprocessable(await agentPage(ctx, app, { part: 'place', values: ctx.form as FormValues, errors: typed.errors }));
  await placeAgent(app.world, by, ctx.requestId, { id, ...typed });
  return seeOther(`/pilotage/agents/${id}`, 'Nom et droits enregistrés.');
}

async function link(ctx: Ctx, app: App, by: By): Promise<Answer> {
  const { id, name, active } = await agentOf(ctx, app);
  const email = readEmail(ctx.form);
  const again = async (error: FormError) => unprocessable(await agentPage(ctx, app, { part: 'link', values: ctx.form as FormValues, errors: [error] }));
  if (!active) throw forbidden('Ce compte est fermé : rouvrez-le d’abord.');
  if (!email) return again(NO_EMAIL);
  try {
    return linkPage(ctx, app, { id, name, email }, await inviteAgent(app.world, by, ctx.requestId, id, email));
  } catch (error) {
    if (error instanceof EmailTaken) return again(TAKEN);
    throw error;
  }
}

/** Shown by the POST itself, once: kept for a GET, the link would lie in a session that others may read. */
function linkPage(ctx: Ctx, app: App, { id, name, email }: { id: string; name: string; email: string }, made: { token: string; until: Date } | undefined): Answer {
  if (!made) return seeOther(`/pilotage/agents/${id}`, { kind: 'information', text: 'Ce lien a déjà été montré. S’il est perdu, faites-en un autre.' });
  return page(show(ctx, app, { title: 'Lien d’entrée', children: <EntryLink of={name} email={email} link={`${app.publicUrl()}/compte/${made.token}`} until={formatDateTime(made.until)} next={{ href: `/pilotage/agents/${id}`, label: 'Voir le compte' }} /> }));
}

async function close(ctx: Ctx, app: App, by: By, opened: boolean): Promise<Answer> {
  const { id } = await agentOf(ctx, app);
  await openOrClose(app.world, by, ctx.requestId, id, opened);
  return seeOther(`/pilotage/agents/${id}`, opened ? 'Compte rouvert.' : 'Compte fermé : ses sessions le sont aussi.');
}

async function record(ctx: Ctx, app: App, by: By): Promise<Answer> {
  const agent = await agentOf(ctx, app);
  if (agent.authority || !agent.active || agent.roles.includes('helper')) throw forbidden('Cet agent ne signe aucune décision.');
  const { others } = await loadDelegationPart(app, agent);
  const typed = readDelegation(app, agent, others, ctx.form);
  if ('errors' in typed) return unprocessable(await agentPage(ctx, app, { part: 'delegation', values: ctx.form as FormValues, errors: typed.errors }));
  await delegate(app.world, by, ctx.requestId, typed);
  return seeOther(`/pilotage/agents/${agent.id}`, 'Délégation enregistrée.');
}

async function end(ctx: Ctx, app: App, by: By): Promise<Answer> {
  const agent = await agentOf(ctx, app);
  const found = (await loadDelegationPart(app, agent)).lines.find(({ id }) => id === ctx.params['delegation']);
  if (!found) throw notFound();
  const on = dayOf(app);
  // One that has not begun ends the day it would: it never served, and its row says so.
  await delegate(app.world, by, ctx.requestId, ended(found, found.from > on ? found.from : on));
  return seeOther(`/pilotage/agents/${agent.id}`, 'Délégation finie ce soir.');
}
