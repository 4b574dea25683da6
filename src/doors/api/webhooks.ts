import type { App } from '../../app.ts';
import { apiScope, conflict, invalid, json, notFound, where, type Answer, type Ctx, type RouteLine } from '../../core/http/index.ts';
import { isUuid } from '../../core/values/ids.ts';
import { addWebhook, deliveriesOf, messageId, openOrCloseWebhook, removeWebhook, renewSecret, replay, tellPing, urlFault, urlFaultWords, webhookOf, webhookSecret, webhooksOf, type Webhook } from '../../domains/partners/index.ts';
import { territory } from '../../territory/index.ts';

const PATH = '/api/v1/webhooks';
// A right of its own: a key that sends démarches does not choose where its company is told of them.
const keepers = where(apiScope('webhooks:manage'), 'partner', ({ kind }) => kind === 'partner');

/** The addresses of a company, kept by its own software: as on the page, with the same bounds. Another company's do not exist. */
export function webhookRoutes(app: App): RouteLine[] {
  const { acts, clock } = app.world;
  // Nothing that a company is told is lost while it is stopped; it adds no address and tries none.
  const one = (method: 'GET' | 'POST' | 'DELETE', path: string, work: (ctx: Ctx, webhook: Webhook) => Promise<Answer>, whenStopped = true): RouteLine => ({ method, whenStopped, path: `${PATH}/:id${path}`, who: keepers, perMinute: 60, handler: async (ctx) => work(ctx, await ours(app, ctx)) });
  const moved = (path: string, work: (webhook: Webhook) => Promise<unknown>, whenStopped = true): RouteLine => one('POST', path, async (ctx, webhook) => { await work(webhook); return json(view(await ours(app, ctx)), 202); }, whenStopped);
  return [
    { method: 'GET', path: PATH, who: keepers, handler: async (ctx) => json((await webhooksOf(acts, partnerOf(ctx).companyId)).map((webhook) => view(webhook))) },
    { method: 'POST', path: PATH, who: keepers, perMinute: 30, handler: (ctx) => add(app, ctx) },
    one('GET', '', async (_ctx, webhook) => json(view(webhook))),
    one('DELETE', '', async (_ctx, { company_id: company, id }) => { await removeWebhook(acts, company, id); return json({ removed: id }); }),
    one('GET', '/deliveries', async (_ctx, { company_id: company, id }) => json((await deliveriesOf(acts, company, id)).map((told) => ({
      id: messageId(told.event_id), event: told.event_id, type: told.type, kind: told.subject_kind, subject: told.subject_id, state: told.state, at: told.at.toISOString(), delivery: told.delivery, attempts: told.attempts, outcome: told.outcome,
    })))),
    one('POST', '/secret', async (ctx, { company_id: company, id }) => { await renewSecret(acts, company, id); return json(withSecret(app, await ours(app, ctx))); }),
    moved('/ping', ({ company_id: company, id }) => tellPing(acts, company, id, clock()), false),
    moved('/close', ({ company_id: company, id }) => openOrCloseWebhook(acts, company, id, false, clock())),
    moved('/open', ({ company_id: company, id }) => openOrCloseWebhook(acts, company, id, true, clock())),
    one('POST', '/replay', async (ctx, { company_id: company, id }) => {
      const { event } = (ctx.req.body ?? {}) as { event?: unknown };
      if (event !== undefined && (typeof event !== 'string' || !isUuid(event))) throw invalid([{ path: 'event', message: 'Donnez l’identifiant d’un événement, ou rien pour tout ce qui est en souffrance.' }]);
      return json({ replayed: await replay(acts, company, id, event ? { eventId: event } : 'dead', clock()) }, 202);
    }),
  ];
}

function partnerOf({ actor }: Ctx) {
  if (actor.kind !== 'partner') throw notFound();
  return actor;
}

async function ours({ world }: App, ctx: Ctx): Promise<Webhook> {
  const id = ctx.params['id'] ?? '';
  const found = isUuid(id) ? await webhookOf(world.acts, partnerOf(ctx).companyId, id) : undefined;
  if (!found) throw notFound('Cette adresse n’existe pas, ou n’est pas à vous.');
  return found;
}

const view = ({ id, url, created_at: since, disabled_at: closed, disabled_by: by, failing_since: failing }: Webhook) => ({ id, url, since: since.toISOString(), open: closed === null, closedBy: by, failingSince: failing?.toISOString() ?? null, href: `${PATH}/${id}` });
/** With the secret that signs: said when an address is added and when its secret changes, as on the page. */
const withSecret = (app: App, webhook: Webhook) => ({ ...view(webhook), secret: app.messages ? webhookSecret(app.messages.sender.secret, webhook.id, webhook.secret_version) : null });

async function add(app: App, ctx: Ctx): Promise<Answer> {
  const { companyId, userId } = partnerOf(ctx);
  const { url } = (ctx.req.body ?? {}) as { url?: unknown };
  const text = typeof url === 'string' ? url.trim().slice(0, 500) : '';
  const fault = urlFault(text, app.demo);
  if (fault) throw invalid([{ path: 'url', message: urlFaultWords[fault] }]);
  const { acts, clock, today } = app.world;
  const most = territory.parameter('partnerWebhooksMost', today(clock())).value;
  const id = await addWebhook(acts, { companyId, userId }, new URL(text).href, clock(), most);
  const made = id ? await webhookOf(acts, companyId, id) : undefined;
  if (!made) throw conflict(`Une entreprise a ${most} adresses au plus : retirez-en une d’abord.`, []);
  return json(withSecret(app, made), 201, { location: `${PATH}/${made.id}` });
}
