import { derived } from '../../core/act/derived.ts';
import type { Facet } from '../../core/act/types.ts';
import { sha256 } from '../../core/crypto/index.ts';
import type { Sql, Tx } from '../../core/db/sql.ts';
import { isUuid } from '../../core/values/ids.ts';
import type { LawDate } from '../../core/values/time.ts';
import { LIVE } from './model/appointment.ts';
import { drawRules, type DrawAct, type DrawState } from './model/draw.ts';

export const drawFacet: Facet<DrawState, DrawAct> = {
  name: 'draw', subject: 'draw', ...drawRules,
  ...derived({ table: 'appointment_draw', key: ['draw_id'], rows: (id, { motive, office, status, openedAt, closesAt, from, to }) => (motive && office && status && openedAt && closesAt ? [{ draw_id: id, motive, office, status, opens_at: openedAt, closes_at: closesAt, places_from: from, places_to: to }] : []) }),
};

/** A draw, by its id: it stands in the address of its page. */
export async function locateDraw(tx: Sql | Tx, text: string): Promise<string[]> {
  const id = text.trim().toLowerCase();
  if (!isUuid(id)) return [];
  return (await tx<{ draw_id: string }[]>`select draw_id from appointment_draw where draw_id = ${id}`).map((row) => row.draw_id);
}

/** What a request is about, as rows know it: one request for each vehicle and draw, however it is named. */
export const requestKey = (draw: string, about: string): string => sha256(Buffer.from(`appointment-request:${draw}:${about}`)).toString('hex');

/** True when a live request of that draw is about the same thing. Read under the lock of the draw, it is exact. */
export async function isAsked(tx: Sql | Tx, draw: string, key: string): Promise<boolean> {
  return (await tx`select 1 from appointment_entry where draw_id = ${draw} and request_key = ${key} and status in ${tx([...LIVE])} limit 1`).length > 0;
}

/** True when a draw of that motive is over there for that day: whoever it left waiting was served first. */
export async function isDrawn(tx: Sql | Tx, office: string, motive: string, day: LawDate): Promise<boolean> {
  return (await drawnDays(tx, office, motive)).some(({ from, to }) => from <= day && day <= to);
}

/** The days of the draws that are over, for which nobody waits any more. */
export async function drawnDays(tx: Sql | Tx, office: string, motive: string): Promise<{ from: LawDate; to: LawDate }[]> {
  const rows = await tx<{ from: LawDate; to: LawDate }[]>`
    select places_from as from, places_to as to from appointment_draw d
    where office = ${office} and motive = ${motive} and status = 'drawn' and places_from is not null
      and not exists (select 1 from appointment_entry e where e.draw_id = d.draw_id and e.status = 'waiting')`;
  return [...rows];
}

/** The requests of a draw that count: confirmed, not withdrawn. */
export async function requestsOf(tx: Sql | Tx, draw: string): Promise<string[]> {
  return (await tx<{ appointment_id: string }[]>`select appointment_id from appointment_entry where draw_id = ${draw} and status = 'requested' order by appointment_id`).map((row) => row.appointment_id);
}

export type DrawLine = { draw_id: string; motive: string; office: string; status: NonNullable<DrawState['status']>; closes_at: Date };
/** The draws, the next to close first. */
export async function draws(sql: Sql, limit = 50): Promise<DrawLine[]> {
  return sql<DrawLine[]>`select draw_id, motive, office, status, closes_at from appointment_draw order by status = 'drawn', closes_at desc limit ${limit}`;
}
