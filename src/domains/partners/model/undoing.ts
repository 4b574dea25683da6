import type { Hearing } from '../../../core/demarche/index.ts';
import type { LawDate } from '../../../core/values/time.ts';

/** What may be proposed of an act: cancel, correct, hold the vehicle while it is looked into, or leave it. */
export const undoingChoices = {
  cancel: 'Annuler l’acte', rectify: 'Rectifier le registre', hold: 'Mettre le véhicule en attente (dossier à vérifier)', leave: 'Laisser l’acte : un tiers est de bonne foi',
} as const;
export type UndoingChoice = keyof typeof undoingChoices;
export const choiceIds = Object.keys(undoingChoices) as [UndoingChoice, ...UndoingChoice[]];

/** The acts of a proposal. Grounds, observations and reasons are private content. */
export type UndoingAct =
  | { kind: 'undoing.proposed'; payload: { companyId: string; dossierId: string; number: string; choice: UndoingChoice; vehicleId: string | null; actId: string | null; thirdParties: string[]; basis: string; until: LawDate } }
  | { kind: 'undoing.answered'; payload: { number: string; late: boolean; by: 'company' | 'agent' } }
  | { kind: 'undoing.decided'; payload: { number: string; choice: UndoingChoice; outcome: 'carried' | 'dropped' } };

export type UndoingState = {
  companyId: string | null; dossierId: string | null; number: string | null; choice: UndoingChoice | null; vehicleId: string | null; actId: string | null; thirdParties: string[]; basis: string;
  hearing: Hearing | null;
  decided: { at: string; outcome: 'carried' | 'dropped'; reasons: string | null } | null;
};
export const initialUndoing: UndoingState = { companyId: null, dossierId: null, number: null, choice: null, vehicleId: null, actId: null, thirdParties: [], basis: '', hearing: null, decided: null };
