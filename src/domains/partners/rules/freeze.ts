import { blocker, type Blocker } from '../../../core/demarche/index.ts';
import { addDays, formatDate, today as dayOf, type LawDate } from '../../../core/values/time.ts';
import { territory } from '../../../territory/index.ts';
import type { AccreditationState, Suspension } from '../model/index.ts';

const law = 'convention-professionnel';

/** What stands now of the suspensions of an accreditation: a freeze, or a suspension by delegation. */
export const openSuspension = ({ suspensions }: Pick<AccreditationState, 'suspensions'>): Suspension | undefined => suspensions.findLast(({ to }) => to === null);

/** Suspended by delegation: a freeze may still be confirmed. */
export const isSuspended = (state: AccreditationState): boolean => state.status === 'suspended' && !openSuspension(state)?.provisionalUntil;

/** A freeze is short, once: when nobody by delegation confirmed the last one, another needs a delegation too. */
export function freezeBlocks(state: AccreditationState, today: LawDate): Blocker[] {
  if (state.status === 'suspended') return [blocker('deja-suspendue', 'Cette accréditation est déjà suspendue ou gelée.', law, 'personne', 'rien n’est à geler')];
  const lapsed = state.suspensions.findLast((one) => one.lapsed)?.to;
  const again = lapsed ? addDays(dayOf(new Date(lapsed)), territory.parameter('partnerFreezeAgainDays', today).value) : null;
  return again && again > today ? [blocker('gel-expire', `Le dernier gel a pris fin sans être confirmé : pas d’autre gel avant le ${formatDate(again)}.`, law, 'un agent dont la délégation de signature est en cours', 'signer une suspension')] : [];
}
