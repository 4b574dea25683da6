import { derived } from '../act/derived.ts';
import type { Row } from '../act/rows.ts';
import type { Facet, Recorded } from '../act/types.ts';
import type { LawDate } from '../values/time.ts';

export type AppealKind = 'gracious' | 'hierarchical' | 'litigation';
/** A way to contest: said on the letter, kept with the act. `toConfirm`: its delay was not seen in a text. */
export type Appeal = { kind: AppealKind; before: string; months: number; toConfirm: boolean };
export type JudgmentOutcome = 'annulled' | 'injunction' | 'dismissed';

/** The acts of a decision that goes against somebody. What people wrote is private content: never in the chain. */
export type DecisionAct =
  | { kind: 'dossier.hearing-opened'; payload: { number: string; demarche: string; texts: string[]; until: LawDate; toConfirm: boolean } }
  | { kind: 'dossier.hearing-answered'; payload: { number: string; late: boolean; by: 'person' | 'agent' } }
  | { kind: 'dossier.refused'; payload: { number: string; demarche: string; texts: string[]; appeals: Appeal[]; notifiedFrom: string } }
  | { kind: 'dossier.appealed'; payload: { number: string; receipt: string; appeal: AppealKind; before: string; against: 'refusal' | 'silence'; deadline: LawDate; late: boolean; answerBy: LawDate | null; toConfirm: boolean; by: 'person' | 'agent' } }
  | { kind: 'dossier.appeal-decided'; payload: { number: string; appealId: string; outcome: 'confirmed' | 'reversed'; texts: string[] } }
  | { kind: 'dossier.judged'; payload: { number: string; court: string; reference: string; on: LawDate; outcome: JudgmentOutcome; within: LawDate | null; reopens: boolean } };

export type Hearing = {
  actId: string; openedAt: string; until: LawDate; texts: string[]; toConfirm: boolean;
  /** Personal: null once erased. */
  grounds: string | null;
  answers: { at: string; late: boolean; by: 'person' | 'agent'; text: string | null }[];
};
export type LodgedAppeal = {
  actId: string; receipt: string; kind: AppealKind; before: string; against: 'refusal' | 'silence'; lodgedAt: string; deadline: LawDate; late: boolean;
  /** The day from which silence on it has an effect; null where a court answers. */
  answerBy: LawDate | null;
  toConfirm: boolean; by: 'person' | 'agent'; grounds: string | null;
  decided: { at: string; outcome: 'confirmed' | 'reversed'; texts: string[]; reasons: string | null } | null;
};
export type Judgment = {
  actId: string; recordedAt: string; court: string; reference: string; on: LawDate; outcome: JudgmentOutcome;
  /** The day before which the court orders a new decision. */
  within: LawDate | null;
  reopens: boolean; summary: string | null;
};

/** What was decided against an applicant, and what became of it. Favourable decisions are the acts of their own domains. */
export type DecisionState = {
  refused: {
    on: string; texts: string[]; appeals: Appeal[]; actId: string;
    /** Who signed it: another agent judges the appeal. */
    by: string | null;
    /** Personal: null once erased. */
    reasons: string | null;
  } | null;
  /** Each absent while there was none. */
  hearing?: Hearing;
  appeals?: LodgedAppeal[];
  judgments?: Judgment[];
};

const initial: DecisionState = { refused: null };

/** The unfavourable decision of a dossier and its contests: its own subject, so that it has its own chain. */
export const decisionFacet: Facet<DecisionState, DecisionAct> = {
  name: 'decision', subject: 'dossier', initial, evolve, slice,
  ...derived({ table: 'dossier_procedure', key: ['dossier_id', 'act_id'], rows: awaited }),
};

function evolve(state: DecisionState, act: Recorded<DecisionAct>): DecisionState {
  const written = (name: string): string | null => { const text = act.private[name]; return typeof text === 'string' ? text : null; };
  const { recordedAt: at, id: actId } = act;
  switch (act.kind) {
    case 'dossier.hearing-opened': {
      const { texts, until, toConfirm } = act.payload;
      return { ...state, hearing: { actId, openedAt: at, until, texts, toConfirm, grounds: written('grounds'), answers: [] } };
    }
    case 'dossier.hearing-answered': {
      if (!state.hearing) return state;
      const answer = { at, late: act.payload.late, by: act.payload.by, text: written('observations') };
      return { ...state, hearing: { ...state.hearing, answers: [...state.hearing.answers, answer] } };
    }
    // An express refusal answers the appeal that was made against a silence.
    case 'dossier.refused': {
      const { texts, appeals } = act.payload;
      const refused = { on: at, texts, appeals, actId, by: act.signatory?.agentId ?? null, reasons: written('reasons') };
      return { ...state, refused, ...settled(state, ({ against, decided }) => against === 'silence' && !decided, { at, outcome: 'confirmed', texts, reasons: null }) };
    }
    case 'dossier.appealed': {
      const { receipt, appeal: kind, before, against, deadline, late, answerBy, toConfirm, by } = act.payload;
      const lodged = { actId, receipt, kind, before, against, lodgedAt: at, deadline, late, answerBy, toConfirm, by, grounds: written('grounds'), decided: null };
      return { ...state, appeals: [...state.appeals ?? [], lodged] };
    }
    case 'dossier.appeal-decided': {
      const { outcome, texts, appealId } = act.payload;
      const next = { ...state, ...settled(state, (one) => one.actId === appealId, { at, outcome, texts, reasons: written('reasons') }) };
      return outcome === 'reversed' ? reopened(next) : next;
    }
    case 'dossier.judged': {
      const { court, reference, on, outcome, within, reopens } = act.payload;
      const next = { ...state, judgments: [...state.judgments ?? [], { actId, recordedAt: at, court, reference, on, outcome, within, reopens, summary: written('summary') }] };
      return reopens ? reopened(next) : next;
    }
    default: return state;
  }
}

function settled(state: DecisionState, which: (one: LodgedAppeal) => boolean, decided: LodgedAppeal['decided']): Pick<DecisionState, 'appeals'> {
  return state.appeals ? { appeals: state.appeals.map((one) => (which(one) ? { ...one, decided } : one)) } : {};
}

/** The dossier waits for a new decision: the refusal stands no longer, and whoever is to be refused again is heard again. */
function reopened({ hearing: _heard, ...state }: DecisionState): DecisionState {
  return { ...state, refused: null };
}

function slice(state: DecisionState, at: string): DecisionState {
  const { hearing, appeals, judgments } = state;
  return {
    refused: state.refused && state.refused.on <= at ? state.refused : null,
    ...(hearing && hearing.openedAt <= at ? { hearing: { ...hearing, answers: hearing.answers.filter((one) => one.at <= at) } } : {}),
    ...(appeals ? { appeals: appeals.filter((one) => one.lodgedAt <= at).map((one) => (one.decided && one.decided.at > at ? { ...one, decided: null } : one)) } : {}),
    ...(judgments ? { judgments: judgments.filter((one) => one.recordedAt <= at) } : {}),
  };
}

/** What waits for an agent, and until when: the hearing before a decision, the appeal that nobody answered. */
function awaited(id: string, { hearing, refused, appeals = [] }: DecisionState): Row[] {
  return [
    ...(hearing && !refused ? [{ dossier_id: id, act_id: hearing.actId, kind: 'hearing', due_on: hearing.until, answered: hearing.answers.length > 0 }] : []),
    ...appeals.filter(({ decided, answerBy }) => !decided && answerBy !== null).map((one) => ({ dossier_id: id, act_id: one.actId, kind: 'appeal', due_on: one.answerBy, answered: false })),
  ];
}
