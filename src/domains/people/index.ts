/** The face of people: who may hold, sign and be told. */
export { communeOf, movePerson, personFacet, personRef, recordPerson, type PersonAct, type PersonState } from './facet.ts';
export { companyNamed, findByPivot, findByRidet, findPersons, type PersonEntry } from './store.ts';
export { peopleDemarches } from './catalogue.ts';
export { partyInput, partyFacts, partyActs, partyAddressPieces, partyAwaited, partyBlocks, partyPieces, partySignatures, partySigning, type Party, type PartySide, type KnownParty } from './party.ts';
export { powerFacet, recordPower, recordSituation, situationFacet, type PowerState, type SituationState } from './standing.ts';
export { loadSigning, powersIn, knownPerson } from './signing.ts';
export { contactPeriods } from './reach.ts';
export { tell, type TellEnv, type Telling } from './tell.ts';
export { mandateReactions, mandateTexts } from './mandates.ts';
export { representing } from './represents.ts';
export { clearingErrand, partiesOf, powerBlocks, type Side } from './rules/parties.ts';
export { whoSigns, type Signing } from './rules/signers.ts';
export { kindWords, mandateActs, powerKindWords, powerWords, situationWords } from './words.ts';
export { address, addressLines, addressPieces, addressProof, channels, contact, describePerson, displayName, person, residenceLines, formatRidet, type ActFamily, type Address, type Contact, type Person, type PersonKind, type Power, type PowerKind, type Situation } from './model/index.ts';
