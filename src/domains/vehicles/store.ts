import { syncRows } from '../../core/act/rows.ts';
import type { Facet } from '../../core/act/types.ts';
import { vehicleRules, type VehicleAct, type VehicleState } from './facet.ts';

function chassisRows(id: string, state: VehicleState) {
  return state.chassis.map((one) => ({ vehicle_id: id, kind: 'chassis', value: one.value, since: one.from, until: one.to, disputed: state.disputed !== null }));
}

export const vehicleFacet: Facet<VehicleState, VehicleAct> = {
  ...vehicleRules,
  save: (tx, id, before, after) => syncRows(tx, 'vehicle_identifier', ['vehicle_id', 'kind', 'value', 'since'], chassisRows(id, before), chassisRows(id, after)),
};
