import type { Facet } from '../../core/act/types.ts';
import type { Sql, Tx } from '../../core/db/sql.ts';
import { evolveFleet, initialFleet, type FleetAct, type FleetState } from './model/fleet.ts';

export const fleetFacet: Facet<FleetState, FleetAct> = { name: 'fleet', subject: 'fleet', initial: initialFleet, evolve: evolveFleet, slice: (state) => state };

export type FleetVehicle = { id: string; plate: string | null };
/** The vehicles that a company holds first, by their plate. @param most one more than this is asked for, so that too many is seen */
export async function fleetOf(tx: Sql | Tx, companyId: string, most: number): Promise<FleetVehicle[]> {
  return tx<FleetVehicle[]>`
    select h.vehicle_id as id, (select i.value from vehicle_identifier i where i.vehicle_id = h.vehicle_id and i.kind = 'plate' and i.until is null limit 1) as plate
    from vehicle_holder h where h.person_id = ${companyId} and h.principal and h.until is null order by plate nulls last, h.vehicle_id limit ${most + 1}`;
}
