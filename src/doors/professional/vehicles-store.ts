import { seal, type Sealed } from '../../core/access/sealed.ts';
import { loadStates } from '../../core/act/store.ts';
import type { World } from '../../core/demarche/index.ts';
import type { InspectionStanding } from '../../domains/inspections/index.ts';
import { inspectionOf, lifeOf, titleOf, type Registered } from '../../domains/registrations/index.ts';
import { makeAndModel } from '../../domains/vehicles/index.ts';

/** A vehicle of the company as its list shows it. `stock`: bought to be sold, without a certificate; `soldAt`: a sale waits for its buyer. */
export type OurVehicle = {
  id: string; plate: string | null; role: string; label: string; stock: boolean; title: string | null; inspection: InspectionStanding; saleId: string | null; soldAt: Date | null;
};
type Row = { vehicle_id: string; plate: string | null; role: string; sale_id: string | null; sold_at: Date | null };

/** At the most in one file: more is asked of the office. */
export const FILE_ROWS = 5_000;

/** How many vehicles the company holds today, those whose plate begins so. */
export async function countOf({ read }: World, companyId: string, plate = ''): Promise<number> {
  const [row] = await read<{ n: number }[]>`select count(distinct vehicle_id)::int as n from pub_registrations_my_vehicles where person_id = ${companyId} and coalesce(plate, '') like ${`${plate}%`}`;
  return row?.n ?? 0;
}

/** A page of them, by plate; those without one last. @param plate its first characters, compact (letters and figures only) */
export async function vehiclesOf(world: World, companyId: string, { plate = '', limit, offset = 0 }: { plate?: string; limit: number; offset?: number }): Promise<Sealed<OurVehicle[]>> {
  const rows = await world.read<Row[]>`
    select distinct on (plate, vehicle_id) vehicle_id, plate, role, sale_id, sold_at from pub_registrations_my_vehicles
    where person_id = ${companyId} and coalesce(plate, '') like ${`${plate}%`} order by plate nulls last, vehicle_id, principal desc limit ${limit} offset ${offset}`;
  return sealed(world, companyId, rows);
}

/** One of them, or none: another's does not exist for this company. */
export async function vehicleOf(world: World, companyId: string, id: string): Promise<Sealed<OurVehicle[]>> {
  const rows = await world.read<Row[]>`select vehicle_id, plate, role, sale_id, sold_at from pub_registrations_my_vehicles where person_id = ${companyId} and vehicle_id = ${id} order by principal desc limit 1`;
  return sealed(world, companyId, rows);
}

async function sealed(world: World, companyId: string, rows: readonly Row[]): Promise<Sealed<OurVehicle[]>> {
  const states = await loadStates(world.read, world.facets, rows.map(({ vehicle_id: id }) => ({ kind: 'vehicle', id })));
  const today = world.today(world.clock());
  const vehicles = rows.map((row): OurVehicle => {
    const state = states.get(row.vehicle_id) as unknown as Registered;
    return {
      id: row.vehicle_id, plate: row.plate, role: row.role, saleId: row.sale_id, soldAt: row.sold_at, stock: lifeOf(state.registration) === 'stock',
      label: makeAndModel(state.vehicle), title: titleOf(state.registration)?.number ?? null, inspection: inspectionOf(state, today),
    };
  });
  return seal(vehicles, { personIds: [companyId], kind: 'véhicules' });
}
