import { derived } from '../../core/act/derived.ts';
import type { Facet } from '../../core/act/types.ts';
import { vehicleRules, type VehicleAct, type VehicleState } from './facet.ts';

function chassisRows(id: string, state: VehicleState) {
  return state.chassis.map((one) => ({ vehicle_id: id, kind: 'chassis', value: one.value, since: one.from, until: one.to, disputed: state.disputed !== null }));
}

/** One row for each ground that waits for a clerk. */
function contestRows(id: string, { contest }: VehicleState) {
  return (contest?.grounds ?? []).map((ground) => ({ vehicle_id: id, ground, since: contest?.since ?? null }));
}

export const vehicleFacet: Facet<VehicleState, VehicleAct> = {
  ...vehicleRules,
  ...derived(
    { table: 'vehicle_identifier', key: ['vehicle_id', 'kind', 'value', 'since'], kinds: ['chassis'], rows: chassisRows },
    { table: 'vehicle_contest', key: ['vehicle_id', 'ground'], rows: contestRows },
  ),
};
