/** One request for all the vehicles of a company: each is then changed by an act of its own, and its result kept. */
import type { Recorded, SubjectRef } from '../../../core/act/types.ts';

/** `into`: the company that takes the other over. `commune`: INSEE code, that of the fee. */
export type FleetChange = { kind: 'address'; commune: string } | { kind: 'merger'; into: string; commune: string | null };
/** `left`: it was not changed; `codes` say what stopped it. */
export type FleetRow = { vehicleId: string; outcome: 'done' | 'left'; codes: string[] };
export type FleetState = { companyId: string | null; change: FleetChange | null; vehicles: string[]; rows: FleetRow[] };
export type FleetAct =
  | { kind: 'fleet.asked'; payload: { companyId: string; change: FleetChange; vehicles: string[] } }
  | { kind: 'fleet.row'; payload: FleetRow };

export const initialFleet: FleetState = { companyId: null, change: null, vehicles: [], rows: [] };
export const fleetRef = (id: string): SubjectRef => ({ kind: 'fleet', id });

export function evolveFleet(state: FleetState, act: Recorded<FleetAct>): FleetState {
  switch (act.kind) {
    case 'fleet.asked': return { ...state, ...act.payload };
    case 'fleet.row': return { ...state, rows: [...state.rows, act.payload] };
    default: return state;
  }
}
