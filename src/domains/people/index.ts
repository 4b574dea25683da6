/** The face of people: who may hold, sign and be told. */
export { communeOf, movePerson, personFacet, personRef, recordPerson, type PersonAct, type PersonState } from './facet.ts';
export { findByPivot, findPersons, type PersonEntry } from './store.ts';
export { changerCoordonnees } from './demarches/changer-coordonnees.ts';
export { inscrirePersonne } from './demarches/inscrire-personne.ts';
export { partyInput, partyFacts, partyActs, type Party, type KnownParty } from './party.ts';
export { address, addressLines, channels, contact, describePerson, displayName, person, residenceLines, formatRidet, type Address, type Contact, type Person, type PersonKind } from './model/index.ts';
