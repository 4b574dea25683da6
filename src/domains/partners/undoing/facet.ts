import { derived } from '../../../core/act/derived.ts';
import type { Facet, Recorded, SubjectRef } from '../../../core/act/types.ts';
import type { Sql, Tx } from '../../../core/db/sql.ts';
import { existing, type SubjectView } from '../../../core/demarche/index.ts';
import { initialUndoing, type UndoingAct, type UndoingState } from '../model/index.ts';

export const undoingRef = (id: string): SubjectRef => ({ kind: 'undoing', id });

/** A proposal about one act of a professional: a case of its own. */
export const undoingFacet: Facet<UndoingState, UndoingAct> = {
  name: 'undoing', subject: 'undoing', initial: initialUndoing, evolve,
  slice: (state, at) => (state.hearing && state.hearing.openedAt <= at ? { ...state, hearing: { ...state.hearing, answers: state.hearing.answers.filter((one) => one.at <= at) }, decided: state.decided && state.decided.at <= at ? state.decided : null } : initialUndoing),
  ...derived({ table: 'partner_undoing', key: ['undoing_id'], rows: (id: string, { companyId, dossierId, choice, hearing, decided }: UndoingState) => (companyId && dossierId && choice && hearing
    ? [{ undoing_id: id, company_id: companyId, dossier_id: dossierId, choice, until: hearing.until, answered: hearing.answers.length > 0, outcome: decided?.outcome ?? null }] : []) }),
};

function evolve(state: UndoingState, act: Recorded<UndoingAct>): UndoingState {
  const written = (name: string): string | null => { const text = act.private[name]; return typeof text === 'string' ? text : null; };
  switch (act.kind) {
    case 'undoing.proposed': {
      const { basis, until, ...rest } = act.payload;
      return { ...state, ...rest, basis, hearing: { actId: act.id, openedAt: act.recordedAt, until, texts: [basis], toConfirm: false, grounds: written('grounds'), answers: [] } };
    }
    case 'undoing.answered':
      return state.hearing ? { ...state, hearing: { ...state.hearing, answers: [...state.hearing.answers, { at: act.recordedAt, late: act.payload.late, by: act.payload.by === 'agent' ? 'agent' : 'person', text: written('observations') }] } } : state;
    case 'undoing.decided': return { ...state, decided: { at: act.recordedAt, outcome: act.payload.outcome, reasons: written('reasons') } };
    default: return state;
  }
}

export type Undone = { undoing: UndoingState };
/** A proposal, by the number of the dossier that it is about. */
export const undoingView: SubjectView<Undone> = {
  kind: 'undoing', facets: { undoing: undoingFacet },
  locate: async (tx: Sql | Tx, text) => (await tx<{ subject_id: string }[]>`select subject_id from subject_key where kind = 'undoing' and key = ${text.trim().toUpperCase()}`).map(({ subject_id }) => subject_id),
  label: ({ undoing: { number } }) => (number ? `Dossier ${number}` : 'Proposition'),
  question: 'Numéro du dossier dont une suite est proposée',
};
export const knownUndoing = existing(undoingView);
