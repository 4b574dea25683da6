import { derived } from '../../core/act/derived.ts';
import type { Row } from '../../core/act/rows.ts';
import type { Facet } from '../../core/act/types.ts';
import type { Sql, Tx } from '../../core/db/sql.ts';
import type { LawDate } from '../../core/values/time.ts';
import { territory } from '../../territory/index.ts';
import { normalizeChassis } from '../vehicles/index.ts';
import type { Beside } from './rules/odd-drives.ts';
import { evolveBooklet, evolveWw, initialBooklet, initialWw, sliceBooklet, type BookletAct, type BookletState, type WwAct, type WwState } from './model/special.ts';

export const bookletFacet: Facet<BookletState, BookletAct> = {
  name: 'booklet', subject: 'w-booklet', initial: initialBooklet, evolve: evolveBooklet, slice: sliceBooklet,
  ...derived({ table: 'w_number', key: ['booklet_id', 'number'], rows: numberRows }, { table: 'w_use', key: ['booklet_id', 'use_id'], rows: useRows }),
};

export const wwFacet: Facet<WwState, WwAct> = {
  name: 'ww', subject: 'ww', initial: initialWw, evolve: evolveWw, slice: (state) => state,
  ...derived({ table: 'ww_certificate', key: ['ww_id'], rows: wwRows }),
};

function numberRows(id: string, { booklet, companyId, numbers, from, to }: BookletState): Row[] {
  return booklet && companyId ? numbers.map((number) => ({ booklet_id: id, number, booklet, company_id: companyId, since: from, until: to })) : [];
}

function useRows(id: string, { uses }: BookletState): Row[] {
  return uses.map((one) => ({ booklet_id: id, use_id: one.id, number: one.number, vehicle_id: one.vehicleId, named: one.named, stands: one.stands, since: one.from, until: one.until }));
}

function wwRows(id: string, { number, chassis, make, model, holderId, from, to }: WwState): Row[] {
  return number && chassis && holderId ? [{ ww_id: id, number, chassis, label: [make, model].filter(Boolean).join(' '), holder_id: holderId, since: from, until: to }] : [];
}

/** The booklets that their own number, or one of their W numbers, names. */
export async function locateBooklet(tx: Sql | Tx, text: string): Promise<string[]> {
  const rows = await tx<{ booklet_id: string }[]>`
    select distinct booklet_id from w_number where number = ${territory.normalizePlate(text)} or booklet = ${text.trim().toUpperCase()} limit 5`;
  return rows.map((row) => row.booklet_id);
}

/** The provisional certificates that a WW number or a chassis number names, the latest first. */
export async function locateWw(tx: Sql | Tx, text: string): Promise<string[]> {
  const rows = await tx<{ ww_id: string }[]>`
    select ww_id from ww_certificate where number = ${territory.normalizePlate(text)} or chassis = ${normalizeChassis(text)} order by since desc limit 5`;
  return rows.map((row) => row.ww_id);
}

/** The provisional certificate that a chassis number still has on a day: its number and last day. */
export async function liveWw(tx: Sql | Tx, chassis: string, on: LawDate): Promise<{ number: string; until: LawDate } | null> {
  const [row] = await tx<{ number: string; until: LawDate }[]>`select number, until::text as until from ww_certificate where chassis = ${chassis} and since <= ${on} and until >= ${on}`;
  return row ?? null;
}

/** The booklet whose drive a vehicle is on now, if any: its plate and its own number are on the road under a W. */
export async function bookletsOut(tx: Sql | Tx, vehicleId: string, now: Date): Promise<string[]> {
  const rows = await tx<{ booklet_id: string }[]>`select distinct booklet_id from w_use where vehicle_id = ${vehicleId} and since <= ${now} and until > ${now}`;
  return rows.map((row) => row.booklet_id);
}

/** The booklets of a company, ended ones too. */
export async function bookletsOf(tx: Sql | Tx, companyId: string): Promise<string[]> {
  return (await tx<{ booklet_id: string }[]>`select distinct booklet_id from w_number where company_id = ${companyId}`).map((row) => row.booklet_id);
}

/** For each drive of these booklets, the other drives of its vehicle at the same time, whoever declared them. */
export async function drivesBeside(tx: Sql | Tx, booklets: readonly string[]): Promise<Beside[]> {
  const rows = await tx<{ of: string; number: string; since: Date; until: Date }[]>`
    select mine.use_id as of, other.number, other.since, other.until
    from w_use mine join w_use other on other.use_id <> mine.use_id and (other.vehicle_id = mine.vehicle_id or other.named = mine.named)
    where mine.booklet_id = any(${[...booklets]}::uuid[]) and mine.since < other.until and other.since < mine.until and mine.since < mine.until and other.since < other.until
    order by other.since`;
  return rows.map(({ of, number, since, until }) => ({ of, number, from: since.toISOString(), until: until.toISOString() }));
}
