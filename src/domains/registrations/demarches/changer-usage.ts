import { z } from 'zod';
import { act } from '../../../core/act/types.ts';
import { accept, blocked, blocker, step } from '../../../core/demarche/index.ts';
import { feeOf } from '../../payments/index.ts';
import { vehicleRef } from '../../vehicles/index.ts';
import type { RegistrationAct } from '../model/acts.ts';
import { usageOf } from '../model/state.ts';
import { usage } from '../model/usage.ts';
import { usual } from '../rules/blocks.ts';
import { ofHolders, onVehicle } from './on-vehicle.ts';
import { nextTitle } from '../rules/titles.ts';
import { usagePieces, usageUnchecked } from '../rules/usage.ts';

/** Taxi, ambulance, school, collection, transport of persons: the usage stands on the certificate and drives the inspections. */
export const changerUsage = ofHolders('vehicule', 'all', {
  ...onVehicle, id: 'changer-usage', title: 'Changer l’usage du véhicule',
  summary: 'Votre véhicule devient taxi, ambulance, auto-école, véhicule de collection ou de transport, ou cesse de l’être.',
  law: ['controle-periodique', 'grille-tarifaire'],
  facts: {},
  input: z.object({ usage, authorisation: z.string().trim().max(60).optional().meta({ label: 'Numéro de l’autorisation', hint: 'Pour un usage qui en exige une : taxi, ambulance, auto-école, transport.', width: 20 }) }),
  steps: [step('usage', 'Le nouvel usage', ['usage', 'authorisation'])],
  blocks: ({ state, now }) => usual(state, 'title', now),
  pieces: ({ input }) => usagePieces(input.usage),
  fees: ({ today }) => [feeOf('usage-change', today)],
  review: ({ input }) => (usageUnchecked(input.usage).length ? 'clerk' : 'automatic'),
  decide: ({ state, input, subject }) => (usageOf(state.registration) === input.usage
    ? blocked([blocker('meme-usage', 'C’est déjà l’usage de ce véhicule.', 'controle-periodique', 'le demandeur', 'choisir un autre usage', 'usage')])
    : accept([act<RegistrationAct>({ kind: 'registration.usage-changed', subjects: [vehicleRef(subject.id)], payload: { usage: input.usage, titleNumber: nextTitle() } })])),
});
