import { z } from 'zod';
import { act } from '../../../core/act/types.ts';
import { accept, blocked, blocker, step } from '../../../core/demarche/index.ts';
import { feeOf } from '../../payments/index.ts';
import { approvalFact, completed } from '../../inspections/index.ts';
import { advices, chassisOf, plausibility, technical, technicalOf, vehicleRef, type VehicleAct } from '../../vehicles/index.ts';
import type { RegistrationAct } from '../model/acts.ts';
import { approvalActs, approvalBlocks, approvalPieces } from '../rules/approval.ts';
import { usual } from '../rules/blocks.ts';
import { ofHolders, onVehicle } from './on-vehicle.ts';
import { nextTitle } from '../rules/titles.ts';

/** A notable transformation, homologated anew: the certificate says what the vehicle has become. */
export const modificationTechnique = ofHolders('vehicule', 'all', {
  ...onVehicle, id: 'declarer-modification', title: 'Déclarer une modification technique', family: 'vehicule',
  summary: 'Votre véhicule a été transformé et homologué à nouveau : le certificat est mis à jour.',
  law: ['homologation', 'codes-harmonises', 'grille-tarifaire'],
  facts: { known: (tx, { input }) => approvalFact(tx, input?.approval) },
  input: z.object({
    approval: z.string().trim().min(1, 'Donnez le numéro du procès-verbal : sans homologation, le véhicule ne peut pas rouler.').max(40).meta({ label: 'Numéro du procès-verbal d’homologation', letter: 'K', width: 20 }),
    changes: technical.meta({ label: 'Ce qui a changé', hint: 'Laissez vide ce qui n’a pas changé.' }),
  }),
  steps: [step('homologation', 'L’homologation', ['approval']), step('changements', 'Ce qui a changé', ['changes'])],
  remarks: ({ state, input, today }) => advices({ ...technicalOf(state.vehicle), ...input.changes }, today, 'changes'),
  blocks: ({ state, now }) => usual(state, 'technical', now),
  pieces: ({ facts }) => approvalPieces(facts.known, 'Procès-verbal d’homologation de la transformation'),
  fees: ({ today }) => [feeOf('technical-change', today)],
  review: () => 'clerk',
  decide: ({ state, input, subject, today, facts: { known } }) => {
    // What was approved need not be typed again: what is typed must agree with it.
    const changes = completed(known, input.changes);
    if (!Object.keys(changes).length) return blocked([blocker('rien-change', 'Aucune caractéristique n’est changée.', 'homologation', 'le demandeur', 'indiquer au moins une valeur', 'changes')]);
    const wrong = plausibility({ ...technicalOf(state.vehicle), ...changes }, today).filter((one) => one.severity === 'error');
    const found = [
      ...wrong.map((one) => blocker(`technique-${one.code}`, one.sentence, 'codes-harmonises', 'le CCTV', 'corriger la valeur d’après le procès-verbal', `changes.${one.field}`)),
      ...approvalBlocks(known, { number: input.approval, kind: 'single', chassis: chassisOf(state.vehicle) ?? '', vehicleId: subject.id, technical: input.changes, paths: { number: 'approval', technical: 'changes' } }, today),
    ];
    if (found.length) return blocked(found);
    const vehicle = vehicleRef(subject.id);
    return accept([
      act<VehicleAct>({ kind: 'vehicle.altered', subjects: [vehicle], payload: { changes, approval: { number: known?.number ?? input.approval, kind: 'single', on: known?.approvedOn ?? null } } }),
      act<RegistrationAct>({ kind: 'registration.title-issued', subjects: [vehicle], payload: { number: nextTitle(), form: 'digital', reason: 'modification' } }),
      ...approvalActs(subject.id, known, state.inspection, today),
    ]);
  },
});
