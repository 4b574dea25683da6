import { derived } from '../../core/act/derived.ts';
import type { Facet } from '../../core/act/types.ts';
import { initialChecks, type Check, type CheckAct, type CheckState } from './model/index.ts';

const written = (content: unknown): string | null => (typeof content === 'string' ? content : null);

/** The acts of one accreditation that were done on trust and checked afterwards. */
export const checkFacet: Facet<CheckState, CheckAct> = {
  name: 'accreditation-checks', subject: 'accreditation', initial: initialChecks,
  evolve: (state, act) => {
    const at = act.effectiveAt;
    switch (act.kind) {
      case 'accreditation.act-checked': return { checks: [...state.checks, { ...act.payload, note: written(act.private['note']), at, answer: null }] };
      case 'accreditation.check-answered': {
        const { dossierId, answer: how } = act.payload;
        return { checks: state.checks.map((one) => (one.dossierId === dossierId ? { ...one, answer: { how, words: written(act.private['words']), at } } : one)) };
      }
      default: return state;
    }
  },
  slice: (state, at) => ({ checks: state.checks.filter((one) => one.at <= at).map((one) => (one.answer && one.answer.at > at ? { ...one, answer: null } : one)) }),
  ...derived({ table: 'partner_check', key: ['accreditation_id', 'dossier_id'], rows: (id: string, { checks }: CheckState) => checks.map((one) => rowOf(id, one)) }),
};

const rowOf = (id: string, { dossierId, verdict, at, answer }: Check) => ({ accreditation_id: id, dossier_id: dossierId, verdict, checked_at: at, answer: answer?.how ?? null, answered_at: answer?.at ?? null });
