import { z } from 'zod';
import { clerk } from '../../../core/access/actor.ts';
import { act } from '../../../core/act/types.ts';
import { accept, blocked, blocker, step } from '../../../core/demarche/index.ts';
import { address, addressPieces, addressProof, movePerson, partyFacts, personRef } from '../../people/index.ts';
import { feeOf } from '../../payments/index.ts';
import { vehicleRef } from '../../vehicles/index.ts';
import type { RegistrationAct } from '../model/acts.ts';
import { principalOf } from '../model/state.ts';
import { lifeBlocks } from '../rules/blocks.ts';
import { certificates, nextTitle } from '../rules/titles.ts';
import { holder, registeredVehicle } from '../views.ts';
import { ofHolders } from './on-vehicle.ts';

/** The holder moved: the commune is fiscal and stands on the certificate. Free. */
export const changerAdresse = ofHolders('titre', 'principal', {
  id: 'changer-adresse', title: 'Changer d’adresse sur le certificat', family: 'titulaire',
  summary: 'Vous avez déménagé : votre certificat d’immatriculation est mis à jour, gratuitement.',
  law: ['adresse-gratuite', 'changement-obligatoire'],
  who: [holder, clerk], presence: 'remote', subject: registeredVehicle,
  touches: ({ state }) => { const main = principalOf(state.registration); return main ? [personRef(main.personId)] : []; },
  facts: { person: (tx, { state, actor }) => { const main = principalOf(state.registration); return main ? partyFacts(tx, { who: 'known', personId: main.personId }, actor) : null; } },
  input: z.object({ address: address.meta({ label: 'Nouvelle adresse' }), proof: addressProof.optional().meta({ label: 'Justificatif présenté', audience: 'agent', options: addressProof.meta()?.['options'] as Record<string, string> }) }),
  steps: [step('adresse', 'Votre nouvelle adresse', ['address', 'proof'])],
  blocks: ({ state }) => lifeBlocks(state),
  pieces: ({ actor, input }) => (actor.kind === 'agent' ? addressPieces(input.proof, { label: 'Justificatif de domicile de moins de trois mois' }) : []),
  signatures: () => [],
  fees: ({ today }) => [feeOf('address-change', today)],
  pay: 'never',
  review: () => 'automatic',
  decide: ({ state, input, subject }) => {
    const main = principalOf(state.registration);
    if (!main) return blocked([blocker('sans-titulaire', 'Ce véhicule n’a pas de titulaire connu.', 'code-route', 'le guichet unique', 'rattacher le véhicule à son titulaire')]);
    return accept([
      movePerson(main.personId, input.address),
      act<RegistrationAct>({
        kind: 'registration.commune-changed', subjects: [vehicleRef(subject.id)],
        payload: { commune: input.address.commune, titleNumber: nextTitle() },
      }),
    ]);
  },
  issues: (acts) => certificates(acts),
});
