import { z } from 'zod';
import { act } from '../../../core/act/types.ts';
import { accept, step } from '../../../core/demarche/index.ts';
import { feeOf } from '../../payments/index.ts';
import { vehicleRef } from '../../vehicles/index.ts';
import type { RegistrationAct } from '../model/acts.ts';
import { holdsOn } from '../model/state.ts';
import { usual } from '../rules/blocks.ts';
import { ofHolders, onVehicle } from './on-vehicle.ts';
import { nextPlate, nextTitle } from '../rules/titles.ts';

/** Plates stolen or usurped: a new number, the old one is never given again. */
export const nouveauNumero = ofHolders('vehicule', 'all', {
  ...onVehicle, id: 'demander-nouveau-numero', title: 'Demander un nouveau numéro après vol ou usurpation de plaques', family: 'vehicule',
  summary: 'Vos plaques ont été volées, ou un autre véhicule roule avec votre numéro : le vôtre en change.',
  law: ['code-route-plaques', 'code-route-numero'],
  facts: {},
  input: z.object({
    reason: z.enum(['theft', 'usurpation']).meta({ label: 'Ce qui est arrivé', options: { theft: 'Plaques volées', usurpation: 'Numéro usurpé' } }),
    complaint: z.string().trim().min(1, 'Indiquez la référence de la plainte.').max(60).meta({ label: 'Référence de la plainte', width: 20 }),
  }),
  steps: [step('motif', 'Ce qui est arrivé', ['reason', 'complaint'])],
  blocks: ({ state, now }) => usual(state, 'title', now),
  pieces: () => [{ kind: 'plainte', label: 'Récépissé de la plainte', text: 'code-route-plaques' }],
  fees: ({ today }) => [feeOf('new-number', today)],
  review: () => 'clerk',
  decide: ({ state, input, subject, now }) => accept([
    act<RegistrationAct>({ kind: 'registration.plate-changed', subjects: [vehicleRef(subject.id)], payload: { plate: nextPlate('nc'), series: 'nc', reason: input.reason, reference: input.complaint, titleNumber: nextTitle() } }),
    ...holdsOn(state.registration, now).filter((hold) => hold.type === 'plate-theft')
      .map((hold) => act<RegistrationAct>({ kind: 'registration.hold-lifted', subjects: [vehicleRef(subject.id)], payload: { holdId: hold.id, reason: 'nouveau numéro' } })),
  ]),
});
