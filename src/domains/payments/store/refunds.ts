import type { Sql, Tx } from '../../../core/db/sql.ts';
import { uuid } from '../../../core/values/ids.ts';
import { today } from '../../../core/values/time.ts';
import { RefundRefused } from '../errors.ts';
import type { Refund } from '../model.ts';
import { nextNumber } from './counter.ts';
import { barredFrom } from './hands.ts';
import { post } from './ledger.ts';

const tooShort = (text: string) => text.trim().length < 10;

/**
 * An agent asks that money be given back. It leaves the advance at once, so that nobody can spend it meanwhile.
 * Throws InsufficientAdvance, RefundRefused.
 */
export async function requestRefund(tx: Tx, ask: { dossierId: string; amount: number; reason: string; agentId: string; payeeId?: string; at: Date }): Promise<Refund> {
  if (ask.amount <= 0) throw new RefundRefused('nothing-left');
  if (tooShort(ask.reason)) throw new RefundRefused('reason-required');
  const id = uuid();
  const { number } = await nextNumber(tx, `R-${today(ask.at).slice(0, 4)}`);
  const [refund] = await tx<Refund[]>`
    insert into refund (id, number, dossier_id, amount, reason, payee_id, requested_by, requested_at)
    values (${id}, ${number}, ${ask.dossierId}, ${ask.amount}, ${ask.reason.trim()}, ${ask.payeeId ?? null}, ${ask.agentId}, ${ask.at}) returning *`;
  await post(tx, { kind: 'refund-request', at: ask.at, dossierId: ask.dossierId, refundId: id, lines: [
    { account: 'advances', debit: ask.amount, label: 'Remboursement demandé', dossierId: ask.dossierId },
    { account: 'refunds-due', credit: ask.amount, label: 'À rembourser', dossierId: ask.dossierId },
  ] });
  return refund as Refund;
}

/**
 * Another agent approves or rejects (then with a reason). Whoever asked may only take it back; whoever took the money, or
 * another step that bars them that day, does not approve. Throws RefundRefused.
 */
export async function decideRefund(tx: Tx, decision: { refundId: string; agentId: string; verdict: 'approved' | 'rejected'; reason?: string; at: Date }): Promise<Refund> {
  const refund = await lockRefund(tx, decision.refundId, 'requested');
  if (decision.verdict === 'approved') {
    if (refund.requested_by === decision.agentId) throw new RefundRefused('same-person');
    if ((await barredFrom(tx, refund.dossier_id, decision.at)).some(({ agent_id }) => agent_id === decision.agentId)) throw new RefundRefused('had-a-hand');
  }
  const reason = decision.reason?.trim() || null;
  if (decision.verdict === 'rejected' && tooShort(reason ?? '')) throw new RefundRefused('reason-required');
  const [decided] = await tx<Refund[]>`
    update refund set state = ${decision.verdict}, decided_by = ${decision.agentId}, decided_at = ${decision.at}, decision_reason = ${reason}
    where id = ${refund.id} returning *`;
  if (decision.verdict === 'rejected') {
    await post(tx, { kind: 'refund-rejected', at: decision.at, dossierId: refund.dossier_id, refundId: refund.id, lines: [
      { account: 'refunds-due', debit: refund.amount, label: 'Remboursement rejeté', dossierId: refund.dossier_id },
      { account: 'advances', credit: refund.amount, label: 'Rendu à l’avance', dossierId: refund.dossier_id },
    ] });
  }
  return decided as Refund;
}

/** The treasury or the card provider has paid: `reference` is their own number, good for one refund. Throws RefundRefused. */
export async function executeRefund(tx: Tx, done: { refundId: string; means: 'treasury' | 'card'; reference: string; agentId: string; at: Date }): Promise<Refund> {
  const refund = await lockRefund(tx, done.refundId, 'approved');
  const [executed] = await tx<Refund[]>`
    update refund set state = 'executed', means = ${done.means}, reference = ${done.reference}, executed_by = ${done.agentId}, executed_at = ${done.at}
    where id = ${refund.id} returning *`;
  await post(tx, { kind: 'refund-executed', at: done.at, dossierId: refund.dossier_id, refundId: refund.id, lines: [
    { account: 'refunds-due', debit: refund.amount, label: 'Remboursement versé', dossierId: refund.dossier_id },
    { account: done.means === 'card' ? 'card-clearing' : 'treasury', credit: refund.amount, label: `Versé, ${done.reference}` },
  ] });
  return executed as Refund;
}

/** Refunds that wait for a decision, or for the treasury: the two queues of the régie. */
export async function refundsIn(tx: Sql | Tx, state: 'requested' | 'approved'): Promise<Refund[]> {
  return tx<Refund[]>`select * from refund where state = ${state} order by requested_at, number`;
}

/** The refunds of a dossier, the oldest first. */
export async function refundsOf(tx: Sql | Tx, dossierId: string): Promise<Refund[]> {
  return tx<Refund[]>`select * from refund where dossier_id = ${dossierId} order by requested_at, number`;
}

async function lockRefund(tx: Tx, id: string, state: Refund['state']): Promise<Refund> {
  const [refund] = await tx<Refund[]>`select * from refund where id = ${id} for update`;
  if (refund?.state !== state) throw new RefundRefused('wrong-state');
  return refund;
}
