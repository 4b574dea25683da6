import { loadStates } from '../../../core/act/store.ts';
import { transaction } from '../../../core/db/sql.ts';
import type { Reaction } from '../../../core/jobs/index.ts';
import { queueMessage } from '../../../core/messages/index.ts';
import { formatDate, formatShortDate, today } from '../../../core/values/time.ts';
import { correctedWords, type Correction, type InspectionAct } from '../../inspections/index.ts';
import { holdersOf } from '../model/state.ts';
import { inspectionOf } from '../rules/inspection.ts';
import type { Registered } from '../views.ts';
import { plateIn, reach, type FollowEnv } from './reach.ts';

/** Whoever holds the vehicle relied on what was said of it: each of them is told what was false, and when it is due now. */
const told: Reaction<FollowEnv> = { name: 'visit-corrected', run: async (env, act, once) => {
  const vehicle = act.subjects.find(({ kind }) => kind === 'vehicle');
  if (!vehicle) return;
  const { what, on } = act.payload as unknown as Correction;
  await transaction(env.world.acts, async (tx) => {
    const state = (await loadStates(tx, env.world.facets, [vehicle])).get(vehicle.id) as unknown as Registered;
    const { due, status } = inspectionOf(state, today(env.world.clock()));
    const next = due && (status === 'valid' || status === 'overdue') ? `Prochaine visite avant le ${formatShortDate(due)}.` : 'Aucune date de visite n’en dépend.';
    const plate = await plateIn(env, tx, vehicle.id);
    for (const { personId } of holdersOf(state.registration)) {
      await queueMessage(tx, env.messaging, {
        key: `${once}:${personId}`, template: 'visit-corrected', personId, contacts: await reach(env, tx, personId, act.recordedAt), subject: vehicle, actId: act.id, page: `/usager/vehicules/${vehicle.id}`, now: env.world.clock(),
        data: { plate, on: formatDate(on), what: correctedWords[what].split(' :')[0]?.toLowerCase() ?? '', next },
      });
    }
  });
} };

export const inspectionReactions = { 'inspection.recorded': [], 'inspection.approval-used': [], 'odometer.read': [], 'inspection.corrected': [told] } satisfies Record<InspectionAct['kind'], readonly Reaction<FollowEnv>[]>;
