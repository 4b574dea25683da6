/** The homologation of a vehicle, as the register holds it: its number checked, its technical data taken over, its use written down. */
import { act, type ActDraft } from '../../../core/act/types.ts';
import type { Blocker, Piece, Unchecked } from '../../../core/demarche/index.ts';
import type { LawDate } from '../../../core/values/time.ts';
import { territory } from '../../../territory/index.ts';
import { beyond, readOdometer, useBlocks, type ApprovalFact, type InspectionAct, type InspectionState } from '../../inspections/index.ts';
import { vehicleRef, type Technical } from '../../vehicles/index.ts';

type Used = { number: string | undefined; kind: 'type' | 'single'; chassis: string; vehicleId: string; technical: Technical; paths: { number: string; kind?: string; technical: string } };

/** Why this PV does not do for this vehicle: unknown (once all are kept here), of another vehicle or type, used already, or rubrics that differ. */
export const approvalBlocks = (fact: ApprovalFact | null, used: Used, today: LawDate): Blocker[] => useBlocks(fact, used, territory.parameter('approvalsKept', today).value === 1);

/** The paper is asked for only while the register does not hold the PV. */
export const approvalPieces = (fact: ApprovalFact | null, label: string): Piece[] => (fact ? [] : [{ kind: 'homologation', label, text: 'homologation' }]);

/** What of the homologation of a new vehicle only a person can read: machines know a type by its PV, the beginning of its numbers and its rubrics. */
export function approvalUnchecked(fact: ApprovalFact | null, given: Technical): Unchecked[] {
  if (!fact) return [{ code: 'homologation-declaree', because: 'l’homologation n’est pas au registre de SITT' }];
  if (fact.kind !== 'type' || !fact.pattern) return [{ code: 'homologation-sans-type', because: 'l’homologation n’est pas celle d’un type dont les numéros de série sont connus' }];
  const more = beyond(fact, given);
  return more.length ? [{ code: 'rubriques-hors-type', because: `des rubriques ne sont pas au procès-verbal du type (${more.join(', ')})` }] : [];
}

/** The vehicle has used this PV, and what the inspector read on its odometer (km) begins its ledger. */
export function approvalActs(vehicleId: string, fact: ApprovalFact | null, inspection: InspectionState, today: LawDate): ActDraft[] {
  if (!fact || inspection.approvals.some(({ approvalId }) => approvalId === fact.id)) return [];
  return [
    act<InspectionAct>({ kind: 'inspection.approval-used', subjects: [vehicleRef(vehicleId)], payload: { approvalId: fact.id, number: fact.number, type: fact.kind } }),
    ...(fact.kind === 'single' && fact.reading ? [readOdometer(vehicleId, inspection, { ...fact.reading, source: 'import' }, today)] : []),
  ];
}
