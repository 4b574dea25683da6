import { existing, type SubjectView } from '../../core/demarche/index.ts';
import { locateCase } from './store.ts';
import { powerFacet, situationFacet, type PowerState, type SituationState } from './standing.ts';

/** A power or a mandate, by the number that its record gave: nothing of a person before a right is proven. */
export const powerView: SubjectView<{ power: PowerState }> = {
  kind: 'power', facets: { power: powerFacet }, locate: (tx, text) => locateCase(tx, 'power', text), label: () => 'Mandat ou pouvoir', question: 'Numéro du mandat ou du pouvoir',
};
export const situationView: SubjectView<{ situation: SituationState }> = {
  kind: 'situation', facets: { situation: situationFacet }, locate: (tx, text) => locateCase(tx, 'situation', text), label: () => 'Situation d’une personne', question: 'Numéro de la situation',
};
export const recordedPower = existing(powerView);
export const recordedSituation = existing(situationView);
