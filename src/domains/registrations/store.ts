import type { Facets } from '../../core/act/facets.ts';
import { presentOf, type Present } from '../../core/act/read.ts';
import { derived } from '../../core/act/derived.ts';
import type { Row } from '../../core/act/rows.ts';
import type { Facet } from '../../core/act/types.ts';
import { sha256 } from '../../core/crypto/index.ts';
import { grouped } from '../../core/db/grouped.ts';
import type { Sql, Tx } from '../../core/db/sql.ts';
import { fold } from '../../core/values/text.ts';
import { addDays, instantOf, today } from '../../core/values/time.ts';
import { parseHumanCode } from '../../core/values/human-code.ts';
import { territory } from '../../territory/index.ts';
import { normalizeChassis } from '../vehicles/index.ts';
import type { RegistrationAct } from './model/acts.ts';
import { saleRules, type SaleAct, type SaleState } from './model/sale.ts';
import { initial, plateOf, slice, titleOf, type RegistrationState } from './model/state.ts';
import { evolve } from './rules/evolve.ts';

export const registrationFacet: Facet<RegistrationState, RegistrationAct> = {
  name: 'registration', subject: 'vehicle', initial, evolve, slice,
  ...derived(
    { table: 'vehicle_identifier', key: ['vehicle_id', 'kind', 'value', 'since'], kinds: ['plate', 'title'], rows: identifierRows },
    { table: 'vehicle_holder', key: ['vehicle_id', 'person_id', 'role', 'since'], rows: holderRows },
    { table: 'vehicle_hold', key: ['vehicle_id', 'hold_id'], rows: holdRows },
    { table: 'search_entry', key: ['subject_id'], rows: searchRows },
  ),
};

export const saleFacet: Facet<SaleState, SaleAct> = {
  name: 'sale', subject: 'sale', ...saleRules,
  ...derived({ table: 'vehicle_sale', key: ['sale_id'], rows: saleRows }),
};

/**
 * Vehicles that a plate, a chassis number or a title number names. Finding proves no right. A plate that was replaced, or a
 * title that was revoked, still leads to its vehicle: neither is ever given again, and the car that wears it is asked about.
 */
export async function locateVehicle(tx: Sql | Tx, text: string): Promise<string[]> {
  const values = identifiersIn(text);
  const rows = await tx<{ vehicle_id: string }[]>`
    select distinct vehicle_id from vehicle_identifier
    where value in ${tx(values)} and (until is null or kind in ('title', 'plate')) limit 5`;
  return rows.map((row) => row.vehicle_id);
}

/**
 * Finds vehicles by what names them, with their present: one statement for all who ask at the same time.
 * @returns the question; it answers undefined where nothing has that name
 */
export function vehicleFinder(read: Sql, facets: Facets): (text: string) => Promise<readonly Present[] | undefined> {
  return grouped(async (texts) => {
    const names = texts.flatMap((text) => identifiersIn(text).map((value) => ({ text, value })));
    return presentOf(read, facets, 'vehicle', read`
      select distinct q.asked, i.vehicle_id as subject_id
      from unnest(${names.map(({ text }) => text)}::text[], ${names.map(({ value }) => value)}::text[]) q(asked, value) join vehicle_identifier i using (value)
      where i.until is null or i.kind in ('title', 'plate')`);
  });
}

/** What a text may be, as the register writes it: a plate, a chassis number, a title number. */
const identifiersIn = (text: string): string[] => [...new Set([territory.normalizePlate(text), normalizeChassis(text), text.trim().toUpperCase()])];

/** The sale whose single-use code this is, while it is open: a contested one may still be cancelled together. */
export async function locateSale(tx: Sql | Tx, text: string): Promise<string[]> {
  const code = parseHumanCode(text);
  if (!code) return [];
  // Each open sale has its own salt: there are a few thousands of them, and a digest of each takes no time.
  const rows = await tx<{ sale_id: string }[]>`
    select sale_id from vehicle_sale where status in ('declared', 'contested') and code_hash is not null
      and code_hash = encode(sha256(convert_to('sale-code:' || case when code_salt is null then '' else code_salt || ':' end || ${code}, 'UTF8')), 'hex')`;
  return rows.map((row) => row.sale_id);
}

export type NotTransferred = { saleId: string; vehicleId: string; plate: string | null; soldAt: Date; mention: string };
/** Sales declared and never finished, older than the law of the day allows: what a roadside check is told. */
export async function notTransferred(sql: Sql | Tx, now: Date, vehicleId?: string): Promise<NotTransferred[]> {
  const day = today(now);
  const before = instantOf(addDays(day, 1 - territory.parameter('unfinishedSaleDays', day).value), '00:00');
  return sql<NotTransferred[]>`
    select sale_id as "saleId", vehicle_id as "vehicleId", plate, sold_at as "soldAt", mention from pub_registrations_unfinished_sales
    where sold_at < ${before} ${vehicleId ? sql`and vehicle_id = ${vehicleId}` : sql``} order by sold_at limit 500`;
}

/** The code itself is nowhere in the register: only this. Sales of before had no salt. */
export const codeDigest = (salt: string, code: string): string => sha256(Buffer.from(`sale-code:${salt}:${parseHumanCode(code) ?? code}`)).toString('hex');

export type Twin = { vehicleId: string; plate: string | null };
/** Other vehicles with this chassis number: a twin blocks, and is shown to a clerk. */
export async function twinsOf(tx: Sql | Tx, chassis: string, except: string): Promise<Twin[]> {
  const rows = await tx<{ vehicle_id: string; plate: string | null }[]>`
    select c.vehicle_id, (select value from vehicle_identifier p where p.vehicle_id = c.vehicle_id and p.kind = 'plate' and p.until is null limit 1) as plate
    from vehicle_identifier c where c.kind = 'chassis' and c.value = ${chassis} and c.until is null and c.vehicle_id <> ${except}`;
  return rows.map((row) => ({ vehicleId: row.vehicle_id, plate: row.plate }));
}

function identifierRows(id: string, state: RegistrationState): Row[] {
  const titles = new Map<string, Row>();
  for (const title of state.titles) {
    titles.set(title.number, { vehicle_id: id, kind: 'title', value: title.number, since: (titles.get(title.number)?.['since'] as string | undefined) ?? title.from, until: title.to ?? (title.status === 'revoked' || title.status === 'destroyed' ? title.from : null), disputed: false });
  }
  // A contested plate may stand twice (a load of old files finds them): the unique index leaves it alone, the hold blocks every act.
  const disputed = state.holds.some((hold) => hold.type === 'identity-dispute' && hold.to === null);
  return [...state.plates.map((one) => ({ vehicle_id: id, kind: 'plate', value: one.plate, since: one.from, until: one.to, disputed })), ...titles.values()];
}

function holderRows(id: string, state: RegistrationState): Row[] {
  return state.holders.map((one) => ({ vehicle_id: id, person_id: one.personId, role: one.role, principal: one.principal, since: one.from, until: one.to }));
}

function holdRows(id: string, state: RegistrationState): Row[] {
  return state.holds.map((one) => ({ vehicle_id: id, hold_id: one.id, type: one.type, authority: one.authority, since: one.from, until: one.to, ends_on: one.until }));
}

function searchRows(id: string, state: RegistrationState): Row[] {
  const plate = plateOf(state);
  if (!plate) return [];
  const title = titleOf(state)?.number ?? '';
  return [{ subject_id: id, kind: 'vehicle', label: territory.formatPlate(plate), folded: fold(`${plate} ${title}`), scope: 'agent' }];
}

function saleRows(id: string, state: SaleState): Row[] {
  if (!state.vehicleId || !state.status) return [];
  return [{ sale_id: id, vehicle_id: state.vehicleId, status: state.status, sold_at: state.soldAt, code_hash: state.codeHash, code_salt: state.codeSalt ?? null, claimant_id: state.claimantId ?? null }];
}
