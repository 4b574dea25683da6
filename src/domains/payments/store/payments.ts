import type { FeeLine } from '../../../core/demarche/define.ts';
import { lockDossier } from '../../../core/demarche/dossier-store.ts';
import type { Sql, Tx } from '../../../core/db/sql.ts';
import { uuid } from '../../../core/values/ids.ts';
import { today } from '../../../core/values/time.ts';
import { NoLongerDue, NotCashable, PaymentMismatch } from '../errors.ts';
import type { Means, Payer, Payment, Receipt } from '../model.ts';
import { allocationPostings, notCashable, receiptLines, type Posting } from '../rules.ts';
import { heldFor, post, reverse } from './ledger.ts';
import { currentQuote } from './quotes.ts';
import { issueReceipt, receiptOf } from './receipts.ts';
import { openSession } from './tills.ts';

/** Where money of each means stands until the bank or the deposit settles it. */
const debitedBy = { cash: 'till-cash', 'card-terminal': 'card-clearing', 'card-online': 'card-clearing', account: 'customer-accounts' } as const;

/** The online till: it has no drawer, only its series of receipts. */
const ONLINE = 'WEB';

export type Incoming = {
  dossierId: string; provider: string;
  /** The provider's own number of this payment; at the till, the request id of the agent's form. */
  providerId: string;
  amount: number; means: Means; payer?: Payer; receivedAt: Date;
} & ({ means: 'cash' | 'card-terminal'; tillSessionId: string; agentId: string } | { means: 'card-online' | 'account' });

export type Received = { payment: Payment; receipt: Receipt; fresh: boolean };

/**
 * Records money that came in, as an advance of the payer, with its receipt. The same provider's number gives the
 * same answer for ever; with another amount or dossier it throws PaymentMismatch. The receipt's counter is locked
 * last: call it at the end of a transaction. Throws TillNotOpen.
 */
export async function receivePayment(tx: Tx, incoming: Incoming): Promise<Received> {
  const session = 'tillSessionId' in incoming ? await openSession(tx, incoming.tillSessionId, incoming.agentId) : undefined;
  const dossier = await lockDossier(tx, incoming.dossierId);
  if (!dossier) throw new Error(`no dossier ${incoming.dossierId}`);
  const before = await heldFor(tx, dossier.id);
  const payment = await insertPayment(tx, incoming, session?.id ?? null);
  if (!payment) return earlier(tx, incoming);
  const account = debitedBy[incoming.means];
  await post(tx, {
    kind: 'payment', at: incoming.receivedAt, dossierId: dossier.id, paymentId: payment.id, ...(session ? { tillSessionId: session.id } : {}),
    lines: [
      { account, debit: payment.amount, label: 'Encaissement', ...(session ? { tillId: session.till_id } : {}) },
      { account: 'advances', credit: payment.amount, label: 'Reçu, non affecté', dossierId: dossier.id },
    ] satisfies Posting[],
  });
  const quote = await currentQuote(tx, dossier.id);
  const receipt = await issueReceipt(tx, {
    tillId: session?.till_id ?? ONLINE, payment, quoteId: quote?.id ?? null, judgedOn: dossier.judged_on ?? today(incoming.receivedAt),
    lines: receiptLines(quote, before, payment.amount), payer: incoming.payer ?? {}, agentId: 'agentId' in incoming ? incoming.agentId : null,
  });
  return { payment, receipt, fresh: true };
}

/** @returns what a dossier still has to pay of the quote in force; never less than zero, and nothing once the dossier is over, or while it is examined again (a hearing). */
export async function dueOf(tx: Sql | Tx, dossierId: string): Promise<number> {
  const [over] = await tx`select 1 from dossier where id = ${dossierId} and state in ('in_review', 'decided', 'issued', 'refused', 'cancelled')`;
  if (over) return 0;
  return Math.max(0, ((await currentQuote(tx, dossierId))?.total ?? 0) - (await heldFor(tx, dossierId)));
}

/** Before taking money: throws NotCashable when, in production, the quote holds an amount « à confirmer ». */
export async function checkCashable(tx: Sql | Tx, dossierId: string, mode: 'demo' | 'production' | 'test'): Promise<void> {
  const quote = await currentQuote(tx, dossierId);
  const refused = notCashable(quote?.lines ?? [], mode);
  if (refused.length) throw new NotCashable(refused.map((line) => line.label));
}

/**
 * Money taken at a counter: refuses placeholders in production, and what is no longer due (another till, or a card, was
 * faster; the dossier was given up), then records. The same form sent twice is one payment. Throws NotCashable, NoLongerDue.
 */
export async function cashAtTill(tx: Tx, mode: 'demo' | 'production' | 'test', incoming: Extract<Incoming, { tillSessionId: string }>): Promise<Received> {
  await lockDossier(tx, incoming.dossierId);
  const [known] = await tx`select 1 from payment where provider = ${incoming.provider} and provider_id = ${incoming.providerId}`;
  if (!known && incoming.amount > await dueOf(tx, incoming.dossierId)) throw new NoLongerDue();
  await checkCashable(tx, incoming.dossierId, mode);
  return receivePayment(tx, incoming);
}

async function insertPayment(tx: Tx, incoming: Incoming, sessionId: string | null): Promise<Payment | undefined> {
  const [row] = await tx<Payment[]>`
    insert into payment (id, dossier_id, provider, provider_id, amount, means, till_session_id, payer_id, received_at)
    values (${uuid()}, ${incoming.dossierId}, ${incoming.provider}, ${incoming.providerId}, ${incoming.amount}, ${incoming.means},
            ${sessionId}, ${incoming.payer?.personId ?? null}, ${incoming.receivedAt})
    on conflict on constraint payment_once do nothing returning *`;
  return row;
}

async function earlier(tx: Tx, incoming: Incoming): Promise<Received> {
  const [payment] = await tx<Payment[]>`select * from payment where provider = ${incoming.provider} and provider_id = ${incoming.providerId}`;
  if (!payment || payment.amount !== incoming.amount || payment.dossier_id !== incoming.dossierId) throw new PaymentMismatch();
  return { payment, receipt: await receiptOf(tx, payment.id), fresh: false };
}

/** Gives a dossier's advance to the fees of an act, in the act's transaction. Throws InsufficientAdvance; a second time for one act breaks a unique index. */
export async function allocate(tx: Tx, settled: { dossierId: string; actId: string; lines: readonly FeeLine[] }): Promise<void> {
  const lines = allocationPostings(settled.dossierId, settled.lines);
  if (lines.length) await post(tx, { kind: 'allocation', dossierId: settled.dossierId, actId: settled.actId, lines });
}

/**
 * For an act that cancels `cancelledActId`: what was allocated to it becomes the payer's again, ready for a refund.
 * @returns francs given back to the advance; 0 when the act had cost nothing.
 */
export async function giveBackAllocation(tx: Tx, cancel: { actId: string; cancelledActId: string }): Promise<number> {
  const [entry] = await tx<{ id: string; dossier_id: string; total: number }[]>`
    select id, dossier_id, total from ledger_entry where kind = 'allocation' and act_id = ${cancel.cancelledActId}`;
  if (!entry) return 0;
  await reverse(tx, { entryId: entry.id, actId: cancel.actId, dossierId: entry.dossier_id });
  return entry.total;
}

/** The payments of a dossier, the oldest first. */
export async function paymentsOf(tx: Sql | Tx, dossierId: string): Promise<Payment[]> {
  return tx<Payment[]>`select * from payment where dossier_id = ${dossierId} order by received_at, id`;
}
