/** The face of registrations (LISA): holders, titles, holds, sales, and every démarche on them. */
import type { Demarche } from '../../core/demarche/index.ts';
import { changerAdresse } from './demarches/changer-adresse.ts';
import { completerAchat } from './demarches/completer-achat.ts';
import { declarerCession } from './demarches/declarer-cession.ts';
import { leverOpposition } from './demarches/lever-opposition.ts';
import { poserOpposition } from './demarches/poser-opposition.ts';
import { premiereImmatriculation } from './demarches/premiere-immatriculation.ts';
import { rectifier } from './demarches/rectifier.ts';

export { registrationFacet, saleFacet, locateVehicle, locateSale } from './store.ts';
export { vehicleView, saleView, holder, type Registered } from './views.ts';
export { usages } from './model/usage.ts';
export { poolRules } from './pools.ts';
export { holdRules } from './rules/blocks.ts';
export { communeIn, holdersOf, holdsOn, lifeOf, plateOf, principalOf, seriesIn, titleOf, usageOf, type RegistrationState } from './model/state.ts';
export type { RegistrationAct, Holder, HoldType, Usage } from './model/acts.ts';
export type { SaleAct, SaleState } from './model/sale.ts';

/** Everything LISA promises, in the order of the catalogue. */
export const registrationDemarches: readonly Demarche[] = [
  premiereImmatriculation, declarerCession, completerAchat, changerAdresse, poserOpposition, leverOpposition, rectifier,
];
