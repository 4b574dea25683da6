import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { CardUnavailable, type CardNotice, type CardProvider, type CardRequest } from './provider.ts';

/** From the merchant back office, «Clés d'API REST». */
export type LyraConfig = {
  /** https://api.… of the bank's Lyra platform, without a path. Which one serves New Caledonia: à confirmer with the bank. */
  endpoint: string;
  /** Origin of its payment page, when it is not that of `endpoint`: the only one a payer is ever sent to. */
  page?: string;
  shopId: string;
  /** Signs the notifications sent to our server (kr-hash-key «password»). */
  password: string;
  /** A notification of the other mode is refused: a test card must never pay a real fee. */
  mode: 'TEST' | 'PRODUCTION';
  timeoutMs?: number;
};

const CURRENCY = 'XPF'; // no decimals at Lyra: the amount sent is in whole francs

const transaction = z.object({
  uuid: z.string().min(1), amount: z.int().positive(), currency: z.string(), status: z.string(), operationType: z.string().optional(),
});
const orderAnswer = z.object({
  orderStatus: z.string(),
  orderDetails: z.object({ orderId: z.string(), orderCurrency: z.string(), mode: z.enum(['TEST', 'PRODUCTION']) }),
  transactions: z.array(transaction).default([]),
});
const startAnswer = z.object({ paymentURL: z.url(), paymentOrderId: z.string() });
const refusal = z.object({ errorCode: z.string(), errorMessage: z.string() });

/** Lyra's code for an order it has never seen a card for. */
const UNKNOWN_ORDER = 'PSP_010';

/**
 * PayZen by Lyra, REST API V4, by its hosted page (Charge/CreatePaymentOrder): no script of theirs runs in our
 * pages. The IPN is checked by HMAC-SHA-256 of `kr-answer`; Order/Get answers when it was lost.
 */
export function lyra(config: LyraConfig): CardProvider {
  const origin = new URL(config.page ?? config.endpoint).origin;
  return {
    name: 'lyra', origin,
    start: async (order) => {
      const { paymentURL } = startAnswer.parse(await call(config, 'Charge/CreatePaymentOrder', createOrder(order)));
      // Our content security policy would stop the payer's form there without a word: say it here instead.
      if (new URL(paymentURL).origin !== origin) throw new CardUnavailable(`the payment page is at ${new URL(paymentURL).origin}, ${origin} was configured`);
      return { redirectTo: paymentURL };
    },
    verifyNotification: (body) => readNotification(config, body),
    status: async (orderId) => {
      const answer = await call(config, 'Order/Get', { orderId });
      return answer === undefined ? [] : noticesOf(config, answer) ?? [];
    },
  };
}

function createOrder(order: CardRequest): object {
  return {
    amount: order.amount, currency: CURRENCY, orderId: order.orderId, channelOptions: { channelType: 'URL' },
    ipnTargetUrl: order.notifyUrl, returnUrl: order.returnUrl, returnMode: 'GET', locale: 'fr_FR', merchantComment: order.label,
    ...(order.email ? { customer: { email: order.email } } : {}),
  };
}

/** @returns the `answer` of a successful call; undefined for an order Lyra does not know. */
async function call(config: LyraConfig, method: string, body: object): Promise<unknown> {
  const authorization = `Basic ${Buffer.from(`${config.shopId}:${config.password}`).toString('base64')}`;
  let reply: { status?: unknown; answer?: unknown };
  try {
    const response = await fetch(`${config.endpoint}/api-payment/V4/${method}`, {
      method: 'POST', headers: { authorization, 'content-type': 'application/json' }, body: JSON.stringify(body),
      signal: AbortSignal.timeout(config.timeoutMs ?? 10_000), redirect: 'error',
    });
    if (!response.ok) throw new CardUnavailable(`${method}: HTTP ${response.status}`);
    reply = await response.json() as typeof reply;
  } catch (error) {
    throw error instanceof CardUnavailable ? error : new CardUnavailable(`${method}: no answer`, { cause: error });
  }
  if (reply.status === 'SUCCESS') return reply.answer;
  const refused = refusal.safeParse(reply.answer);
  if (refused.success && refused.data.errorCode === UNKNOWN_ORDER) return undefined;
  throw new CardUnavailable(`${method}: ${refused.success ? `${refused.data.errorCode} ${refused.data.errorMessage}` : 'unreadable answer'}`);
}

function readNotification(config: LyraConfig, body: string): CardNotice[] | 'invalid' {
  const form = new URLSearchParams(body);
  const answer = form.get('kr-answer') ?? '';
  // The browser's return carries the same answer signed by another key («sha256_hmac»): it changes nothing, so it is not accepted here.
  if (form.get('kr-hash-algorithm') !== 'sha256_hmac' || form.get('kr-hash-key') !== 'password') return 'invalid';
  if (!sameHash(form.get('kr-hash') ?? '', createHmac('sha256', config.password).update(answer).digest('hex'))) return 'invalid';
  try {
    return noticesOf(config, JSON.parse(answer)) ?? 'invalid';
  } catch (error) {
    if (error instanceof SyntaxError) return 'invalid';
    throw error;
  }
}

function sameHash(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given.toLowerCase()), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** One notice per card transaction; undefined for another shop mode, another currency or another shape. */
function noticesOf(config: LyraConfig, answer: unknown): CardNotice[] | undefined {
  const read = orderAnswer.safeParse(answer);
  if (!read.success) return undefined;
  const { orderStatus, orderDetails: { orderId, orderCurrency, mode }, transactions } = read.data;
  if (mode !== config.mode || orderCurrency !== CURRENCY || transactions.some(({ currency }) => currency !== CURRENCY)) return undefined;
  return transactions.filter(({ operationType = 'DEBIT' }) => operationType === 'DEBIT')
    .map(({ uuid, amount, status }) => ({ orderId, providerId: uuid, amount, status: statusOf(status, orderStatus) }));
}

function statusOf(transactionStatus: string, orderStatus: string): CardNotice['status'] {
  if (transactionStatus === 'PAID') return 'paid';
  if (orderStatus === 'ABANDONED' || transactionStatus === 'CANCELLED') return 'abandoned';
  return transactionStatus === 'UNPAID' ? 'refused' : 'waiting';
}
