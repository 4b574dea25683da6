import type { Sql, Tx } from '../db/sql.ts';
import { transaction } from '../db/sql.ts';
import { failureCode, JobFailed, type Task } from '../jobs/index.ts';
import { waysTo, type Channel } from './contact.ts';
import { render, type Rendered } from './render.ts';
import { insertMessage, listMessages, type MessageRow, type Messaging } from './store.ts';
import type { Template } from './template.ts';

/** What an adapter did with a message: it left, or it waits for the printer. */
export type Delivery = { readonly state: 'sent' | 'to_print'; readonly providerId: string; readonly paper?: Uint8Array };
/** One way out. Throws Undeliverable when another try would be refused too, anything else when it may pass later. */
export type Adapter = { readonly name: string; readonly send: (message: Rendered, signal: AbortSignal) => Promise<Delivery> };
export type Adapters = Readonly<Record<Channel, Adapter>>;

/** The address or the message is refused for good; the code holds nothing personal. */
export class Undeliverable extends JobFailed {
  override name = 'Undeliverable';
}

export type SendEnv = { readonly acts: Sql; readonly messaging: Messaging; readonly adapters: Adapters; readonly clock: () => Date };

/**
 * The task that sends one message: `tasks: { [SEND]: sendTask(env) }`. No transaction is open while it talks to the
 * outside. A crash between the sending and its record sends again, under the same id, so that a mail program sees one.
 * When a way is closed for good, the next way to the same contact is queued: in the end a letter.
 */
export function sendTask(env: SendEnv): Task {
  return async (payload, attempt) => {
    const { messageId } = payload as { messageId: string };
    const [row] = await listMessages(env.acts, { id: messageId });
    if (row?.state !== 'queued') return;
    const template = env.messaging.templates[row.template];
    try {
      if (!template || !row.contact || !row.data) throw new Undeliverable('unknown-template');
      const { contact, data } = row;
      const delivery = await env.adapters[row.channel].send(render(env.messaging.sender, template, { ...row, contact, data }), attempt.signal);
      await settle(env.acts, row, delivery, env.clock());
    } catch (error) {
      const over = error instanceof Undeliverable || attempt.last;
      await transaction(env.acts, (tx) => recordFailure(tx, env, row, template, failureCode(error), over));
      if (!(error instanceof Undeliverable)) throw error;
    }
  };
}

async function settle(sql: Sql, row: MessageRow, delivery: Delivery, now: Date): Promise<void> {
  await sql`
    update message set state = ${delivery.state}, provider_id = ${delivery.providerId}, paper = ${delivery.paper ?? null}, failure = null,
      attempts = attempts + 1, sent_at = ${delivery.state === 'sent' ? now : null}
    where id = ${row.id} and state = 'queued'`;
}

async function recordFailure(tx: Tx, env: SendEnv, row: MessageRow, template: Template | undefined, code: string, over: boolean): Promise<void> {
  await tx`
    update message set attempts = attempts + 1, failure = ${code}, state = ${over ? 'failed' : 'queued'}
    where id = ${row.id} and state = 'queued'`;
  const next = over ? nextWay(row, env.messaging.textable) : undefined;
  if (!next || !template || !row.contact || !row.data) return;
  await insertMessage(tx, env.messaging, template, {
    key: `${row.key}/${next}`, personId: row.personId ?? undefined, channel: next, template: row.template, contact: row.contact, data: row.data,
    subject: row.subject, dossierId: row.dossierId ?? undefined, actId: row.actId ?? undefined, state: 'queued', follows: row.id, now: env.clock(),
  });
}

/** After e-mail the phone, after the phone a letter; never back up. */
function nextWay(row: MessageRow, textable: Messaging['textable']): Channel | undefined {
  const ways = row.contact ? waysTo(row.contact, textable) : [];
  return ways[ways.indexOf(row.channel) + 1];
}
