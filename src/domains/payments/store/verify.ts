import type { Sql, Tx } from '../../../core/db/sql.ts';
import type { FeeLine } from '../../../core/demarche/define.ts';
import { recompute } from '../rules.ts';

/** One check of the money: what it looks for, and each thing found wrong, in words. */
export type MoneyCheck = { name: string; faults: string[] };

type Fault = { fault: string };

/**
 * Checks the whole ledger against itself, the receipts, the acts and the tariff. Reads only.
 * @returns every check, with its faults: all empty when the money is right.
 */
export async function verifyLedger(sql: Sql | Tx): Promise<MoneyCheck[]> {
  const checks: MoneyCheck[] = [];
  for (const [name, query] of Object.entries(queries)) {
    checks.push({ name, faults: (await query(sql)).map(({ fault }) => fault) });
  }
  return [...checks, { name: 'chaque quittance se recalcule au franc près', faults: await recomputedFaults(sql) }];
}

const queries: Record<string, (sql: Sql | Tx) => PromiseLike<Fault[]>> = {
  'débit = crédit pour chaque écriture': (sql) => sql<Fault[]>`
    select 'écriture ' || e.id || ' : débit ' || coalesce(sum(l.debit), 0) || ', crédit ' || coalesce(sum(l.credit), 0) || ', total ' || e.total as fault
    from ledger_entry e left join ledger_line l on l.entry_id = e.id
    group by e.id having coalesce(sum(l.debit), 0) <> e.total or coalesce(sum(l.credit), 0) <> e.total`,

  'débit = crédit au total': (sql) => sql<Fault[]>`
    select 'débit ' || sum(debit) || ', crédit ' || sum(credit) as fault from ledger_line having sum(debit) <> sum(credit)`,

  'aucune avance négative, chaque solde égal au grand livre': (sql) => sql<Fault[]>`
    select 'dossier ' || coalesce(b.dossier_id, l.dossier_id) || ' : solde ' || coalesce(b.amount, 0) || ', grand livre ' || coalesce(l.amount, 0) as fault
    from advance_balance b full join
      (select dossier_id, sum(credit - debit) as amount from ledger_line where account = 'advances' group by dossier_id) l on l.dossier_id = b.dossier_id
    where coalesce(b.amount, 0) <> coalesce(l.amount, 0) or coalesce(l.amount, 0) < 0`,

  'chaque paiement a son écriture et sa quittance du même montant': (sql) => sql<Fault[]>`
    select 'paiement ' || p.id as fault from payment p
    left join ledger_entry e on e.payment_id = p.id left join receipt r on r.payment_id = p.id
    where e.total is distinct from p.amount or r.total is distinct from p.amount or r.dossier_id is distinct from p.dossier_id
       or e.dossier_id is distinct from p.dossier_id`,

  'quittances sans trou par caisse et par année': (sql) => sql<Fault[]>`
    select 'série Q-' || coalesce(r.till_id || '-' || r.year, c.counter) || ' : ' || coalesce(r.many, 0) || ' quittances, la dernière ' || coalesce(r.last, 0)
           || ', compteur ' || coalesce(c.value, 0) as fault
    from (select till_id, year, count(*) as many, max(sequence) as last from receipt group by till_id, year) r
    full join (select counter, value from payments_counter where counter like 'Q-%') c on c.counter = 'Q-' || r.till_id || '-' || r.year
    where r.many is distinct from r.last or r.last is distinct from c.value`,

  'remboursements numérotés sans trou': (sql) => sql<Fault[]>`
    select 'série ' || c.counter || ' : ' || count(r.id) || ' remboursements, compteur ' || c.value as fault
    from payments_counter c left join refund r on r.number like c.counter || '-%'
    where c.counter like 'R-%' group by c.counter, c.value having count(r.id) <> c.value`,

  'chaque affectation correspond à un acte du dossier et à un devis de ce dossier': (sql) => sql<Fault[]>`
    select 'affectation ' || e.id || ' de l''acte ' || e.act_id as fault
    from ledger_entry e join act a on a.id = e.act_id
    where e.kind = 'allocation' and (
      a.author ->> 'dossierId' is distinct from e.dossier_id::text and a.author ->> 'kind' = 'dossier'
      or not exists (
        select 1 from quote q where q.dossier_id = e.dossier_id and not exists (
          (select line ->> 'account', line ->> 'commune', line ->> 'tariffVersion', sum((line ->> 'amount')::bigint)
             from jsonb_array_elements(q.lines) line where (line ->> 'amount')::bigint > 0 group by 1, 2, 3)
          except select account, commune, tariff_version, sum(credit) from ledger_line where entry_id = e.id and credit > 0 group by 1, 2, 3)
        and q.total = e.total))`,

  'chaque annulation défait exactement son écriture': (sql) => sql<Fault[]>`
    select 'annulation ' || e.id as fault from ledger_entry e where e.kind = 'reversal' and exists (
      (select account, commune, debit, credit from ledger_line where entry_id = e.id
       except all select account, commune, credit, debit from ledger_line where entry_id = e.reverses))`,

  'chaque remboursement au montant demandé, par deux personnes': (sql) => sql<Fault[]>`
    select 'remboursement ' || r.number || ' (' || r.state || ')' as fault from refund r
    left join (select refund_id, count(*) as entries, min(total) as low, max(total) as high from ledger_entry where refund_id is not null group by refund_id) e on e.refund_id = r.id
    where e.low is distinct from r.amount or e.high is distinct from r.amount
       or e.entries is distinct from (case when r.state in ('rejected', 'executed') then 2 else 1 end) or (r.decided_by = r.requested_by and r.state <> 'rejected')`,

  'une caisse close est vide, son écart est au grand livre': (sql) => sql<Fault[]>`
    select 'session de caisse ' || s.id || ' (' || s.till_id || ')' as fault from till_session s
    left join ledger_entry e on e.till_session_id = s.id left join ledger_line l on l.entry_id = e.id and l.account in ('till-cash', 'discrepancy')
    where s.state = 'closed' group by s.id
    having coalesce(sum(l.debit - l.credit) filter (where l.account = 'till-cash'), 0) <> 0
        or coalesce(sum(l.credit - l.debit) filter (where l.account = 'discrepancy'), 0) <> s.discrepancy`,
};

async function recomputedFaults(sql: Sql | Tx): Promise<string[]> {
  const faults: string[] = [];
  let after = '';
  for (;;) {
    const rows = await sql<{ number: string; judged_on: string; lines: FeeLine[] }[]>`
      select number, judged_on, lines from receipt where number > ${after} order by number limit 1000`;
    for (const { number, judged_on, lines } of rows) {
      for (const { line, expected } of recompute(lines, judged_on)) faults.push(`quittance ${number}, ${line.label} : ${line.amount} F, le tarif donne ${expected ?? 'rien'}`);
    }
    if (rows.length < 1000) return faults;
    after = rows.at(-1)?.number ?? '';
  }
}
