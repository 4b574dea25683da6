import type { Sql, Tx } from '../../../core/db/sql.ts';
import type { LawDate } from '../../../core/values/time.ts';

/** What one commune is owed for a period [from, to), and how it reconciles with the receipts of that period. */
export type CommuneStatement = {
  commune: string;
  /** Allocated to acts in the period, less what was cancelled: what is to be paid over. */
  due: number; acts: number;
  /** Lines of the period's receipts for this commune. */
  receipted: number;
  /** Of those, francs whose act is not recorded in the period (still an advance, refunded, or a later act). */
  receiptedNotDue: number;
  /** Of `due`, francs paid by a receipt outside the period or by a part payment. */
  dueNotReceipted: number;
};

/** The yearly (or any) statement of the redevance by commune; due = receipted − receiptedNotDue + dueNotReceipted. */
export async function redevanceStatement(sql: Sql | Tx, period: { from: LawDate; to: LawDate }): Promise<CommuneStatement[]> {
  return sql<CommuneStatement[]>`
    with due as (
      select commune, dossier_id, sum(amount) as amount, count(distinct act_id) filter (where amount > 0) as acts
      from pub_payments_redevance where posted_on >= ${period.from} and posted_on < ${period.to} group by commune, dossier_id
    ), receipted as (
      select line ->> 'commune' as commune, r.dossier_id, sum((line ->> 'amount')::bigint) as amount
      from receipt r, jsonb_array_elements(r.lines) line
      where line ->> 'account' = 'municipal-fee' and r.issued_on >= ${period.from} and r.issued_on < ${period.to} group by 1, 2
    )
    select commune, coalesce(sum(due.amount), 0)::bigint as due, coalesce(sum(due.acts), 0)::bigint as acts, coalesce(sum(receipted.amount), 0)::bigint as receipted,
           coalesce(sum(greatest(coalesce(receipted.amount, 0) - coalesce(due.amount, 0), 0)), 0)::bigint as "receiptedNotDue",
           coalesce(sum(greatest(coalesce(due.amount, 0) - coalesce(receipted.amount, 0), 0)), 0)::bigint as "dueNotReceipted"
    from due full join receipted using (commune, dossier_id) group by commune order by commune`;
}
