import type { Reaction } from '../../../core/jobs/index.ts';
import { formatDate, formatShortDate, today } from '../../../core/values/time.ts';
import { correctedWords, type Correction, type InspectionAct } from '../../inspections/index.ts';
import { inspectionOf } from '../rules/inspection.ts';
import { tellHolders, type FollowEnv } from './reach.ts';

/** Whoever holds the vehicle relied on what was said of it: each of them is told what was false, and when it is due now. */
const told: Reaction<FollowEnv> = { name: 'visit-corrected', run: (env, act, once) => tellHolders(env, act, once, (state) => {
  const { what, on } = act.payload as unknown as Correction;
  const { due, status } = inspectionOf(state, today(env.world.clock()));
  const next = due && (status === 'valid' || status === 'overdue') ? `Prochaine visite avant le ${formatShortDate(due)}.` : 'Aucune date de visite n’en dépend.';
  return { template: 'visit-corrected', data: { on: formatDate(on), what: correctedWords[what].split(' :')[0]?.toLowerCase() ?? '', next } };
}) };

export const inspectionReactions = { 'inspection.recorded': [], 'inspection.approval-used': [], 'odometer.read': [], 'inspection.corrected': [told] } satisfies Record<InspectionAct['kind'], readonly Reaction<FollowEnv>[]>;
