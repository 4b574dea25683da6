import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Sql } from '../../../core/db/sql.ts';
import { uuid } from '../../../core/values/ids.ts';
import type { CardNotice, CardProvider, CardRequest } from './provider.ts';

const notice = z.object({ orderId: z.uuid(), providerId: z.string().min(1), amount: z.int().positive(), status: z.enum(['paid', 'refused', 'abandoned']) });
const order = z.object({ orderId: z.uuid(), amount: z.int().positive(), label: z.string(), returnUrl: z.url(), notifyUrl: z.url() });

export type Choice = 'paid' | 'refused' | 'abandoned' | 'paid-silently';
export const PATH = '/simulateur-carte';

/** The bank of the demonstration. It keeps its own memory, so that a lost notification can be asked for. */
export class CardSimulator implements CardProvider {
  readonly name = 'simulateur';
  readonly #sql: Sql;
  readonly #secret: string;
  readonly #publicUrl: () => string;

  /** @param secret shared by «the bank» and us. Throws in production: there, nothing may pay with a simulated card. */
  constructor(options: { sql: Sql; secret: string; publicUrl: () => string; mode: 'demo' | 'production' | 'test' }) {
    if (options.mode === 'production') throw new Error('the simulated card provider does not exist in production');
    this.#sql = options.sql;
    this.#secret = options.secret;
    this.#publicUrl = options.publicUrl;
  }

  async start(request: CardRequest): Promise<{ redirectTo: string }> {
    const body = Buffer.from(JSON.stringify(order.parse(request))).toString('base64url');
    return { redirectTo: `${this.#publicUrl()}${PATH}/paiement?jeton=${body}.${this.#sign(body)}` };
  }

  verifyNotification(body: string, headers: Readonly<Record<string, string | string[] | undefined>>): CardNotice[] | 'invalid' {
    if (!this.#signed(body, String(headers['x-simulateur-signature'] ?? ''))) return 'invalid';
    return [notice.parse(JSON.parse(body))];
  }

  async status(orderId: string): Promise<CardNotice[]> {
    const rows = await this.#sql<{ amount: number; status: CardNotice['status']; provider_id: string }[]>`
      select amount, status, provider_id from card_simulation where order_id = ${orderId}`;
    return rows.map((row) => ({ orderId, providerId: row.provider_id, amount: row.amount, status: row.status }));
  }

  /** The order behind a page's address; undefined when the address was not made by `start`. */
  read(token: unknown): CardRequest | undefined {
    const [body = '', signature = ''] = typeof token === 'string' ? token.split('.') : [];
    return this.#signed(body, signature) ? order.parse(JSON.parse(Buffer.from(body, 'base64url').toString())) : undefined;
  }

  /** The cardholder chose. A paid order stays paid. Sends the signed notification, unless it is to be lost. */
  async decide(request: CardRequest, choice: Choice): Promise<void> {
    await this.#sql`
      insert into card_simulation (order_id, amount, status, provider_id)
      values (${request.orderId}, ${request.amount}, ${choice === 'paid-silently' ? 'paid' : choice}, ${`SIM-${uuid()}`})
      on conflict (order_id) do update set status = excluded.status, decided_at = clock_timestamp() where card_simulation.status <> 'paid'`;
    if (choice === 'paid-silently') return;
    const [told] = await this.status(request.orderId);
    const body = JSON.stringify(told);
    // A merchant that does not answer is not the cardholder's concern: our status query will find the payment.
    await fetch(request.notifyUrl, {
      method: 'POST', body, headers: { 'content-type': 'application/json', 'x-simulateur-signature': this.#sign(body) }, signal: AbortSignal.timeout(5_000),
    }).catch(() => undefined);
  }

  #sign(text: string): string {
    return createHmac('sha256', this.#secret).update(text).digest('base64url');
  }

  #signed(text: string, signature: string): boolean {
    const [a, b] = [Buffer.from(signature), Buffer.from(this.#sign(text))];
    return a.length === b.length && timingSafeEqual(a, b);
  }
}
