import { z } from 'zod';
import { act, type Json } from '../../../core/act/types.ts';
import { accept, blocked, blocker, step } from '../../../core/demarche/index.ts';
import { mayBeSame } from '../../../core/values/partial-date.ts';
import { feeOf } from '../../payments/index.ts';
import { person, personFacet, personRef, type PersonAct } from '../../people/index.ts';
import { vehicleRef } from '../../vehicles/index.ts';
import type { RegistrationAct } from '../model/acts.ts';
import { principalOf } from '../model/state.ts';
import { lifeBlocks } from '../rules/blocks.ts';
import { ofHolders, onVehicle } from './on-vehicle.ts';
import { nextTitle } from '../rules/titles.ts';

/** Marriage, customary act, judgment, new company name: both names stay known, the certificate shows the new one. */
export const changerEtatCivil = ofHolders('titre', 'principal', {
  ...onVehicle, id: 'changer-etat-civil', title: 'Changer de nom ou de raison sociale',
  summary: 'Votre état civil ou la raison sociale de votre entreprise a changé : le certificat suit.',
  law: ['changement-obligatoire', 'statut-civil', 'acte-coutumier'],
  touches: ({ state }) => { const main = principalOf(state.registration); return main ? [personRef(main.personId)] : []; },
  facts: {},
  input: z.object({
    identity: person.meta({ label: 'La nouvelle identité' }),
    proof: z.string().trim().min(1, 'Indiquez la référence de l’acte.').max(80).meta({ label: 'Référence de l’acte', hint: 'Acte d’état civil, acte coutumier, extrait RIDET.' }),
  }),
  steps: [step('identite', 'La nouvelle identité', ['identity', 'proof'])],
  blocks: ({ state }) => lifeBlocks(state),
  pieces: () => [{ kind: 'acte', label: 'Acte d’état civil, acte coutumier ou extrait RIDET', text: 'statut-civil' }],
  fees: ({ today }) => [feeOf('name-change', today)],
  review: () => 'clerk',
  decide: ({ state, input, subject, get }) => {
    const main = principalOf(state.registration);
    const known = main ? get(personFacet, main.personId) : null;
    if (!main || !known?.kind) return blocked([blocker('sans-titulaire', 'Ce véhicule n’a pas de titulaire connu.', 'code-route', 'le guichet unique', 'rattacher le véhicule à son titulaire')]);
    if (known.kind !== input.identity.kind) return blocked([blocker('autre-nature', 'Une personne ne devient pas une entreprise : c’est un changement de titulaire.', 'changement-obligatoire', 'le demandeur', 'déclarer une cession', 'identity.kind')]);
    const before = known.identity;
    if (before?.kind === 'natural' && input.identity.kind === 'natural' && !mayBeSame(before.birthDate, input.identity.birthDate)) {
      return blocked([blocker('autre-personne', 'Cette date de naissance n’est pas celle du titulaire : changer de nom ne change pas de personne.', 'changement-obligatoire', 'le demandeur', 'vérifier la date ; une autre personne devient titulaire par une cession', 'identity.birthDate')]);
    }
    // The paper of a new name says nothing of where one was born: what was known stays.
    const identity = before?.kind === 'natural' && input.identity.kind === 'natural' ? { ...(before.birthPlace ? { birthPlace: before.birthPlace } : {}), ...(before.sex ? { sex: before.sex } : {}), ...input.identity } : input.identity;
    return accept([
      act<PersonAct>({ kind: 'person.renamed', subjects: [personRef(main.personId)], payload: { by: input.proof }, private: [{ class: 'identity', name: 'identity', content: identity as unknown as Json }] }),
      act<RegistrationAct>({ kind: 'registration.title-issued', subjects: [vehicleRef(subject.id)], payload: { number: nextTitle(), form: 'digital', reason: 'état civil' } }),
    ]);
  },
});
