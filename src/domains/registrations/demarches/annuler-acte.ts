import { z } from 'zod';
import { clerk } from '../../../core/access/actor.ts';
import { act } from '../../../core/act/types.ts';
import { accept, blocked, blocker, demarche, step } from '../../../core/demarche/index.ts';
import { vehicleRef } from '../../vehicles/index.ts';
import type { RegistrationAct } from '../model/acts.ts';
import { before, type Undoing } from '../rules/undo.ts';
import { undoingOf } from '../store-undo.ts';
import { registeredVehicle } from '../views.ts';

const grounds = { error: 'Erreur de l’administration', judgment: 'Jugement', fraud: 'Fraude établie' } as const;

/** An act that should not have been is cancelled by a new one that cites it: two agents sign, the money goes back to whoever paid. */
export const annulerActe = demarche({
  id: 'annuler-acte', title: 'Annuler le dernier acte d’un véhicule', family: 'registre',
  summary: 'Deux agents annulent un acte fait par erreur ou annulé par un jugement ; ce qui a été payé devient remboursable.',
  law: ['code-route-numero', 'maison-dossier'],
  who: [clerk], presence: 'original-paper', applicant: 'optional', subject: registeredVehicle,
  facts: { undoing: (tx, { input, subject }): Promise<Undoing | null> => undoingOf(tx, subject.id, input?.cites ?? null) },
  input: z.object({
    cites: z.uuid('Donnez l’identifiant de l’acte à annuler.').meta({ label: 'Acte à annuler', hint: 'Son identifiant, dans la chronologie du véhicule.', offers: 'acts', examples: ['00000000-0000-4000-8000-000000000000'] }),
    ground: z.enum(['error', 'judgment', 'fraud']).meta({ label: 'Pourquoi', options: grounds }),
    reason: z.string().trim().min(10, 'Expliquez l’annulation en une phrase.').max(500).meta({ label: 'Motif', control: 'textarea' }),
  }),
  steps: [step('acte', 'L’acte à annuler', ['cites', 'ground', 'reason'])],
  blocks: () => [],
  pieces: ({ input }) => [{ kind: 'preuve', label: input.ground === 'judgment' ? 'Jugement définitif' : 'Pièce qui établit l’erreur ou la fraude', text: 'maison-dossier', original: true }],
  signatures: () => [], fees: () => [], pay: 'never',
  review: () => 'two-persons',
  decide: ({ state, facts, input, subject, now }) => {
    const { undoing } = facts;
    if (!undoing) return blocked([blocker('acte-inconnu', 'Cet acte n’est pas dans l’histoire de ce véhicule.', 'maison-dossier', 'l’agent', 'copier l’identifiant depuis la chronologie', 'cites')]);
    if (undoing.followedBy) return blocked([blocker('acte-suivi', 'D’autres actes ont suivi celui-ci : annulez d’abord le plus récent.', 'maison-dossier', 'l’agent', 'annuler les actes dans l’ordre inverse', 'cites')]);
    if (!undoing.cancellable) return blocked([blocker('acte-non-annulable', 'Cet acte ne s’annule pas ainsi : levez la mesure, terminez la vente ou rectifiez.', 'maison-dossier', 'l’agent', 'choisir la démarche qui convient', 'cites')]);
    return accept([act<RegistrationAct>({
      kind: 'registration.restored', subjects: [vehicleRef(subject.id)], cites: undoing.cancelled,
      payload: { restored: before(state.registration, undoing.before, now), reason: `${grounds[input.ground]}. ${input.reason}` },
    })]);
  },
  undoes: ({ facts }) => facts.undoing?.paidBy ?? null,
  issues: () => [],
});
