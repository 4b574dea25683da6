import { transaction } from '../../../core/db/sql.ts';
import { loadStates } from '../../../core/act/store.ts';
import type { Reaction } from '../../../core/jobs/index.ts';
import { queueMessage } from '../../../core/messages/index.ts';
import type { RegistrationAct } from '../model/acts.ts';
import { principalOf } from '../model/state.ts';
import type { Registered } from '../views.ts';
import { measureLifted, measureSet } from './measure.ts';
import { plateIn, reach, type FollowEnv } from './reach.ts';

/** A new title was issued: its holder is told where it is. Acts that issue none say nothing. */
const titleReady: Reaction<FollowEnv> = { name: 'title-ready', run: async (env, act, once) => {
  const { titleNumber, number } = act.payload as { titleNumber?: string | null; number?: string };
  const title = titleNumber ?? (act.kind === 'registration.title-issued' ? number : null);
  const vehicle = act.subjects.find((ref) => ref.kind === 'vehicle');
  if (!title || !vehicle || act.author.kind === 'system') return;
  await transaction(env.world.acts, async (tx) => {
    const { registration } = (await loadStates(tx, env.world.facets, [vehicle])).get(vehicle.id) as unknown as Registered;
    const personId = principalOf(registration)?.personId;
    if (!personId) return;
    await queueMessage(tx, env.messaging, {
      key: once, template: 'title-ready', personId, contacts: await reach(env, tx, personId, act.recordedAt), subject: vehicle, actId: act.id, page: `/usager/papiers/${title}`, now: env.world.clock(),
      data: { plate: await plateIn(env, tx, vehicle.id), title },
    });
  });
} };

export const titleReactions = {
  'registration.registered': [titleReady], 'registration.title-issued': [titleReady], 'registration.holders-changed': [titleReady], 'registration.commune-changed': [titleReady],
  'registration.usage-changed': [titleReady], 'registration.plate-changed': [titleReady], 'registration.life-changed': [titleReady],
  'registration.title-revoked': [], 'registration.sale-opened': [], 'registration.sale-closed': [], 'registration.hold-set': [measureSet], 'registration.hold-lifted': [measureLifted], 'registration.certified': [], 'registration.restored': [],
} satisfies Record<RegistrationAct['kind'], readonly Reaction<FollowEnv>[]>;
