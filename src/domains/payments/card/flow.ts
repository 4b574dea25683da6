import { transaction, type Sql, type Tx } from '../../../core/db/sql.ts';
import { lockDossier } from '../../../core/demarche/dossier-store.ts';
import { uuid } from '../../../core/values/ids.ts';
import { MoneyRefusal } from '../errors.ts';
import type { CardOrder } from '../model.ts';
import { checkCashable, dueOf, receivePayment } from '../store/payments.ts';
import { cardOrder, insertCardOrder, lockCardOrder, markCardOrder, startedCardOrder, waitingCardOrders } from '../store/cards.ts';
import type { CardNotice, CardProvider } from './provider.ts';

/** What card payments need of the world. */
export type CardDesk = {
  acts: Sql;
  provider: CardProvider;
  mode: 'demo' | 'production' | 'test';
  clock: () => Date;
  publicUrl: () => string;
  /** In the payment's transaction: what follows from money received (queue the dossier's next step). */
  afterPaid: (tx: Tx, dossierId: string) => Promise<void>;
};

/** Where the provider's servers post; the routes of routes.ts listen there. */
export const notificationPath = (provider: string): string => `/paiements/notification/${provider}`;

export class NothingDue extends MoneyRefusal {
  readonly code = 'nothing-due';
  constructor() { super('Rien n’est à payer pour ce dossier.'); }
}

/** Two presses, or two open pages: one order. A bank takes one payment of an order that it knows. */
const SAME_ORDER_MS = 15 * 60_000;

/**
 * Opens a card payment of what the dossier still owes, or takes up the one just opened. The order is written first, in
 * its own transaction; only then is the provider called. Throws NothingDue, NotCashable, CardUnavailable.
 * @returns the page to send the browser to.
 */
export async function startCard(desk: CardDesk, payment: { dossierId: string; label: string; returnPath: string; payerId?: string; email?: string }): Promise<{ redirectTo: string; orderId: string }> {
  const order = await transaction(desk.acts, async (tx): Promise<CardOrder> => {
    const { dossierId } = payment;
    await lockDossier(tx, dossierId);
    await checkCashable(tx, dossierId, desk.mode);
    const due = await dueOf(tx, dossierId);
    if (due === 0) throw new NothingDue();
    const order = { dossierId, provider: desk.provider.name, amount: due };
    return await startedCardOrder(tx, { ...order, since: new Date(desk.clock().getTime() - SAME_ORDER_MS) })
      ?? insertCardOrder(tx, { id: uuid(), ...order, payerId: payment.payerId ?? null, at: desk.clock() });
  });
  const { redirectTo } = await desk.provider.start({
    orderId: order.id, amount: order.amount, label: payment.label,
    returnUrl: `${desk.publicUrl()}${payment.returnPath}`, notifyUrl: `${desk.publicUrl()}${notificationPath(desk.provider.name)}`,
    ...(payment.email ? { email: payment.email } : {}),
  });
  return { redirectTo, orderId: order.id };
}

/**
 * Takes note of what the provider says, as often as it says it. Money is recorded at the amount really paid; a second
 * card transaction for the same order is a second payment, refundable.
 */
export async function settleCard(desk: CardDesk, notices: readonly CardNotice[]): Promise<void> {
  for (const notice of notices) await transaction(desk.acts, (tx) => settleOne(desk, tx, notice), 3);
}

async function settleOne(desk: CardDesk, tx: Tx, notice: CardNotice): Promise<void> {
  const order = await lockCardOrder(tx, notice.orderId, desk.provider.name);
  if (!order) throw new UnknownCardOrder();
  const at = desk.clock();
  if (notice.status !== 'paid') {
    await markCardOrder(tx, order, notice.status === 'waiting' || order.state === 'paid' ? order.state : notice.status, at);
    return;
  }
  await markCardOrder(tx, order, 'paid', at);
  const { fresh } = await receivePayment(tx, {
    dossierId: order.dossier_id, provider: desk.provider.name, providerId: notice.providerId, amount: notice.amount, means: 'card-online',
    receivedAt: at, ...(order.payer_id ? { payer: { personId: order.payer_id } } : {}),
  });
  if (fresh) await desk.afterPaid(tx, order.dossier_id);
}

/** Our own question about one order (the payer came back; a notification may be lost). Throws CardUnavailable. */
export async function checkCard(desk: CardDesk, orderId: string): Promise<CardOrder | undefined> {
  const order = await cardOrder(desk.acts, orderId);
  if (!order || order.provider !== desk.provider.name) return undefined;
  await settleCard(desk, await desk.provider.status(orderId));
  return cardOrder(desk.acts, orderId);
}

/** For a job: asks about every unpaid order between `since` and `before` (ISO instants). @returns how many were asked about, and how many could not. */
export async function checkWaitingCards(desk: CardDesk, span: { since: Date; before: Date }): Promise<{ asked: number; failed: number }> {
  const waiting = await waitingCardOrders(desk.acts, desk.provider.name, span);
  const answers = await Promise.allSettled(waiting.map((id) => checkCard(desk, id)));
  return { asked: waiting.length, failed: answers.filter(({ status }) => status === 'rejected').length };
}

/** A signed notice about an order we never opened: another installation's, or a restored database. It must be seen by a person. */
export class UnknownCardOrder extends Error {
  constructor() { super('signed notification about an unknown card order'); }
}
