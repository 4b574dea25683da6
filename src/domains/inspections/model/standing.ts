/** What inspections must know of a vehicle's registration: given from above (src/app.ts), because registrations stand on this domain. */
import type { Sql, Tx } from '../../../core/db/sql.ts';
import type { VehicleState } from '../../vehicles/index.ts';
import type { InspectionState } from './inspection.ts';

export type Standing = {
  plate: string | null; usage: string; usageSince: string | null; series: string | null; life: string | null;
  /** When it was registered (as `usageSince`, an ISO instant), and whether its earlier life is known here. */
  since: string | null; origin: 'new' | 'used-import' | 'legacy' | null;
};

export type Above = {
  facet: { name: string; subject: string; initial: unknown };
  standing: (registration: never) => Standing;
  locate: (tx: Sql | Tx, text: string) => Promise<string[]>;
};

/** A vehicle as a démarche of this domain sees it; `registration` is read by `standing` alone. */
export type Inspected = { vehicle: VehicleState; inspection: InspectionState; registration: never };
