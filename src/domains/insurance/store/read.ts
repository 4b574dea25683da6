import type { Fragment, Query, Sql, Tx } from '../../../core/db/sql.ts';
import type { Cover, Match, RowOutcome } from '../model/index.ts';
import type { BatchCounts } from './push.ts';

/** What a vehicle, known or not yet, is named by. */
export type Named = { vehicleId?: string | undefined; plate?: string | undefined; chassis?: string | undefined };

/** Covers of one insurer that say all there is to know: however many it sends, it hides no other insurer's. */
const MOST_EACH = 50;

/**
 * Every cover that names a vehicle by its plates or its chassis number, each with the vehicle that it means.
 * @param knownAt the answer as it would have been at that instant; now when absent
 */
export async function coversOf(sql: Query, { vehicleId, plate, chassis }: Named, knownAt?: Date): Promise<Cover[]> {
  const rows = await sql<(Cover & { rank: unknown })[]>`
    with names as (
      select kind, value from vehicle_identifier where vehicle_id = ${vehicleId ?? null} and (kind = 'plate' or (kind = 'chassis' and until is null))
      union all select kind, value from (values ('plate', ${plate ?? null}::text), ('chassis', ${chassis ?? null})) asked(kind, value) where value is not null),
    -- Names and not words: a chassis number is never compared with a plate.
    plates as (select array(select value from names where kind = 'plate') as list), numbers as (select array(select value from names where kind = 'chassis') as list)
    select * from (
    select row_number() over (partition by c.insurer_id order by c.from_day desc) as rank, c.insurer_id as "insurerId", coalesce(n.name, 'Assureur') as insurer, c.contract, c.from_day as "from", c.to_day as "to", c.plate, c.chassis, c.known_at as "knownAt",
           m.vehicle_id as "vehicleId", m.match
    from ${knownAt ? asKnown(sql, knownAt) : sql`(
        select * from insurance_cover where chassis = any((select list from numbers)::text[])
        union select * from insurance_cover where plate = any((select list from plates)::text[])) c`}
      cross join lateral insurance_match(c.plate, c.chassis) m left join pub_insurance_insurer n on n.insurer_id = c.insurer_id
    ) each where rank <= ${MOST_EACH} order by "from" desc`;
  return rows.map(({ rank: _, ...cover }) => cover);
}

/** The last word on each cover at an instant, of those whose last word then named this vehicle. */
const asKnown = (sql: Query, at: Date): Fragment => sql`(
  select l.* from (
    select distinct on (w.insurer_id, w.contract, w.from_day) w.* from insurance_notice w
    where w.known_at <= ${at.toISOString()} and (w.insurer_id, w.contract, w.from_day) in (
      select insurer_id, contract, from_day from insurance_notice where chassis = any((select list from numbers)::text[]) or plate = any((select list from plates)::text[]))
    order by w.insurer_id, w.contract, w.from_day, w.id desc) l
  where not l.withdrawn and (l.chassis = any((select list from numbers)::text[]) or l.plate = any((select list from plates)::text[]))) c`;

/** One thing that an insurer said of a contract. */
export type NoticeLine = { from: string; to: string | null; plate: string | null; chassis: string | null; reason: string | null; withdrawn: boolean; knownAt: Date };
/** Everything that this insurer said of one of its contracts, the newest first. Another insurer's is not found. */
export async function contractHistory(sql: Query, insurerId: string, contract: string): Promise<NoticeLine[]> {
  const rows = await sql<NoticeLine[]>`
    select from_day as "from", to_day as "to", plate, chassis, reason, withdrawn, known_at as "knownAt" from insurance_notice
    where insurer_id = ${insurerId} and contract = ${contract} order by id desc limit 200`;
  return [...rows];
}

export type OwnCover = { contract: string; from: string; to: string | null; plate: string | null; chassis: string | null; reason: string | null; match: Match; firstKnownAt: Date; knownAt: Date };
/** An insurer's own covers by contract, plate or chassis number, or those to be looked at; the last known first. */
export async function ownCovers(sql: Query, insurerId: string, { text, onlyMatch, limit = 50 }: { text?: string | undefined; onlyMatch?: Match | undefined; limit?: number }): Promise<OwnCover[]> {
  const rows = await sql<OwnCover[]>`
    select contract, from_day as "from", to_day as "to", plate, chassis, reason, match, first_known_at as "firstKnownAt", known_at as "knownAt" from insurance_cover
    where insurer_id = ${insurerId} ${text ? sql`and (contract = ${text} or plate = ${text} or chassis = ${text})` : sql``} ${onlyMatch ? sql`and match = ${onlyMatch}` : sql``}
    order by known_at desc, contract limit ${limit}`;
  return [...rows];
}

export type Batch = { id: string; channel: 'api' | 'file' | 'portal'; filename: string | null; receivedAt: Date; counts: BatchCounts };
/** The last sendings of an insurer, those of one line left out. */
export async function batchesOf(sql: Query, insurerId: string): Promise<Batch[]> {
  const rows = await sql<Batch[]>`
    select id, channel, filename, received_at as "receivedAt", counts from insurance_batch
    where insurer_id = ${insurerId} and (counts ->> 'rows')::int > 1 order by received_at desc limit 30`;
  return [...rows];
}

export async function batchOf(sql: Query, insurerId: string, id: string): Promise<Batch | undefined> {
  const [row] = await sql<Batch[]>`select id, channel, filename, received_at as "receivedAt", counts from insurance_batch where insurer_id = ${insurerId} and id = ${id}`;
  return row;
}

export type BatchRow = { line: number; contract: string; plate: string | null; chassis: string | null; from: string | null; to: string | null; outcome: RowOutcome; match: Match | null; remark: string | null };
/** What became of each line. @param only those refused or to be looked at, first. */
export async function batchRows(sql: Query, batchId: string, { only = false, limit = 200_000 }: { only?: boolean; limit?: number } = {}): Promise<BatchRow[]> {
  const rows = await sql<BatchRow[]>`
    select line, contract, plate, chassis, from_day as "from", to_day as "to", outcome, match, remark from insurance_batch_row
    where batch_id = ${batchId} ${only ? sql`and remark is not null` : sql``} order by line limit ${limit}`;
  return [...rows];
}

export type Gap = { plate: string | null; chassis: string; from: string; to: string; days: number; before: string; after: string; contractBefore: string; contractAfter: string };
/**
 * Days between two known covers of one vehicle on which none is known. After the last known cover nothing is said: unknown is not uninsured.
 * @param insurerId between this insurer's own covers only; null: whoever the insurers are, for the administration. @param since gaps that ended after this day
 */
export async function gaps(sql: Sql | Tx, insurerId: string | null, since: string, limit = 200): Promise<Gap[]> {
  const rows = await sql<Gap[]>`
    with spans as (
      select chassis, plate, insurer_id, contract, from_day, max(coalesce(to_day, 'infinity')) over earlier as covered_to,
             lag(insurer_id) over (partition by chassis order by coalesce(to_day, 'infinity'), from_day) as other, lag(contract) over (partition by chassis order by coalesce(to_day, 'infinity'), from_day) as other_contract
      from insurance_cover where chassis is not null and match <> 'mismatch' ${insurerId ? sql`and insurer_id = ${insurerId}` : sql``}
      window earlier as (partition by chassis order by from_day, coalesce(to_day, 'infinity') rows between unbounded preceding and 1 preceding))
    select v.plate, s.chassis, (s.covered_to + 1)::text as "from", (s.from_day - 1)::text as "to", s.from_day - s.covered_to - 1 as days,
           coalesce(b.name, 'Assureur') as before, coalesce(a.name, 'Assureur') as after, s.other_contract as "contractBefore", s.contract as "contractAfter"
    from spans s cross join lateral insurance_match(s.plate, s.chassis) m
      left join lateral (select value as plate from vehicle_identifier i where i.vehicle_id = m.vehicle_id and i.kind = 'plate' and i.until is null limit 1) v on true
      left join pub_insurance_insurer b on b.insurer_id = s.other left join pub_insurance_insurer a on a.insurer_id = s.insurer_id
    where s.covered_to < 'infinity' and s.from_day > s.covered_to + 1 and s.from_day > ${since} and m.match <> 'mismatch'
    order by s.from_day desc, s.chassis limit ${limit}`;
  return [...rows];
}

/** Whether a plate is known to the register: all that an insurer may ask of it. */
export async function plateKnown(sql: Query, plate: string): Promise<boolean> {
  return (await sql`select 1 from vehicle_identifier where kind = 'plate' and value = ${plate} and until is null limit 1`).length > 0;
}
