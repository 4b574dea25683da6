import type { Sql, Tx } from '../../core/db/sql.ts';

export type Rival = { vehicleId: string; contested: boolean };

/** Other vehicles with the plate or the chassis number of this one, or with the number read on its frame. */
export async function rivalsOf(tx: Sql | Tx, vehicleId: string, chassis: string | null): Promise<Rival[]> {
  return tx<Rival[]>`
    select o.vehicle_id as "vehicleId", bool_or(o.disputed) as contested from vehicle_identifier o
    where o.until is null and o.vehicle_id <> ${vehicleId} and o.kind in ('plate', 'chassis')
      and ((o.kind, o.value) in (select m.kind, m.value from vehicle_identifier m where m.vehicle_id = ${vehicleId} and m.until is null) or (o.kind = 'chassis' and o.value = ${chassis}))
    group by o.vehicle_id`;
}

/** The act that said the identity was contested, for the decision to cite; null when none did. */
export async function contestActOf(tx: Sql | Tx, vehicleId: string): Promise<string | null> {
  const [row] = await tx<{ id: string }[]>`
    select a.id from act_subject s join act a on a.id = s.act_id where s.subject_id = ${vehicleId} and a.kind = 'vehicle.disputed' and a.payload ->> 'reason' is not null order by s.version desc limit 1`;
  return row?.id ?? null;
}

/** A vehicle whose plate or chassis number is contested, and the others that bear the same. */
export type Contested = { vehicleId: string; since: Date; rivals: string[] };

/** What waits to be settled, the oldest first; what was settled as another's identity has left the fleet and its plate. */
export async function contestedVehicles(sql: Sql | Tx, page: { limit: number; offset: number }): Promise<{ rows: Contested[]; total: number }> {
  const rows = await sql<(Contested & { total: number })[]>`
    select c.vehicle_id as "vehicleId", c.since, c.rivals, count(*) over ()::int as total from pub_vehicles_contested c
    where exists (select 1 from vehicle_hold h where h.vehicle_id = c.vehicle_id and h.type = 'identity-dispute' and h.until is null)
      and ('plate' = any(c.kinds) or not exists (select 1 from vehicle_identifier p where p.vehicle_id = c.vehicle_id and p.kind = 'plate'))
    order by c.since, c.vehicle_id limit ${page.limit} offset ${page.offset}`;
  return { rows: rows.map(({ vehicleId, since, rivals }) => ({ vehicleId, since, rivals })), total: rows[0]?.total ?? 0 };
}
