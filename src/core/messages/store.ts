import type { SubjectRef } from '../act/types.ts';
import type { Query, Tx } from '../db/sql.ts';
import { enqueueAll } from '../jobs/index.ts';
import { deterministicId } from '../values/ids.ts';
import { addressOf, channelsOf, waysTo, type Channel, type Contact } from './contact.ts';
import type { Sender } from './render.ts';
import type { Data, DataOf, Template, Templates } from './template.ts';
import { issueToken } from './token.ts';

export const SEND = 'send-message';

/** What queueing a message needs of the world. */
export type Messaging<T extends Templates = Templates> = {
  readonly sender: Sender;
  readonly templates: T;
  /** True when a phone number takes text messages. */
  readonly textable: (phone: string) => boolean;
};

export type MessageDraft<T extends Templates, K extends keyof T & string> = {
  /** The same key twice says it once: the reaction's `once`. */
  readonly key: string;
  readonly template: K;
  readonly data: DataOf<T[K]>;
  readonly personId?: string;
  /** At the time of the act; several for a warning (see contactsToWarn). */
  readonly contacts: readonly Contact[];
  /** What the message is about; links and codes are bound to it. */
  readonly subject: SubjectRef;
  readonly dossierId?: string;
  readonly actId?: string;
  /** For a template with a code that the register itself checks: what it is derived from. No token is issued for it. */
  readonly codeSource?: string;
  /** Path of the page to open, '/usager/dossiers/…'. */
  readonly page?: string;
  readonly now: Date;
};

/**
 * Writes a message in the outbox, and its job, in the transaction of what it tells.
 * A person whom nothing reaches gets a row in state `failed` (no-address), for an agent to see.
 * @returns the ids of the messages, one per contact and channel
 */
export async function queueMessage<T extends Templates, K extends keyof T & string>(tx: Tx, m: Messaging<T>, draft: MessageDraft<T, K>): Promise<string[]> {
  const template = m.templates[draft.template] as Template;
  const targets = draft.contacts.flatMap((contact) => channelsOf(template.kind, waysTo(contact, m.textable)).map((channel) => ({ contact, channel })));
  const distinct = targets.filter((one, rank) => rank === targets.findIndex((other) => other.channel === one.channel && addressOf(other.contact, one.channel) === addressOf(one.contact, one.channel)));
  const data = { ...draft.data, ...(draft.page ? { $page: draft.page } : {}), ...(draft.codeSource ? { $code: draft.codeSource } : {}) } as Data;
  const rows: NewRow[] = distinct.map(({ contact, channel }, rank) => ({ ...common(draft), key: `${draft.key}/${rank}`, channel, contact, data, state: 'queued' }));
  if (!rows.length) rows.push({ ...common(draft), key: `${draft.key}/0`, channel: 'inbox', contact: draft.contacts[0] ?? { name: '' }, data, state: 'failed' });
  const written: string[] = [];
  for (const row of rows) written.push(await insertMessage(tx, m, template, row));
  return written;
}

export type NewRow = {
  key: string; personId: string | undefined; channel: Channel; template: string; contact: Contact; data: Data; subject: SubjectRef;
  dossierId: string | undefined; actId: string | undefined; state: 'queued' | 'failed'; follows?: string; now: Date;
};

/** One row with its token and its job; a row of the same key that stands already is left as it is. */
export async function insertMessage(tx: Tx, m: Messaging, template: Template, row: NewRow): Promise<string> {
  const id = deterministicId('message', row.key);
  const inserted = await tx`
    insert into message (id, key, to_person, channel, template, contact, data, subject_kind, subject_id, dossier_id, act_id, state, failure, follows, queued_at)
    values (${id}, ${row.key}, ${row.personId ?? null}, ${row.channel}, ${row.template}, ${tx.json(row.contact as never)}, ${tx.json(row.data as never)},
            ${row.subject.kind}, ${row.subject.id}, ${row.dossierId ?? null}, ${row.actId ?? null}, ${row.state},
            ${row.state === 'failed' ? 'no-address' : null}, ${row.follows ?? null}, ${row.now})
    on conflict (key) do nothing returning id`;
  if (!inserted.length || row.state === 'failed') return id;
  for (const form of ['link', 'code'] as const) {
    const wanted = template[form];
    if (!wanted || (form === 'code' && row.data['$code'] !== undefined)) continue;
    await issueToken(tx, m.sender.secret, {
      form, source: id, purpose: wanted.purpose, subjectId: row.subject.id, personId: row.personId, messageId: id,
      now: row.now, expiresAt: new Date(row.now.getTime() + wanted.days * 86_400_000),
    });
  }
  await enqueueAll(tx, [{ task: SEND, payload: { messageId: id }, jobKey: `${SEND}:${id}` }]);
  return id;
}

function common(draft: MessageDraft<Templates, string>) {
  return { personId: draft.personId, template: draft.template, subject: draft.subject, dossierId: draft.dossierId, actId: draft.actId, now: draft.now };
}

export type MessageRow = {
  id: string; key: string; personId: string | null; channel: Channel; template: string; contact: Contact | null; data: Data | null;
  subject: SubjectRef; dossierId: string | null; actId: string | null; state: 'queued' | 'sent' | 'to_print' | 'printed' | 'failed';
  attempts: number; failure: string | null; providerId: string | null; paper: Buffer | null; queuedAt: Date; sentAt: Date | null;
};
/** Which messages: all when empty; those of a person's own page, of a dossier, of a vehicle, of the print queue. */
export type MessageFilter = { id?: string; personId?: string; subjectId?: string; dossierId?: string; state?: MessageRow['state']; limit?: number };

/** The outbox, the newest first (100 unless told). It holds personal content: show it by way of `disclose`. */
export async function listMessages(sql: Query, filter: MessageFilter = {}): Promise<MessageRow[]> {
  const { id, personId, subjectId, dossierId, state, limit = 100 } = filter;
  return sql<MessageRow[]>`
    select id, key, to_person as "personId", channel, template, contact, data, jsonb_build_object('kind', subject_kind, 'id', subject_id) as subject,
           dossier_id as "dossierId", act_id as "actId", state, attempts, failure, provider_id as "providerId", paper, queued_at as "queuedAt", sent_at as "sentAt"
    from message
    where true ${id ? sql`and id = ${id}` : sql``} ${personId ? sql`and to_person = ${personId}` : sql``} ${subjectId ? sql`and subject_id = ${subjectId}` : sql``}
      ${dossierId ? sql`and dossier_id = ${dossierId}` : sql``} ${state ? sql`and state = ${state}` : sql``}
    order by queued_at desc, key limit ${limit}`;
}

/** An agent took letters out of the print queue. @returns how many were still to print */
export async function markPrinted(tx: Tx, ids: readonly string[], now: Date): Promise<number> {
  if (!ids.length) return 0;
  return (await tx`update message set state = 'printed', sent_at = ${now} where id in ${tx([...ids])} and state = 'to_print'`).count;
}

/** Erases what messages said to a person; what waits to leave does not leave. @returns how many rows lost their content */
export async function eraseMessages(tx: Tx, personId: string, now: Date): Promise<number> {
  return (await tx`
    update message set contact = null, data = null, erased_at = ${now},
      failure = case when state = 'queued' then 'erased' else failure end, state = case when state = 'queued' then 'failed' else state end
    where to_person = ${personId} and erased_at is null`).count;
}

/** How many messages stand in each state, by channel: for /metrics. */
export async function countMessages(sql: Query): Promise<{ channel: string; state: string; count: number }[]> {
  return sql<{ channel: string; state: string; count: number }[]>`
    select channel, state, count(*)::int as count from message group by channel, state order by channel, state`;
}
