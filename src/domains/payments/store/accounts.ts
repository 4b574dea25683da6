/** Professionals' accounts with the administration, as the ledger sees them; whose each is, their domain keeps. */
import type { Tx } from '../../../core/db/sql.ts';
import { post } from './ledger.ts';

/** A transfer came in for an account. @returns its entry */
export function postDeposit(tx: Tx, deposit: { amount: number; reference: string; at: Date }): Promise<string> {
  return post(tx, { kind: 'account-deposit', at: deposit.at, lines: [
    { account: 'treasury', debit: deposit.amount, label: `Virement reçu, ${deposit.reference}` },
    { account: 'customer-accounts', credit: deposit.amount, label: 'Versé au compte professionnel' },
  ] });
}

/** What a dossier did not use goes back to the account that paid it. @returns its entry. Throws InsufficientAdvance. */
export function postReturn(tx: Tx, back: { dossierId: string; amount: number; at: Date }): Promise<string> {
  return post(tx, { kind: 'account-return', at: back.at, dossierId: back.dossierId, lines: [
    { account: 'advances', debit: back.amount, label: 'Rendu au compte professionnel', dossierId: back.dossierId },
    { account: 'customer-accounts', credit: back.amount, label: 'Retour au compte professionnel' },
  ] });
}

/** The entry of a payment. */
export async function entryOfPayment(tx: Tx, paymentId: string): Promise<string> {
  const [row] = await tx<{ id: string }[]>`select id from ledger_entry where payment_id = ${paymentId}`;
  return row?.id ?? '';
}

/** The dossier whose money paid an act, when an account paid it. */
export async function paidByAccount(tx: Tx, actId: string): Promise<string | undefined> {
  const [row] = await tx<{ dossier_id: string }[]>`
    select e.dossier_id from ledger_entry e where e.kind = 'allocation' and e.act_id = ${actId}
      and exists (select 1 from payment p where p.dossier_id = e.dossier_id and p.means = 'account')`;
  return row?.dossier_id;
}
