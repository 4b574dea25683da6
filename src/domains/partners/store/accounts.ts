import { isRefusal } from '../../../core/db/errors.ts';
import type { Sql, Tx } from '../../../core/db/sql.ts';
import { uuid } from '../../../core/values/ids.ts';
import { advanceOf, entryOfPayment, postDeposit, postReturn, receivePayment, type MoneyCheck } from '../../payments/index.ts';

/** Francs of a company: `available` is what it may still spend, its reserved sums taken off and its credit added. */
export type Account = { balance: number; reserved: number; credit: number; available: number };
export type Movement = { id: string; kind: 'deposit' | 'payment' | 'return'; amount: number; label: string; reference: string | null; dossier_id: string | null; dossier: string | null; demarche: string | null; at: Date };

/** The account of a company; all zeros while it has none. */
export async function accountOf(tx: Sql | Tx, companyId: string): Promise<Account> {
  const [row] = await tx<{ balance: number; reserved: number; credit: number }[]>`
    select coalesce((select balance from partner_account where company_id = ${companyId}), 0) as balance,
           coalesce((select reserved from partner_account where company_id = ${companyId}), 0) as reserved,
           (select coalesce(max(credit), 0)::bigint from accreditation where company_id = ${companyId} and (status = 'active' or frozen_until <= now())) as credit`;
  const { balance, reserved, credit } = row ?? { balance: 0, reserved: 0, credit: 0 };
  return { balance, reserved, credit, available: balance + credit - reserved };
}

/** Holds the account until the end of the transaction: whoever spends or reserves takes turns. */
export async function lockAccount(tx: Tx, companyId: string, at: Date): Promise<Account> {
  await tx`insert into partner_account (company_id, opened_at) values (${companyId}, ${at}) on conflict do nothing`;
  await tx`select 1 from partner_account where company_id = ${companyId} for update`;
  return accountOf(tx, companyId);
}

/** The same transfer is recorded once. */
export class DepositKnown extends Error {
  constructor() { super('Ce virement est déjà enregistré : la même référence a déjà servi.'); }
}

/** A transfer, recorded by an agent. Throws DepositKnown. */
export async function deposit(tx: Tx, given: { companyId: string; amount: number; reference: string; agentId: string; at: Date }): Promise<void> {
  await lockAccount(tx, given.companyId, given.at);
  const entry = await postDeposit(tx, given);
  try {
    await tx`insert into partner_account_movement (id, company_id, kind, amount, entry_id, reference, label, agent_id, at)
      values (${uuid()}, ${given.companyId}, 'deposit', ${given.amount}, ${entry}, ${given.reference}, 'Virement reçu', ${given.agentId}, ${given.at})`;
  } catch (error) {
    throw isRefusal(error, 'unique', 'partner_deposit_once') ? new DepositKnown() : error;
  }
}

/** Whether an account holds enough for a dossier, with what a batch reserved for it. A look: `charge` asks again under lock. */
export async function couldPay(tx: Sql | Tx, given: { companyId: string; dossierId: string; amount: number }): Promise<boolean> {
  const [{ available }, [own]] = await Promise.all([accountOf(tx, given.companyId), tx<{ reserved: number }[]>`select reserved from partner_batch_row where dossier_id = ${given.dossierId}`]);
  return available + (own?.reserved ?? 0) >= given.amount;
}

/** Pays a dossier from its company's account, when there is enough; what a batch reserved for it is spent first. @returns whether it did */
export async function charge(tx: Tx, given: { companyId: string; dossierId: string; label: string; amount: number; at: Date }): Promise<boolean> {
  await lockAccount(tx, given.companyId, given.at);
  await tx`update partner_batch_row set reserved = 0 where dossier_id = ${given.dossierId} and reserved > 0`;
  const { available } = await accountOf(tx, given.companyId);
  if (available < given.amount) return false;
  const paid = await tx<{ n: number }[]>`select count(*)::int as n from payment where dossier_id = ${given.dossierId}`;
  const { payment } = await receivePayment(tx, { dossierId: given.dossierId, provider: 'account', providerId: `${given.dossierId}:${paid[0]?.n ?? 0}`, amount: given.amount, means: 'account', receivedAt: given.at, payer: { personId: given.companyId } });
  await tx`insert into partner_account_movement (id, company_id, kind, amount, entry_id, dossier_id, label, at)
    values (${uuid()}, ${given.companyId}, 'payment', ${-given.amount}, ${await entryOfPayment(tx, payment.id)}, ${given.dossierId}, ${given.label}, ${given.at})`;
  return true;
}

/** What a dossier holds and no longer needs goes back to the account that paid it. @returns francs */
export async function giveBackToAccount(tx: Tx, given: { companyId: string; dossierId: string; label: string; at: Date }): Promise<number> {
  await lockAccount(tx, given.companyId, given.at);
  await tx`update partner_batch_row set reserved = 0 where dossier_id = ${given.dossierId} and reserved > 0`;
  const amount = await advanceOf(tx, given.dossierId);
  if (amount <= 0) return 0;
  const entry = await postReturn(tx, { dossierId: given.dossierId, amount, at: given.at });
  await tx`insert into partner_account_movement (id, company_id, kind, amount, entry_id, dossier_id, label, at)
    values (${uuid()}, ${given.companyId}, 'return', ${amount}, ${entry}, ${given.dossierId}, ${given.label}, ${given.at})`;
  return amount;
}

/** The movements of an account in [from, to), the latest first. */
export async function movementsOf(sql: Sql | Tx, companyId: string, span: { from: Date; to: Date }, limit = 500): Promise<Movement[]> {
  return sql<Movement[]>`
    select m.id, m.kind, m.amount, m.label, m.reference, m.dossier_id, d.number as dossier, d.demarche, m.at
    from partner_account_movement m left join pub_partners_dossier d on d.id = m.dossier_id
    where m.company_id = ${companyId} and m.at >= ${span.from} and m.at < ${span.to} order by m.at desc, m.id desc limit ${limit}`;
}

/** When the account first moved; null while it never did. */
export async function movingSince(sql: Sql | Tx, companyId: string): Promise<Date | null> {
  const [row] = await sql<{ at: Date | null }[]>`select min(at) as at from partner_account_movement where company_id = ${companyId}`;
  return row?.at ?? null;
}

/** The balance at an instant. */
export async function balanceAt(sql: Sql | Tx, companyId: string, at: Date): Promise<number> {
  const [row] = await sql<{ balance: number }[]>`select coalesce(sum(amount), 0)::bigint as balance from partner_account_movement where company_id = ${companyId} and at < ${at}`;
  return row?.balance ?? 0;
}

/** Every account against its movements, and all of them against the ledger. Reads only. */
export async function verifyAccounts(sql: Sql | Tx): Promise<MoneyCheck[]> {
  const balances = await sql<{ fault: string }[]>`
    select 'compte ' || a.company_id || ' : solde ' || a.balance || ', mouvements ' || coalesce(m.amount, 0) as fault
    from partner_account a left join (select company_id, sum(amount) as amount from partner_account_movement group by 1) m using (company_id) where a.balance <> coalesce(m.amount, 0)`;
  const entries = await sql<{ fault: string }[]>`
    select 'mouvement ' || coalesce(m.id::text, 'absent') || ', écriture ' || coalesce(l.entry_id::text, 'absente') as fault
    from partner_account_movement m full join (select entry_id, sum(credit - debit) as amount from ledger_line where account = 'customer-accounts' group by 1) l on l.entry_id = m.entry_id
    where m.amount is distinct from l.amount`;
  const reserved = await sql<{ fault: string }[]>`
    select 'compte ' || coalesce(a.company_id, r.company_id) || ' : réservé ' || coalesce(a.reserved, 0) || ', lignes de lots ' || coalesce(r.reserved, 0) as fault
    from partner_account a full join (select b.company_id, sum(r.reserved) as reserved from partner_batch_row r join partner_batch b on b.id = r.batch_id where r.reserved > 0 group by 1) r using (company_id) where coalesce(a.reserved, 0) <> coalesce(r.reserved, 0)`;
  return [{ name: 'ce qui est réservé sur chaque compte est la somme des lignes de ses lots', faults: reserved.map(({ fault }) => fault) }, { name: 'le solde de chaque compte professionnel est la somme de ses mouvements', faults: balances.map(({ fault }) => fault) }, { name: 'chaque mouvement d’un compte professionnel a son écriture', faults: entries.map(({ fault }) => fault) }];
}
