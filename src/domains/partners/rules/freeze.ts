import { blocker, type Blocker } from '../../../core/demarche/index.ts';
import { addDays, formatDate, today as dayOf, type LawDate } from '../../../core/values/time.ts';
import { territory } from '../../../territory/index.ts';
import type { AccreditationState, Suspension } from '../model/index.ts';

const law = 'convention-professionnel';

/** What stands now of the suspensions of an accreditation: a freeze, or a suspension by delegation. */
export const openSuspension = ({ suspensions }: Pick<AccreditationState, 'suspensions'>): Suspension | undefined => suspensions.findLast(({ to }) => to === null);

/** The accreditation as it stands at an instant: a freeze that nobody confirmed is over at its hour, whether or not anything has run since. */
export function asOf<S extends Pick<AccreditationState, 'status' | 'suspensions'>>(state: S, now: string): S {
  const open = state.status === 'suspended' ? openSuspension(state) : undefined;
  return open?.provisionalUntil && open.provisionalUntil <= now ? { ...state, status: 'active', suspensions: state.suspensions.map((one) => (one === open ? over(one, now) : one)) } : state;
}

/** A suspension that ends at an instant; a freeze whose hour had passed ended then, by itself. */
export const over = (one: Suspension, at: string): Suspension => (one.provisionalUntil && one.provisionalUntil <= at ? { ...one, to: one.provisionalUntil, lapsed: true } : { ...one, to: at });

/** Suspended by delegation: a freeze may still be confirmed. */
export const isSuspended = (state: AccreditationState): boolean => state.status === 'suspended' && !openSuspension(state)?.provisionalUntil;

/** A freeze is short, once: when nobody by delegation confirmed the last one, another needs a delegation too. */
export function freezeBlocks(found: AccreditationState, today: LawDate, now: string): Blocker[] {
  const state = asOf(found, now);
  if (state.status === 'suspended') return [blocker('deja-suspendue', 'Cette accréditation est déjà suspendue ou gelée.', law, 'personne', 'rien n’est à geler')];
  const lapsed = state.suspensions.findLast((one) => one.lapsed)?.to;
  const again = lapsed ? addDays(dayOf(new Date(lapsed)), territory.parameter('partnerFreezeAgainDays', today).value) : null;
  return again && again > today ? [blocker('gel-expire', `Le dernier gel a pris fin sans être confirmé : pas d’autre gel avant le ${formatDate(again)}.`, law, 'un agent dont la délégation de signature est en cours', 'signer une suspension')] : [];
}
