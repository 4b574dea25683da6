import type { Recorded } from '../../../core/act/types.ts';
import { conventionIn, type AccreditationAct, type AccreditationState } from '../model/acts.ts';
import type { Convention } from '../model/convention.ts';
import { asOf, over } from './freeze.ts';

/** The accreditation after an act: the only producer of its state. */
export function evolve(state: AccreditationState, act: Recorded<AccreditationAct>): AccreditationState {
  const at = act.effectiveAt;
  switch (act.kind) {
    case 'accreditation.granted': {
      const { number, companyId, partnerKind: kind, convention } = act.payload;
      return { ...state, number, companyId, kind, status: 'active', conventions: [{ since: at, convention }], people: (act.private['people'] ?? null) as AccreditationState['people'] };
    }
    case 'accreditation.renewed': {
      const { convention } = act.payload;
      return { ...state, conventions: [...state.conventions, { since: at, convention }], distrust: convention.kept ? null : state.distrust };
    }
    case 'accreditation.trust-withdrawn': {
      const { kept: _, ...rest } = conventionIn(state) as Convention;
      const reason = act.private['reason'];
      return { ...state, conventions: [...state.conventions, { since: at, convention: rest }], distrust: { at, ...act.payload, reason: typeof reason === 'string' ? reason : null } };
    }
    case 'accreditation.suspended': {
      const reason = act.private['reason'];
      return { ...state, status: 'suspended', suspensions: [...closed(state, at), { from: at, to: null, ...act.payload, reason: typeof reason === 'string' ? reason : null }] };
    }
    // A freeze that lapsed is recorded with the instant of its end; acts of before that rule were recorded some moments later.
    case 'accreditation.restored': return { ...state, status: 'active', suspensions: act.payload.lapsed ? state.suspensions.map((one) => (one.to === null ? { ...one, to: at, lapsed: true } : one)) : closed(state, at) };
    case 'accreditation.ended': return { ...state, status: 'ended', endedAt: at, suspensions: closed(state, at) };
    default: return state;
  }
}

/** A freeze that is confirmed ends where the suspension begins; one that nobody confirmed had ended at its own hour. */
const closed = ({ suspensions }: AccreditationState, at: string) => suspensions.map((one) => (one.to === null ? over(one, at) : one));

/** The accreditation as it was at an instant. */
export function slice(state: AccreditationState, at: string): AccreditationState {
  const conventions = state.conventions.filter(({ since }) => since <= at);
  if (!conventions.length) return { ...state, status: null, conventions: [], suspensions: [], distrust: null, endedAt: null };
  const suspensions = state.suspensions.filter(({ from }) => from <= at).map((one) => (one.to !== null && one.to > at ? { ...one, to: null } : one));
  const endedAt = state.endedAt !== null && state.endedAt <= at ? state.endedAt : null;
  const distrust = state.distrust && state.distrust.at <= at ? state.distrust : null;
  return asOf({ ...state, conventions, suspensions, distrust, endedAt, status: endedAt ? 'ended' : suspensions.some(({ to }) => to === null) ? 'suspended' : 'active' }, at);
}
