import { verifyCode, type KeyRing } from '../../core/crypto/index.ts';
import type { Sql } from '../../core/db/sql.ts';
import { today } from '../../core/values/time.ts';
import { findPaper } from './store.ts';

export type TitleStanding = 'valid' | 'sold' | 'replaced' | 'suspended' | 'destroyed' | 'expired' | 'delivered' | 'unknown' | 'forged';
/** All that a stranger may learn of a title: never a person, never a plate. */
export type TitleCheck = { valid: boolean; status: TitleStanding; makeModel: string | null; issuedOn: string | null; validUntil: string | null };

const nothing = (status: TitleStanding): TitleCheck => ({ valid: false, status, makeModel: null, issuedOn: null, validUntil: null });

/**
 * Is this title good today? Takes the text of a scanned code, or a number.
 * A code proves who made it; only the register knows whether the title still stands.
 */
export async function checkTitle(sql: Sql, keys: KeyRing, typed: string, now: Date = new Date()): Promise<TitleCheck> {
  const day = today(now);
  const text = typed.trim().slice(0, 600);
  if (!text.startsWith('SITT1:')) return standing(sql, text.toUpperCase().slice(0, 60), day);
  const read = await verifyCode(text, keys.publicKeys(), day);
  if (!read.claims || (!read.valid && read.reason !== 'expired')) return nothing('forged');
  return standing(sql, read.claims.number, day);
}

async function standing(sql: Sql, number: string, day: string): Promise<TitleCheck> {
  const [title] = await sql<{ status: string; make_model: string | null; issued_on: Date; valid_until: string | null }[]>`
    select status, make_model, issued_on, valid_until::text from pub_registrations_title_check where number = ${number} order by issued_on desc limit 1`;
  if (!title) {
    const paper = await findPaper(sql, number);
    const [replaced] = paper ? await sql`select 1 from pub_inspections_replaced where number = ${paper.number}` : [];
    if (paper && replaced) return { valid: false, status: 'replaced', makeModel: null, issuedOn: today(paper.ordered_at), validUntil: null };
    return paper ? { valid: true, status: 'delivered', makeModel: null, issuedOn: today(paper.ordered_at), validUntil: null } : nothing('unknown');
  }
  const known = { makeModel: title.make_model, issuedOn: today(title.issued_on), validUntil: title.valid_until };
  if (title.valid_until !== null && title.valid_until < day) return { valid: false, status: 'expired', ...known };
  const status = title.status === 'revoked' ? 'replaced' : title.status as TitleStanding;
  return { valid: status === 'valid' || status === 'sold', status, ...known };
}
