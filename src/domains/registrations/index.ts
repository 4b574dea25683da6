/** The face of registrations (LISA): holders, titles, holds, sales, and every démarche on them. */

export { blankFacet, blanksAt } from './store-blanks.ts';
export { blankWords } from './demarches/titres-vierges.ts';
export type { BlankAct, BlankStatus } from './model/blanks.ts';
export { fleetFacet } from './store-fleet.ts';
export type { FleetAct, FleetRow, FleetState } from './model/fleet.ts';
export { bookletFacet, bookletsOut, locateBooklet, locateWw, wwFacet } from './store-special.ts';
export { outAt, type BookletAct, type BookletState, type WUse, type WwAct, type WwState } from './model/special.ts';
export { standsWords } from './words-special.ts';
export { registrationFacet, saleFacet, locateVehicle, locateSale, vehicleFinder } from './store.ts';
export { readingsFacet, type ReadingsAct } from './readings.ts';
export { vehicleView, saleView, holder, type Registered } from './views.ts';
export { usages } from './model/usage.ts';
export { actSentence, authorityWords, eventWords, lifeWords, roleWords, titleWords, type ActSentence } from './words.ts';
export { poolRules } from './pools.ts';
export { measureLimits } from './rules/professional.ts';
export { matterOf } from './rules/matter.ts';
export { pastOf, vehiclesNumbered } from './store-past.ts';
export { authorities, holdRules, holdsSeenBy, visibleTo, type HoldReader } from './rules/blocks.ts';
export { communeIn, holdersOf, holdsOn, lifeOf, plateOf, principalOf, seriesIn, titleOf, usageOf, type RegistrationState } from './model/state.ts';
export type { RegistrationAct, Holder, HoldType, Usage } from './model/acts.ts';
export { inspectionOf, standingOf } from './rules/inspection.ts';
export type { SaleAct, SaleState } from './model/sale.ts';
export { registrationDemarches } from './catalogue.ts';
export { registrationPapers } from './papers/index.ts';
export { approvalReactions, codeSource, contestLink, decisionReactions, fleetReactions, inspectionReactions, firstCode, issueSaleCode, saleCode, reach, REMIND, reminderTask, saleReactions, texts, titleReactions, type FollowEnv, type Texts } from './reactions/index.ts';
export { notTransferred } from './store.ts';
export { contestedCounts, contestedVehicles, rivalsOf, type Contested } from './store-identity.ts';
