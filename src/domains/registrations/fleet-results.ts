/** What became of each vehicle of a fleet: done, stopped and by what, or not come to yet. */
import { stringify } from 'csv-stringify/sync';
import type { Facets } from '../../core/act/facets.ts';
import { loadStates } from '../../core/act/store.ts';
import type { Blocker } from '../../core/demarche/index.ts';
import type { Sql } from '../../core/db/sql.ts';
import { territory } from '../../territory/index.ts';
import { makeAndModel } from '../vehicles/index.ts';
import { fleetRef, type FleetChange, type FleetState } from './model/fleet.ts';
import { plateOf } from './model/state.ts';
import { rowBlockers } from './rules/fleet.ts';
import type { Registered } from './views.ts';

/** `blockers`: what stops it today; empty of a stopped one once it is lifted: it may be asked for again. */
export type FleetLine = { line: number; vehicleId: string; plate: string; label: string; outcome: 'done' | 'left' | 'waiting'; blockers: readonly Blocker[] };
export type FleetResults = { change: FleetChange['kind']; lines: FleetLine[] };

/** One line a vehicle, in the order of the list that was confirmed; null where no fleet has this id. @param now ISO instant */
export async function fleetResults(env: { read: Sql; facets: Facets }, fleetId: string, now: string): Promise<FleetResults | null> {
  const fleet = (await loadStates(env.read, env.facets, [fleetRef(fleetId)])).get(fleetId)?.['fleet'] as FleetState | undefined;
  if (!fleet?.companyId || !fleet.change) return null;
  const { companyId, change, rows, vehicles } = fleet;
  const states = await loadStates(env.read, env.facets, vehicles.map((id) => ({ kind: 'vehicle', id })));
  return { change: change.kind, lines: vehicles.map((vehicleId, index) => {
    const state = states.get(vehicleId) as unknown as Registered;
    const outcome = rows.find((row) => row.vehicleId === vehicleId)?.outcome ?? 'waiting';
    const plate = plateOf(state.registration);
    return { line: index + 1, vehicleId, plate: plate ? territory.formatPlate(plate) : 'sans numéro', label: makeAndModel(state.vehicle), outcome, blockers: outcome === 'left' ? rowBlockers(state, companyId, change, now) : [] };
  }) };
}

export const fleetWords = { done: 'Fait', left: 'Arrêté', waiting: 'En attente' } as const;
/** What to say of a stopped vehicle, with who can clear it; of one whose obstacle is gone, that it may be asked for again. */
export const obstacles = ({ outcome, blockers }: Pick<FleetLine, 'outcome' | 'blockers'>): string[] =>
  (outcome !== 'left' ? [] : blockers.length ? blockers.map(({ message, clearedBy: { who, how } }) => `${message} Qui peut le lever : ${who} (${how}).`) : ['L’obstacle est levé depuis : redemandez la mise à jour de ce véhicule.']);

/** The same for a spreadsheet. */
export const fleetCsv = ({ lines }: FleetResults): string => stringify(lines.map((one) => ({
  ligne: one.line, immatriculation: one.plate, véhicule: one.label, résultat: fleetWords[one.outcome], obstacles: obstacles(one).join(' '),
})), { header: true, delimiter: ';', escape_formulas: true });
