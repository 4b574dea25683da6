import type { Sql, Tx } from '../../core/db/sql.ts';
import type { ContestGround } from '../vehicles/index.ts';

export type Rival = { vehicleId: string; contested: boolean };

/** Other vehicles with the plate or the chassis number of this one, or with the number read on its frame. */
export async function rivalsOf(tx: Sql | Tx, vehicleId: string, chassis: string | null): Promise<Rival[]> {
  return tx<Rival[]>`
    select o.vehicle_id as "vehicleId", bool_or(o.disputed) as contested from vehicle_identifier o
    where o.until is null and o.vehicle_id <> ${vehicleId} and o.kind in ('plate', 'chassis')
      and ((o.kind, o.value) in (select m.kind, m.value from vehicle_identifier m where m.vehicle_id = ${vehicleId} and m.until is null) or (o.kind = 'chassis' and o.value = ${chassis}))
    group by o.vehicle_id`;
}

/** The act that last said the identity of each was contested, for the decision to cite. */
export async function contestActsOf(tx: Sql | Tx, vehicleIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await tx<{ vehicle: string; id: string }[]>`
    select distinct on (s.subject_id) s.subject_id as vehicle, a.id from act_subject s join act a on a.id = s.act_id
    where s.subject_id = any(${[...vehicleIds]}::uuid[]) and a.kind = 'vehicle.disputed' and a.payload ->> 'reason' is not null order by s.subject_id, s.version desc`;
  return new Map(rows.map(({ vehicle, id }) => [vehicle, id]));
}

/** A vehicle whose identity waits to be settled: on what grounds, and the others that bear the same plate or chassis number. */
export type Contested = { vehicleId: string; since: Date; grounds: ContestGround[]; rivals: string[] };
/** Which page, and of which ground alone: any when absent. */
export type ContestPage = { limit: number; offset: number; ground?: ContestGround | undefined };

/** What waits to be settled, the oldest first; what was settled as another's identity has left the fleet and is not here. */
export async function contestedVehicles(sql: Sql | Tx, { limit, offset, ground }: ContestPage): Promise<Contested[]> {
  const rows = await sql<Contested[]>`
    with waiting as (
      select vehicle_id, min(since) as since, array_agg(distinct ground order by ground) as grounds from pub_vehicles_contested
      group by vehicle_id ${ground ? sql`having ${ground} = any(array_agg(ground))` : sql``} order by min(since), vehicle_id limit ${limit} offset ${offset})
    select w.vehicle_id as "vehicleId", w.since, w.grounds, (
      select coalesce(jsonb_agg(distinct o.vehicle_id), '[]') from vehicle_identifier mine join vehicle_identifier o on o.kind = mine.kind and o.value = mine.value and o.vehicle_id <> mine.vehicle_id and o.until is null
      where mine.vehicle_id = w.vehicle_id and mine.until is null and mine.kind in ('plate', 'chassis')) as rivals
    from waiting w order by w.since, w.vehicle_id`;
  return [...rows];
}

/** How many vehicles wait, in all and on each ground: one may be contested on several. */
export async function contestedCounts(sql: Sql | Tx): Promise<{ total: number; grounds: ReadonlyMap<ContestGround, number> }> {
  const rows = await sql<{ ground: ContestGround | null; count: number }[]>`
    select ground, count(distinct vehicle_id)::int as count from pub_vehicles_contested group by grouping sets ((), (ground))`;
  return {
    total: rows.find((row) => row.ground === null)?.count ?? 0,
    grounds: new Map(rows.flatMap(({ ground, count }) => (ground ? [[ground, count] as const] : []))),
  };
}
