import type { Facet, Recorded } from '../act/types.ts';

/** How an appeal is made: said on the letter, kept with the act. `toConfirm`: its delay was not seen in a text. */
export type Appeal = { kind: 'gracious' | 'litigation'; before: string; months: number; toConfirm: boolean };

export type DecisionAct =
  | { kind: 'dossier.refused'; payload: { number: string; demarche: string; texts: string[]; appeals: Appeal[]; notifiedFrom: string } };

/** What was decided against an applicant. Favourable decisions are the acts of their own domains. */
export type DecisionState = {
  refused: { on: string; texts: string[]; appeals: Appeal[]; /** Personal: null once erased. */ reasons: string | null } | null;
};

/** The unfavourable decision of a dossier: its own subject, so that it has its own chain. */
export const decisionFacet: Facet<DecisionState, DecisionAct> = {
  name: 'decision', subject: 'dossier', initial: { refused: null }, evolve,
  slice: (state, at) => (state.refused && state.refused.on > at ? { refused: null } : state),
};

function evolve(state: DecisionState, act: Recorded<DecisionAct>): DecisionState {
  if (act.kind !== 'dossier.refused') return state;
  const reasons = act.private['reasons'];
  return { refused: { on: act.recordedAt, texts: act.payload.texts, appeals: act.payload.appeals, reasons: typeof reasons === 'string' ? reasons : null } };
}
