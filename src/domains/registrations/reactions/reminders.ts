import { perform } from '../../../core/act/perform.ts';
import { act, type Json } from '../../../core/act/types.ts';
import type { Task } from '../../../core/jobs/index.ts';
import { queueMessage } from '../../../core/messages/index.ts';
import { requestId } from '../../../core/values/ids.ts';
import { formatDateTime } from '../../../core/values/time.ts';
import type { SaleAct } from '../model/sale.ts';
import { saleFacet } from '../store.ts';
import { plateIn, reachBuyer, type FollowEnv } from './reach.ts';
import type { Texts } from './texts.ts';

export const REMIND = 'sale-reminder';
export type Reminder = { actId: string; saleId: string; step: number };

/**
 * One reminder of an unfinished sale. It looks again: a sale that ended meanwhile is left alone. The act and the
 * message are one transaction under one request id, so that a job that runs twice reminds once.
 */
export function reminderTask(env: FollowEnv): Task {
  const { world, messaging } = env;
  return async (payload) => {
    const { actId, saleId, step } = payload as Reminder;
    const subject = { kind: 'sale', id: saleId };
    await perform<Json>(world, {
      requestId: requestId(actId, `reminder-${step}`), author: { kind: 'system', job: REMIND }, judgedOn: world.today(world.clock()), subjects: [subject],
      decide: async ({ get }) => {
        const sale = get(saleFacet, saleId);
        if (sale.status !== 'declared' || !sale.declaredBuyer) return { none: null };
        return { acts: [act<SaleAct>({ kind: 'sale.reminded', subjects: [subject], payload: { step } })], result: step };
      },
      alongside: async ({ tx, get, now }, [reminded]) => {
        const sale = get(saleFacet, saleId);
        if (!sale.declaredBuyer || !sale.vehicleId || !sale.soldAt || !reminded) return;
        const contact = await reachBuyer(env, tx, sale.declaredBuyer, sale.sellers, now);
        await queueMessage(tx, messaging, {
          key: requestId(actId, `reminder-${step}`), template: templateOf(step), contacts: [contact], subject, actId: reminded.id, page: '/usager/achat', now: new Date(now),
          data: { plate: await plateIn(env, tx, sale.vehicleId), soldAt: formatDateTime(new Date(sale.soldAt)), missing: MISSING },
        });
      },
    });
  };
}

const MISSING = ['prouver votre identité et donner votre adresse', 'montrer l’assurance et le permis demandés', 'payer les droits'] as const;

/** The days are a dated parameter, the words are four: the last that is not ahead of its day. */
function templateOf(step: number): keyof Texts & `sale-reminder-${number}` {
  return step >= 30 ? 'sale-reminder-30' : step >= 15 ? 'sale-reminder-15' : step >= 10 ? 'sale-reminder-10' : 'sale-reminder-3';
}

