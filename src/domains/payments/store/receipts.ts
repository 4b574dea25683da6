import { seal } from '../../../core/access/sealed.ts';
import type { FeeLine } from '../../../core/demarche/define.ts';
import type { Sql, Tx } from '../../../core/db/sql.ts';
import { today } from '../../../core/values/time.ts';
import type { Means, Payer, Payment, Receipt } from '../model.ts';
import { totalOf } from '../rules.ts';
import { nextNumber } from './counter.ts';

type ReceiptRow = {
  number: string; till_id: string; year: number; sequence: number; payment_id: string; dossier_id: string; judged_on: string; lines: FeeLine[];
  total: number; means: Means; payer_id: string | null; payer_name: string | null; issued_at: Date; issued_on: string; issued_by: string | null;
};

export type Issue = { tillId: string; payment: Payment; quoteId: string | null; judgedOn: string; lines: FeeLine[]; payer: Payer; agentId: string | null };

/** Gives a payment its receipt and the next number of its till and year. A rollback leaves no gap. */
export async function issueReceipt(tx: Tx, issue: Issue): Promise<Receipt> {
  const { payment } = issue;
  const day = today(payment.received_at);
  const year = Number(day.slice(0, 4));
  const { number, sequence } = await nextNumber(tx, `Q-${issue.tillId}-${year}`);
  const [row] = await tx<ReceiptRow[]>`
    insert into receipt (number, till_id, year, sequence, payment_id, dossier_id, quote_id, judged_on, lines, total, means, payer_id, payer_name, issued_at, issued_on, issued_by)
    values (${number}, ${issue.tillId}, ${year}, ${sequence}, ${payment.id}, ${payment.dossier_id}, ${issue.quoteId}, ${issue.judgedOn},
            ${tx.json(issue.lines as never)}, ${totalOf(issue.lines)}, ${payment.means}, ${payment.payer_id}, ${issue.payer.name ?? null},
            ${payment.received_at}, ${day}, ${issue.agentId}) returning *`;
  return receipt(row as ReceiptRow);
}

/** @returns the receipt of a payment: every payment has one. */
export async function receiptOf(tx: Sql | Tx, paymentId: string): Promise<Receipt> {
  const [row] = await tx<ReceiptRow[]>`select * from receipt where payment_id = ${paymentId}`;
  if (!row) throw new Error(`payment ${paymentId} without receipt`);
  return receipt(row);
}

/** @returns the receipt of that number; undefined when there is none. */
export async function receiptByNumber(tx: Sql | Tx, number: string): Promise<Receipt | undefined> {
  const [row] = await tx<ReceiptRow[]>`select * from receipt where number = ${number}`;
  return row && receipt(row);
}

/** The receipts of a dossier, the oldest first. */
export async function receiptsOf(tx: Sql | Tx, dossierId: string): Promise<Receipt[]> {
  const rows = await tx<ReceiptRow[]>`select * from receipt where dossier_id = ${dossierId} order by issued_at, number`;
  return rows.map(receipt);
}

/**
 * Records that a receipt is being printed. @returns it with its copy: 1 is the original, the others are marked
 * as duplicates on the paper. undefined when there is no such receipt.
 */
export async function printReceipt(tx: Tx, number: string, by: string | null, at: Date): Promise<{ receipt: Receipt; copy: number } | undefined> {
  const found = await receiptByNumber(tx, number);
  if (!found) return undefined;
  // Two prints at once must not both be the original; the receipt itself cannot be locked by a role that may not change it.
  await tx`select pg_advisory_xact_lock(hashtextextended(${`print:${number}`}, 0))`;
  const [print] = await tx<{ copy: number }[]>`
    insert into receipt_print (number, copy, printed_at, printed_by)
    select ${number}, coalesce(max(copy), 0) + 1, ${at}, ${by} from receipt_print where number = ${number} returning copy`;
  return { receipt: found, copy: print?.copy ?? 1 };
}

function receipt(row: ReceiptRow): Receipt {
  const payer: Payer = { ...(row.payer_id ? { personId: row.payer_id } : {}), ...(row.payer_name ? { name: row.payer_name } : {}) };
  return {
    number: row.number, tillId: row.till_id, year: row.year, sequence: row.sequence, paymentId: row.payment_id, dossierId: row.dossier_id,
    judgedOn: row.judged_on, lines: row.lines, total: row.total, means: row.means, issuedAt: row.issued_at, issuedOn: row.issued_on, issuedBy: row.issued_by,
    payer: seal(payer, { personIds: row.payer_id ? [row.payer_id] : [], kind: 'payeur', subjectId: row.dossier_id }),
  };
}
