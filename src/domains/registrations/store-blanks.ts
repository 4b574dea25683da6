import { derived } from '../../core/act/derived.ts';
import type { Facet } from '../../core/act/types.ts';
import type { Sql, Tx } from '../../core/db/sql.ts';
import { evolveBlanks, initialBlanks, type BlankAct, type BlankState, type BlankStatus } from './model/blanks.ts';

/** What `verify` compares: each serial of each lot with its row, and no row that no act made. */
export const blankFacet: Facet<BlankState, BlankAct> = {
  name: 'blanks', subject: 'blank-lot', initial: initialBlanks, evolve: evolveBlanks, slice: (state) => state,
  ...derived({ table: 'blank_range', key: ['lot_id', 'first'], rows: (id, { ranges }) => ranges.map((one) => ({ lot_id: id, ...one })) }),
};

/** The lot that a serial belongs to. */
export async function locateLot(tx: Sql | Tx, text: string): Promise<string[]> {
  const serial = Number(text.replace(/\s/g, ''));
  if (!Number.isSafeInteger(serial) || serial < 1) return [];
  const rows = await tx<{ lot_id: string }[]>`select lot_id from blank_range where int8range(first, last, '[]') @> ${serial}::bigint`;
  return rows.map((row) => row.lot_id);
}

/** Whether some of these serials have been received already. */
export async function blanksKnown(tx: Sql | Tx, first: number, last: number, except: string): Promise<boolean> {
  const rows = await tx`select 1 from blank_range where int8range(first, last, '[]') && int8range(${first}::bigint, ${last}::bigint, '[]') and lot_id <> ${except} limit 1`;
  return rows.length > 0;
}

/** Whether the register has this title, and whether a blank carries it already. */
export async function titleOnBlank(tx: Sql | Tx, title: string): Promise<{ known: boolean; printed: boolean }> {
  const [row] = await tx<{ known: boolean; printed: boolean }[]>`
    select exists (select 1 from vehicle_identifier where kind = 'title' and value = ${title}) as known, exists (select 1 from blank_range where status = 'used' and reference = ${title}) as printed`;
  return row ?? { known: false, printed: false };
}

/** How many serials of each fate, site by site. */
export async function blanksAt(sql: Sql): Promise<{ site: string; status: BlankStatus; serials: number }[]> {
  return sql<{ site: string; status: BlankStatus; serials: number }[]>`select site, status, serials from pub_registrations_blanks order by site`;
}
