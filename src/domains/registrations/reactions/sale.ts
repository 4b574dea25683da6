import { transaction } from '../../../core/db/sql.ts';
import { loadStates } from '../../../core/act/store.ts';
import { enqueueAll, reminderTimes, type DoneAct, type Reaction } from '../../../core/jobs/index.ts';
import { contactsToWarn, queueMessage, revokeTokens } from '../../../core/messages/index.ts';
import { formatDate, formatDateTime, today } from '../../../core/values/time.ts';
import { territory } from '../../../territory/index.ts';
import type { SaleAct, SaleState } from '../model/sale.ts';
import { saleNumber } from '../rules/titles.ts';
import type { Registered } from '../views.ts';
import { contactsOf, plateIn, reach, reachBuyer, type FollowEnv } from './reach.ts';
import { firstCode, issueSaleCode } from './code.ts';
import { REMIND } from './reminders.ts';

type Of<K extends SaleAct['kind']> = Extract<SaleAct, { kind: K }>['payload'];
type React = Reaction<FollowEnv>;
const saleIdOf = (act: DoneAct): string => {
  const found = act.subjects.find((ref) => ref.kind === 'sale');
  if (!found) throw new Error(`act ${act.kind} of no sale`);
  return found.id;
};

/** The buyer gets a code by what the seller gave. */
export const tellBuyer: React = { name: 'tell-buyer', run: async (env, act) => issueSaleCode(env, saleIdOf(act), firstCode(act.id)) };

/** Every holder is warned at once, at the contact of before any recent change, with one tap to contest. */
export const warnHolders: React = { name: 'warn-holders', run: async (env, act, once) => {
  const { vehicleId, sellers } = act.payload as unknown as Of<'sale.declared'>;
  await transaction(env.world.acts, async (tx) => {
    const plate = await plateIn(env, tx, vehicleId);
    for (const personId of sellers) {
      // A recent change of contact may be the thief's: the contact of before is warned too.
      const contacts = contactsToWarn(await contactsOf(env, tx, personId), act.recordedAt, territory.parameter('earlierContactDays', act.judgedOn).value);
      await queueMessage(tx, env.messaging, {
        key: `${once}:${personId}`, template: 'sale-holder-warned', personId, contacts, subject: { kind: 'sale', id: saleIdOf(act) }, actId: act.id, now: env.world.clock(),
        data: { plate, at: formatDateTime(new Date(act.recordedAt)) },
      });
    }
  });
} };

export const tellSellers: React = { name: 'tell-sellers', run: async (env, act, once) => {
  const { vehicleId, sellers, soldAt } = act.payload as unknown as Of<'sale.declared'>;
  await transaction(env.world.acts, async (tx) => {
    const { registration } = (await loadStates(tx, env.world.facets, [{ kind: 'vehicle', id: vehicleId }])).get(vehicleId) as unknown as Registered;
    const until = registration.sale ? formatDate(registration.sale.titleUntil) : '';
    const data = { plate: await plateIn(env, tx, vehicleId), soldAt: formatDateTime(new Date(soldAt)), number: saleNumber(act.id), until };
    for (const personId of sellers) {
      await queueMessage(tx, env.messaging, {
        key: `${once}:${personId}`, template: 'sale-declared-seller', personId, contacts: await reach(env, tx, personId, act.recordedAt),
        subject: { kind: 'sale', id: saleIdOf(act) }, actId: act.id, page: '/usager', now: env.world.clock(), data,
      });
    }
  });
} };

/** Reminders of the days ahead; those that a late declaration has already passed are not sent all at once. */
export const scheduleReminders: React = { name: 'schedule-reminders', run: async (env, act) => {
  const { soldAt } = act.payload as unknown as Of<'sale.declared'>;
  const days = territory.parameter('saleReminderDays', act.judgedOn).value;
  const ahead = reminderTimes(new Date(soldAt), days).filter(({ runAt }) => runAt.toISOString() > act.recordedAt);
  await transaction(env.world.acts, (tx) => enqueueAll(tx, ahead.map(({ day, runAt }) => ({
    task: REMIND, payload: { actId: act.id, saleId: saleIdOf(act), step: day }, jobKey: `${REMIND}:${act.id}:${day}`, runAt,
  }))));
} };

/** The end of a sale, or its stop, is told to its sellers and to the buyer as the seller named them; its links die. */
function tellEnd(name: string, template: 'sale-completed-seller' | 'sale-contested' | 'sale-cancelled' | 'sale-resumed', whom: { sellers: boolean; buyer: boolean }, links: 'die' | 'live'): React {
  return { name, run: async (env, act, once) => {
    const saleId = saleIdOf(act);
    const subject = { kind: 'sale', id: saleId };
    await transaction(env.world.acts, async (tx) => {
      const sale = (await loadStates(tx, env.world.facets, [subject])).get(saleId)?.['sale'] as SaleState;
      const data = { plate: await plateIn(env, tx, sale.vehicleId ?? ''), on: formatDate(today(new Date(act.recordedAt))) };
      const common = { template, subject, actId: act.id, now: env.world.clock(), data } as const;
      for (const personId of whom.sellers ? sale.sellers : []) {
        await queueMessage(tx, env.messaging, { ...common, key: `${once}:${personId}`, personId, contacts: await reach(env, tx, personId, act.recordedAt), page: '/usager' });
      }
      if (whom.buyer && sale.declaredBuyer) {
        await queueMessage(tx, env.messaging, { ...common, key: `${once}:buyer`, contacts: [await reachBuyer(env, tx, sale.declaredBuyer, sale.sellers, act.recordedAt)], page: '/usager/achat' });
      }
      if (links === 'die') await revokeTokens(tx, saleId, 'contest-sale', env.world.clock());
    });
  } };
}

export const saleReactions = {
  'sale.declared': [tellBuyer, warnHolders, tellSellers, scheduleReminders],
  'sale.code-issued': [],
  'sale.completed': [tellEnd('tell-completed', 'sale-completed-seller', { sellers: true, buyer: false }, 'die')],
  'sale.contested': [tellEnd('tell-contested', 'sale-contested', { sellers: true, buyer: true }, 'die')],
  'sale.resumed': [tellEnd('tell-resumed', 'sale-resumed', { sellers: true, buyer: true }, 'live')],
  'sale.cancelled': [tellEnd('tell-cancelled', 'sale-cancelled', { sellers: true, buyer: true }, 'die')],
  'sale.reminded': [],
} satisfies Record<SaleAct['kind'], readonly React[]>;
