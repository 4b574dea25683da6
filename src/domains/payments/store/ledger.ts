import { isRefusal } from '../../../core/db/errors.ts';
import type { Sql, Tx } from '../../../core/db/sql.ts';
import { addF } from '../../../core/values/money.ts';
import { uuid } from '../../../core/values/ids.ts';
import { InsufficientAdvance } from '../errors.ts';
import type { Balance } from '../model.ts';
import type { Posting } from '../rules.ts';

type EntryKind = 'payment' | 'allocation' | 'reversal' | 'refund-request' | 'refund-rejected' | 'refund-executed' | 'till-opening' | 'till-discrepancy' | 'till-closing' | 'account-deposit' | 'account-return';

export type Entry = {
  kind: EntryKind; lines: readonly Posting[];
  /** When money moved; an entry of an act takes the act's own moment. */
  at?: Date;
  dossierId?: string; actId?: string; reverses?: string; paymentId?: string; refundId?: string; tillSessionId?: string;
};

/**
 * Writes one entry and its lines. The database checks debit = credit at commit, and refuses at once an entry that
 * was already posted (unique) or that spends more than was received. Throws InsufficientAdvance.
 */
export async function post(tx: Tx, entry: Entry): Promise<string> {
  const id = uuid();
  const debits = addF(...entry.lines.map((line) => line.debit ?? 0));
  try {
    await Promise.all([
      tx`insert into ledger_entry (id, kind, total, dossier_id, act_id, reverses, payment_id, refund_id, till_session_id, recorded_at, posted_on)
         select ${id}, ${entry.kind}, ${debits}::bigint, ${entry.dossierId ?? null}::uuid, ${entry.actId ?? null}::uuid, ${entry.reverses ?? null}::uuid, ${entry.paymentId ?? null}::uuid,
                ${entry.refundId ?? null}::uuid, ${entry.tillSessionId ?? null}::uuid, moment, moment::date
         from (select coalesce(${entry.at ?? null}::timestamptz, (select recorded_at from act where id = ${entry.actId ?? null}::uuid)) as moment) m`.execute(),
      tx`insert into ledger_line ${tx(entry.lines.map((line, position) => rowOf(id, position + 1, line)))}`.execute(),
    ]);
  } catch (error) {
    throw isRefusal(error, 'check', 'advance_never_negative') ? new InsufficientAdvance(debits) : error;
  }
  return id;
}

function rowOf(entryId: string, position: number, line: Posting) {
  return {
    entry_id: entryId, position, account: line.account, debit: line.debit ?? 0, credit: line.credit ?? 0, label: line.label,
    text_id: line.text ?? null, formula: line.formula ?? null, tariff_version: line.tariffVersion ?? null,
    commune: line.commune ?? null, till_id: line.tillId ?? null, dossier_id: line.dossierId ?? null,
  };
}

/** Posts the mirror of an entry, for an act that cancels the act it paid: the money is the payer's again. */
export async function reverse(tx: Tx, reversal: { entryId: string; actId: string; dossierId: string }): Promise<void> {
  const lines = await tx<{ account: Posting['account']; debit: number; credit: number; label: string; text_id: string | null; formula: string | null; tariff_version: string | null; commune: string | null; dossier_id: string }[]>`
    select account, debit, credit, label, text_id, formula, tariff_version, commune, dossier_id from ledger_line where entry_id = ${reversal.entryId} order by position`;
  await post(tx, {
    kind: 'reversal', dossierId: reversal.dossierId, actId: reversal.actId, reverses: reversal.entryId,
    lines: lines.map((line) => ({
      account: line.account, debit: line.credit, credit: line.debit, label: `Annulation : ${line.label}`, dossierId: line.dossier_id,
      ...(line.text_id ? { text: line.text_id } : {}), ...(line.formula ? { formula: line.formula } : {}),
      ...(line.tariff_version ? { tariffVersion: line.tariff_version } : {}), ...(line.commune ? { commune: line.commune } : {}),
    })),
  });
}

/** @returns francs received for the dossier and neither allocated, nor refunded, nor being refunded. */
export async function advanceOf(tx: Sql | Tx, dossierId: string): Promise<number> {
  const [row] = await tx<{ amount: number }[]>`select amount from advance_balance where dossier_id = ${dossierId}`;
  return row?.amount ?? 0;
}

/** The money of one dossier, from the ledger itself. */
export async function balanceOf(tx: Sql | Tx, dossierId: string): Promise<Balance> {
  const [row] = await tx<Omit<Balance, 'refundable'>[]>`
    select received, allocated, refunding, refunded from pub_payments_dossier where dossier_id = ${dossierId}`;
  const { received, allocated, refunding, refunded } = row ?? { received: 0, allocated: 0, refunding: 0, refunded: 0 };
  return { received, allocated, refunding, refunded, refundable: received - allocated - refunding - refunded };
}

/** @returns francs received for a dossier and not given back nor about to be: what counts against its quote. */
export async function heldFor(tx: Sql | Tx, dossierId: string): Promise<number> {
  const { received, refunding, refunded } = await balanceOf(tx, dossierId);
  return received - refunding - refunded;
}
