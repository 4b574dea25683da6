import { derived } from '../../core/act/derived.ts';
import type { Facet } from '../../core/act/types.ts';
import { initialChecks, type CheckAct, type CheckState } from './model/index.ts';

/** The acts of one accreditation that were done on trust and checked afterwards. */
export const checkFacet: Facet<CheckState, CheckAct> = {
  name: 'accreditation-checks', subject: 'accreditation', initial: initialChecks,
  evolve: (state, act) => {
    if (act.kind !== 'accreditation.act-checked') return state;
    const note = act.private['note'];
    return { checks: [...state.checks, { ...act.payload, note: typeof note === 'string' ? note : null, at: act.effectiveAt }] };
  },
  slice: (state, at) => ({ checks: state.checks.filter((one) => one.at <= at) }),
  ...derived({ table: 'partner_check', key: ['accreditation_id', 'dossier_id'], rows: (id: string, { checks }: CheckState) => checks.map(({ dossierId, verdict, at }) => ({ accreditation_id: id, dossier_id: dossierId, verdict, checked_at: at })) }),
};
