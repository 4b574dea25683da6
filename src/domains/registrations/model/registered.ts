import type { VehicleState } from '../../vehicles/index.ts';
import type { RegistrationState } from './state.ts';

/** A vehicle as this domain's errands see it: the thing, and what the register says of it. */
export type Registered = { vehicle: VehicleState; registration: RegistrationState };
