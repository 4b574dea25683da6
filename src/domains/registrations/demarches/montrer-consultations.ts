import { z } from 'zod';
import { authority } from '../../../core/access/actor.ts';
import { act } from '../../../core/act/types.ts';
import { accept, blocked, blocker, demarche, step } from '../../../core/demarche/index.ts';
import { vehicleRef } from '../../vehicles/index.ts';
import type { ReadingsAct } from '../readings.ts';
import { authorities } from '../rules/blocks.ts';
import { registeredVehicle } from '../views.ts';

/** An authority whose readings are hidden by rule for a time agrees that those made so far be shown: service and purpose, never the officer. */
export const montrerConsultations = demarche({
  id: 'montrer-consultations', title: 'Montrer nos consultations aux titulaires', family: 'mesure',
  summary: 'Les consultations de votre service sur ce véhicule, différées par règle, apparaissent dès maintenant aux personnes concernées.',
  law: ['consultation-differee'],
  who: [authority({ police: authorities.police, gendarmerie: authorities.gendarmerie })], presence: 'authority', subject: registeredVehicle,
  facts: {},
  input: z.object({ reason: z.string().trim().min(3, 'Indiquez pourquoi le report n’est plus utile.').max(200).meta({ label: 'Pourquoi le report n’est plus utile', hint: 'La personne ne le lit pas.', control: 'textarea', examples: ['L’enquête est close.'] }) }),
  steps: [step('accord', 'L’accord', ['reason'])],
  blocks: () => [], pieces: () => [], signatures: () => [], fees: () => [], pay: 'never', review: () => 'automatic', issues: () => [],
  decide: ({ actor, subject, input, now }) => (actor.kind === 'authority'
    ? accept([act<ReadingsAct>({ kind: 'readings.released', subjects: [vehicleRef(subject.id)], payload: { authority: actor.authority, until: now }, private: [{ class: 'justice', name: 'reason', content: input.reason }] })])
    : blocked([blocker('autre-autorite', 'Seule l’autorité qui a consulté peut le montrer plus tôt.', 'consultation-differee', 'l’autorité', 'agir avec son propre compte')])),
});
