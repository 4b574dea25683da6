import { transaction } from '../../../core/db/sql.ts';
import type { World } from '../../../core/demarche/index.ts';
import { enqueue, type Tasks } from '../../../core/jobs/index.ts';
import { contactAt, queueMessage, type Messaging } from '../../../core/messages/index.ts';
import { daysBetween, formatDate, today } from '../../../core/values/time.ts';
import { territory } from '../../../territory/index.ts';
import { contactPeriods } from '../../people/index.ts';
import { postOnce } from './post.ts';
import { webhookHeaders, webhookSecret } from './sign.ts';
import { disable, dueAt, dueWebhooks, lease, markDelivered, markFailed, nextAt, release, type Told, type Webhook } from './store.ts';
import { webhookTexts } from './texts.ts';

/** What the telling of companies needs. `local`: a demonstration may call http://localhost. */
export type WebhookEnv = { world: World; messaging: Messaging; publicUrl: () => string; local: boolean };

export const WEBHOOKS = 'webhooks';
export const WEBHOOK = 'webhook';
const minute = 60_000;
/** The waits between tries: they grow, as the standard advises; nearly three days in all, then a dead letter. */
const WAITS = [5_000, minute, 5 * minute, 15 * minute, 30 * minute, 60 * minute, 120 * minute, 300 * minute, 600 * minute, 840 * minute, 1200 * minute, 1440 * minute];
const LEASE = 10 * minute;
/** Tellings of one turn at one address: then others have theirs. */
const TURN = 200;

/**
 * One job an address, woken by what there is to tell as its transaction ends (`wake_webhook`); each address goes at its own
 * pace. The recurring task finds what a lost job left behind, and nothing else.
 */
export function webhookTasks(env: WebhookEnv): Tasks {
  const { world } = env;
  const queue = (id: string, key: string, runAt?: Date) => transaction(world.acts, (tx) => enqueue(tx, WEBHOOK, { webhookId: id }, { jobKey: key, ...(runAt ? { runAt } : {}) }));
  return {
    [WEBHOOKS]: async () => { for (const id of await dueWebhooks(world.acts, world.clock())) await queue(id, `${WEBHOOK}:${id}`); },
    [WEBHOOK]: async (payload) => {
      const { webhookId } = payload as { webhookId: string };
      const again = await tellAt(env, webhookId);
      // A key of its own: what is told meanwhile is not put off until then.
      if (again) await queue(webhookId, `${WEBHOOK}:${webhookId}:again`, again);
    },
  };
}

/** Tells what is due at one address, in order. @returns when to come back; null when nothing waits, or the address is closed */
export async function tellAt(env: WebhookEnv, id: string): Promise<Date | null> {
  const { world } = env;
  const now = world.clock();
  const webhook = await lease(world.acts, id, now, new Date(now.getTime() + LEASE));
  if (webhook) {
    try {
      await turn(env, webhook);
    } finally {
      await release(world.acts, id);
    }
  }
  return nextAt(world.acts, id, world.clock());
}

/** What is due, until nothing is, others must have their turn, or the address does not answer. */
async function turn(env: WebhookEnv, webhook: Webhook): Promise<void> {
  const { world } = env;
  for (let told = 0; told < TURN;) {
    const due = await dueAt(world.acts, webhook.id, world.clock());
    if (!due.length) return;
    for (const event of due) {
      told += 1;
      if (await tellOne(env, webhook, event) === 'stop') return;
    }
  }
}

/** One try. A refusal of this event alone (4xx) lets other subjects pass; an address that is down makes all of them wait. */
async function tellOne(env: WebhookEnv, webhook: Webhook, event: Told): Promise<'on' | 'stop'> {
  const { world, messaging, local } = env;
  const body = bodyOf(env, event);
  const answer = await postOnce(webhook.url, webhookHeaders(webhookSecret(messaging.sender.secret, webhook.id, webhook.secret_version), messageId(event.event_id), world.clock(), body), body, local);
  const at = world.clock();
  if ('status' in answer && answer.status >= 200 && answer.status < 300) {
    await markDelivered(world.acts, webhook.id, event.event_id, String(answer.status), at);
    return 'on';
  }
  const outcome = 'status' in answer ? String(answer.status) : answer.failure;
  const wait = WAITS[event.attempts];
  const next = wait === undefined ? null : new Date(at.getTime() + wait);
  const alone = 'status' in answer && answer.status >= 400 && answer.status < 500 && ![408, 410, 429].includes(answer.status);
  await markFailed(world.acts, webhook.id, event.event_id, { outcome, next, stop: !alone, at });
  const closed = await closeIfLost(env, webhook, outcome === '410', at);
  return closed || !alone ? 'stop' : 'on';
}

/** Nothing has answered for days, or the address says that it is gone: it is closed, and its company told. */
async function closeIfLost({ world, messaging }: WebhookEnv, webhook: Webhook, gone: boolean, at: Date): Promise<boolean> {
  const [row] = await world.acts<{ failing_since: Date | null }[]>`select failing_since from partner_webhook where id = ${webhook.id}`;
  const days = territory.parameter('partnerWebhookDays', today(at)).value;
  if (!gone && (!row?.failing_since || daysBetween(today(row.failing_since), today(at)) < days)) return false;
  await transaction(world.acts, async (tx) => {
    if (!await disable(tx, webhook.id, gone ? 'gone' : 'failures', at)) return;
    const contact = contactAt(await contactPeriods(world.facets, tx, webhook.company_id), at.toISOString());
    await queueMessage(tx, { ...messaging, templates: webhookTexts }, {
      key: `webhook:${webhook.id}:${at.toISOString()}`, template: 'webhook-disabled', personId: webhook.company_id, contacts: contact ? [contact] : [], subject: { kind: 'webhook', id: webhook.id }, page: '/professionnel/webhooks', now: at,
      data: { host: new URL(webhook.url).host.slice(0, 60), on: formatDate(today(at)), days: String(territory.parameter('partnerWebhookKeepDays', today(at)).value) },
    });
  });
  return true;
}

/** The id under which an event is told, at each try and each replay. */
export const messageId = (eventId: string): string => `evt_${eventId}`;

const PATHS: Readonly<Record<string, string>> = { dossier: '/api/v1/dossiers/', accreditation: '/professionnel', batch: '/professionnel/lots/', 'insurance-batch': '/professionnel/assurances/envois/', webhook: '/professionnel/webhooks/' };

/** What is told: a kind, an id, a state and where to read the rest. No person, no plate: whoever has the right reads them there. */
function bodyOf({ publicUrl }: WebhookEnv, { type, at, subject_kind: kind, subject_id: id, state }: Told): string {
  const path = PATHS[kind] ?? '/professionnel';
  return JSON.stringify({ type, timestamp: at.toISOString(), data: { kind, id, state, link: `${publicUrl()}${path.endsWith('/') ? path + id : path}` } });
}
