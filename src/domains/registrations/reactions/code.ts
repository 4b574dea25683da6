import { randomBytes } from 'node:crypto';
import { perform } from '../../../core/act/perform.ts';
import { act, type Author, type Json } from '../../../core/act/types.ts';
import { deriveToken, queueMessage } from '../../../core/messages/index.ts';
import { requestId } from '../../../core/values/ids.ts';
import { formatDateTime } from '../../../core/values/time.ts';
import type { SaleAct } from '../model/sale.ts';
import { codeDigest, saleFacet } from '../store.ts';
import { plateIn, reachBuyer, type FollowEnv } from './reach.ts';

const PURPOSE = 'complete-sale';

/** What the code of a sale is derived from, with the service's secret. It says nothing by itself. */
export const codeSource = (saleId: string, round: number): string => `${saleId}:${round}`;

/** The code in clear, 'K7QM-2X9D-C': derived each time it is said, written nowhere. `source`: see codeSource. */
export const saleCode = (secret: string, source: string): string => deriveToken(secret, { form: 'code', source, purpose: PURPOSE });

/** The first code of a sale follows its declaration; whoever does it, the worker or the desk, does it once. */
export const firstCode = (declaredActId: string) => ({ requestId: requestId(declaredActId, 'tell-buyer'), author: { kind: 'system', job: 'code de vente' } as Author });

/**
 * Gives the buyer of an open sale a code, by an act that keeps only its salted digest, and sends it by what the seller
 * gave. A new code ends the one before. A sale that is over, or stopped, gets none.
 */
export async function issueSaleCode(env: FollowEnv, saleId: string, by: { requestId: string; author: Author }): Promise<void> {
  const { world, messaging } = env;
  const subject = { kind: 'sale', id: saleId };
  await perform<Json>(world, {
    requestId: by.requestId, author: by.author, judgedOn: world.today(world.clock()), subjects: [subject],
    decide: async ({ get }) => {
      const sale = get(saleFacet, saleId);
      if (sale.status !== 'declared' || !sale.declaredBuyer) return { none: null };
      const round = (sale.code?.round ?? 0) + 1;
      const salt = randomBytes(16).toString('hex');
      const digest = codeDigest(salt, saleCode(messaging.sender.secret, codeSource(saleId, round)));
      return { acts: [act<SaleAct>({ kind: 'sale.code-issued', subjects: [subject], payload: { round, salt, digest } })], result: round };
    },
    alongside: async ({ tx, get, now }, [issued], round) => {
      const { declaredBuyer: buyer, vehicleId, soldAt, sellers } = get(saleFacet, saleId);
      if (!buyer || !vehicleId || !soldAt || !issued) return;
      // A code given again is said at the desk: no letter goes the long way round.
      if (round !== 1 && !buyer.phone && !buyer.email) return;
      await queueMessage(tx, messaging, {
        key: by.requestId, template: 'sale-buyer-code', contacts: [await reachBuyer(env, tx, buyer, sellers, now)], subject, actId: issued.id, page: '/usager/achat', now: new Date(now),
        codeSource: codeSource(saleId, round as number), data: { plate: await plateIn(env, tx, vehicleId), soldAt: formatDateTime(new Date(soldAt)) },
      });
    },
  });
}
