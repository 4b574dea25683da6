import type { InspectionState } from '../../inspections/index.ts';
import type { VehicleState } from '../../vehicles/index.ts';
import type { RegistrationState } from './state.ts';

/** A vehicle as this domain's errands see it: the thing, what the register says of it, and what inspections found. */
export type Registered = { vehicle: VehicleState; registration: RegistrationState; inspection: InspectionState };
