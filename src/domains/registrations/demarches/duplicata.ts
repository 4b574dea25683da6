import { z } from 'zod';
import { act } from '../../../core/act/types.ts';
import { accept, blocked, blocker, step } from '../../../core/demarche/index.ts';
import { lawDate } from '../../../core/values/time.ts';
import { feeOf } from '../../payments/index.ts';
import { vehicleRef } from '../../vehicles/index.ts';
import type { RegistrationAct } from '../model/acts.ts';
import { usual } from '../rules/blocks.ts';
import { ofHolders, onVehicle } from './on-vehicle.ts';
import { nextTitle } from '../rules/titles.ts';

/** A lost, stolen or damaged certificate: the old number dies at once, a new one is issued. */
export const duplicata = ofHolders('titre', 'all', {
  ...onVehicle, id: 'demander-duplicata', title: 'Demander un duplicata du certificat', family: 'titre',
  summary: 'Votre certificat est perdu, volé ou abîmé : l’ancien est annulé tout de suite, vous en recevez un nouveau.',
  law: ['presentation-certificat', 'grille-tarifaire'],
  facts: {},
  input: z.object({
    reason: z.enum(['loss', 'theft', 'damage']).meta({ label: 'Votre certificat est', options: { loss: 'Perdu', theft: 'Volé', damage: 'Abîmé' } }),
    since: lawDate.meta({ label: 'Depuis le', control: 'date' }),
    complaint: z.string().trim().min(1).max(60).optional().meta({ label: 'Référence de la plainte', hint: 'Donnée par la police ou la gendarmerie.', width: 20, showWhen: { path: 'reason', values: ['theft'] }, requiredWhenShown: true }),
  }),
  steps: [step('motif', 'Ce qui est arrivé', ['reason', 'since', 'complaint'])],
  blocks: ({ state, now }) => usual(state, 'title', now),
  pieces: ({ input }) => [
    ...(input.reason === 'damage' ? [{ kind: 'ancien-titre', label: 'Le certificat abîmé', text: 'presentation-certificat', original: true }] : []),
    ...(input.reason === 'theft' ? [{ kind: 'plainte', label: 'Récépissé de la plainte', text: 'presentation-certificat' }] : []),
  ],
  fees: ({ today }) => [feeOf('duplicate', today)],
  review: ({ input }) => (input.reason === 'loss' ? 'automatic' : 'clerk'),
  decide: ({ input, today, subject }) => (input.since > today
    ? blocked([blocker('date-future', 'Cette date est dans le futur.', 'presentation-certificat', 'le demandeur', 'vérifier la date', 'since')])
    : accept([act<RegistrationAct>({ kind: 'registration.title-issued', subjects: [vehicleRef(subject.id)], payload: { number: nextTitle(), form: 'digital', reason: `duplicata:${input.reason}`, on: input.since, ...(input.reason === 'theft' && input.complaint ? { reference: input.complaint } : {}) } })])),
});
