import { accountFacet } from './core/access/account-facet.ts';
import type { AnyFacet } from './core/act/types.ts';
import { decisionFacet } from './core/demarche/index.ts';
import { appointmentFacets } from './domains/appointments/index.ts';
import { inspectionFacets } from './domains/inspections/index.ts';
import { insuranceFacets } from './domains/insurance/index.ts';
import { partnerFacets } from './domains/partners/index.ts';
import { personFacet, powerFacet, situationFacet } from './domains/people/index.ts';
import { readingsFacet, registrationFacet, saleFacet, wwFacet, bookletFacet, fleetFacet, blankFacet, numberFacet } from './domains/registrations/index.ts';
import { vehicleFacet } from './domains/vehicles/index.ts';

/** What each domain knows of each subject: all that is needed to play the journal again. */
export const allFacets: readonly AnyFacet[] = [
  personFacet, powerFacet, situationFacet, vehicleFacet, registrationFacet, readingsFacet, saleFacet, bookletFacet, wwFacet, fleetFacet, blankFacet, numberFacet, decisionFacet, accountFacet,
  ...appointmentFacets, ...partnerFacets, ...inspectionFacets, ...insuranceFacets,
];
