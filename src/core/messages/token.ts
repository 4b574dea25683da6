import { createHmac } from 'node:crypto';
import type { Query, Tx } from '../db/sql.ts';
import { formatHumanCode, humanCode, parseHumanCode } from '../values/human-code.ts';

/** Tries of a wrong code before every code of that subject and purpose is dead: 10 among 2^40. */
const MOST_FAILURES = 10;

export type TokenOrder = {
  readonly form: 'link' | 'code';
  /** What makes it this one and no other: the message's id, or the id of a printed paper. */
  readonly source: string;
  readonly purpose: string;
  readonly subjectId: string;
  readonly personId?: string | undefined;
  readonly messageId?: string;
  readonly now: Date;
  readonly expiresAt: Date;
};
export type Token = { readonly purpose: string; readonly subjectId: string; readonly personId: string | null; readonly messageId: string | null };
/** What a person brings: the token of a link, or a code with what it is about. */
export type Presented = { readonly link: string } | { readonly code: string; readonly subjectId: string; readonly purpose: string };
export type TokenCheck = { readonly token: Token } | { readonly refused: 'unknown' | 'used' | 'expired' | 'locked' };

/**
 * Issues a link or a code and returns it in clear; only its keyed digest is stored.
 * It is derived from the secret: the same order gives the same one, so that a message sent again says the same.
 */
export async function issueToken(tx: Tx, secret: string, order: TokenOrder): Promise<string> {
  const plain = deriveToken(secret, order);
  await tx`
    insert into message_token (hash, purpose, form, message_id, subject_id, person_id, issued_at, expires_at)
    values (${digestOf(secret, plain, order)}, ${order.purpose}, ${order.form}, ${order.messageId ?? null}, ${order.subjectId},
            ${order.personId ?? null}, ${order.now}, ${order.expiresAt})
    on conflict (hash) do nothing`;
  return plain;
}

/** The token in clear: 96 bits in 16 signs for a link, 40 bits for a code ('K7QM-2X9D-C'). */
export function deriveToken(secret: string, { form, source, purpose }: Pick<TokenOrder, 'form' | 'source' | 'purpose'>): string {
  const bytes = keyed(secret, 'derive', form, source, purpose);
  return form === 'link' ? bytes.subarray(0, 12).toString('base64url') : humanCode(8, bytes);
}

/**
 * Looks at a token without using it: a GET may show what it would do, since mail programs open links by themselves.
 * A wrong code is counted: give it a pool that writes, outside any transaction that could roll back.
 */
export async function checkToken(sql: Query, secret: string, presented: Presented, now: Date): Promise<TokenCheck> {
  const check = judge(await family(sql, secret, presented, false), now);
  if ('code' in presented && 'refused' in check && check.refused === 'unknown') {
    await sql`update message_token set failures = failures + 1 where subject_id = ${presented.subjectId} and purpose = ${presented.purpose} and form = 'code'`;
  }
  return check;
}

/**
 * Uses a token in the transaction of what it allows. Of twenty presses, or of the same person's links by SMS and
 * e-mail pressed at once, one wins; its sisters end with it. Check a code first: here a wrong one is not counted.
 */
export async function useToken(tx: Tx, secret: string, presented: Presented, now: Date): Promise<TokenCheck> {
  const rows = await family(tx, secret, presented, true);
  const check = judge(rows, now);
  if ('refused' in check) return check;
  const own = rows.find((row) => row.own);
  await tx`
    update message_token set used_at = case when hash = ${own!.hash} then ${now}::timestamptz else used_at end,
      revoked_at = case when hash = ${own!.hash} then revoked_at else coalesce(revoked_at, ${now}) end
    where hash in ${tx(rows.filter((row) => row.own || sisters(row, own!)).map((row) => row.hash))}`;
  return check;
}

/** Ends the tokens of a subject and purpose: the sale was cancelled, a new code replaces the old. */
export async function revokeTokens(tx: Tx, subjectId: string, purpose: string, now: Date): Promise<void> {
  await tx`update message_token set revoked_at = ${now} where subject_id = ${subjectId} and purpose = ${purpose} and used_at is null and revoked_at is null`;
}

type Row = {
  hash: Buffer; own: boolean; purpose: string; subject_id: string; person_id: string | null; message_id: string | null;
  failures: number; expires_at: Date; used_at: Date | null; revoked_at: Date | null;
};

/** The token with all those of its subject and purpose, locked in one order so that sisters never cross. */
async function family(sql: Query, secret: string, presented: Presented, lock: boolean): Promise<Row[]> {
  const plain = 'link' in presented ? presented.link : formatHumanCode(parseHumanCode(presented.code) ?? '');
  const hash = digestOf(secret, plain, 'link' in presented ? { form: 'link', subjectId: '' } : { form: 'code', subjectId: presented.subjectId });
  const scope = 'link' in presented
    ? sql`(subject_id, purpose) = (select subject_id, purpose from message_token where hash = ${hash})`
    : sql`subject_id = ${presented.subjectId} and purpose = ${presented.purpose} and form = 'code'`;
  return sql<Row[]>`
    select *, hash = ${hash} as own from message_token where ${scope} order by hash ${lock ? sql`for update` : sql``}`;
}

function judge(rows: readonly Row[], now: Date): TokenCheck {
  const own = rows.find((row) => row.own);
  if (rows.some((row) => row.failures >= MOST_FAILURES)) return { refused: 'locked' };
  if (!own) return { refused: 'unknown' };
  if (own.used_at || own.revoked_at) return { refused: 'used' };
  if (own.expires_at <= now) return { refused: 'expired' };
  return { token: { purpose: own.purpose, subjectId: own.subject_id, personId: own.person_id, messageId: own.message_id } };
}

const sisters = (a: Row, b: Row): boolean => a.person_id === b.person_id && a.used_at === null;

/** Codes are short: their digest is bound to their subject, so that two sales may share one. */
function digestOf(secret: string, plain: string, { form, subjectId }: Pick<TokenOrder, 'form' | 'subjectId'>): Buffer {
  return keyed(secret, 'digest', form, form === 'code' ? subjectId : '', plain);
}

function keyed(secret: string, ...parts: string[]): Buffer {
  return createHmac('sha256', secret).update(JSON.stringify(['sitt/message-token/v1', ...parts])).digest();
}
