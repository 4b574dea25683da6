import { randomBytes } from 'node:crypto';
import type { Sql, Tx } from '../../../core/db/sql.ts';
import { today } from '../../../core/values/time.ts';
import { territory } from '../../../territory/index.ts';
import { answerIds, type CheckAnswer } from '../model/index.ts';
import { isSampled, sealOf } from '../sample.ts';

/** Notes an act done without an agent, and whether it is drawn for a check: in the transaction of the act. */
export async function noteTrusted(tx: Tx, of: { dossierId: string; companyId: string; demarche: string; at: Date }): Promise<void> {
  const on = today(of.at);
  const percent = territory.parameter('partnerSamplePercent', on).value;
  const month = on.slice(0, 7);
  const sampled = isSampled(await seedOf(tx, month, of.at), of.dossierId, percent);
  await tx`
    insert into partner_trusted_act (dossier_id, company_id, demarche, decided_at, month, percent, sampled)
    values (${of.dossierId}, ${of.companyId}, ${of.demarche}, ${of.at}, ${month}, ${percent}, ${sampled}) on conflict (dossier_id) do nothing`;
}

/** The seed of a month, made with its first act: chance decides it, and nobody chooses it afterwards. */
async function seedOf(tx: Tx, month: string, at: Date): Promise<string> {
  const made = randomBytes(32).toString('hex');
  await tx`insert into partner_sample_seed (month, secret, seal, made_at) values (${month}, ${made}, ${sealOf(made)}, ${at}) on conflict (month) do nothing`;
  const [row] = await tx<{ secret: string }[]>`select secret from partner_sample_seed where month = ${month}`;
  return (row as { secret: string }).secret;
}

/** An act done on trust, under the number of its dossier. */
export type TrustedAct = { dossier_id: string; number: string; demarche: string; company_id: string; accreditation_id: string | null; decided_at: Date; sampled: boolean; checked: boolean; verdict: 'right' | 'wrong' | null; checked_at: Date | null; answer: CheckAnswer | null; answered_at: Date | null };

/** The act of a company under this number, whoever drew it; null when it was not done on trust. */
export async function trustedActOf(tx: Sql | Tx, companyId: string, number: string): Promise<TrustedAct | null> {
  const [row] = await tx<TrustedAct[]>`select * from pub_partners_trusted_act where company_id = ${companyId} and number = ${number}`;
  return row ?? null;
}

/** Acts that were drawn and wait for an agent, the oldest first. */
export async function toCheck(sql: Sql | Tx, limit = 100): Promise<TrustedAct[]> {
  return sql<TrustedAct[]>`select * from pub_partners_trusted_act where sampled and not checked order by decided_at limit ${limit}`;
}
export async function countToCheck(sql: Sql | Tx): Promise<number> {
  const [row] = await sql<{ n: number }[]>`select count(*)::int as n from pub_partners_trusted_act where sampled and not checked`;
  return row?.n ?? 0;
}

/** What agents found wrong and the manager has still to answer: acts of companies whose papers are still left with them. */
export async function foundWrong(sql: Sql | Tx): Promise<TrustedAct[]> {
  return sql<TrustedAct[]>`
    select t.* from pub_partners_trusted_act t join accreditation a on a.accreditation_id = t.accreditation_id
    where t.verdict = 'wrong' and t.answer is null and a.kept_from is not null order by t.checked_at desc limit 100`;
}

/** What became of a month's acts: done on trust, drawn, read, found wrong, and how faults were answered. */
export type TrustedMonth = { month: string; done: number; drawn: number; checked: number; wrong: number; unanswered: number } & Record<CheckAnswer, number>;

/** The last twelve months, the newest first; no company is named. */
export async function trustedMonths(sql: Sql): Promise<TrustedMonth[]> {
  const answers = answerIds.map((id) => sql`, count(*) filter (where answer = ${id})::int as ${sql(id)}`);
  return sql<TrustedMonth[]>`
    select to_char(decided_at at time zone 'Pacific/Noumea', 'YYYY-MM') as month, count(*)::int as done, count(*) filter (where sampled)::int as drawn, count(*) filter (where checked)::int as checked,
      count(*) filter (where verdict = 'wrong')::int as wrong, count(*) filter (where verdict = 'wrong' and answer is null)::int as unanswered ${answers}
    from pub_partners_trusted_act group by 1 order by 1 desc limit 12`;
}

/** The seals of the last months; the seed itself once its month is over. */
export async function seedsOf(sql: Sql | Tx, now: Date): Promise<{ month: string; seal: string; secret: string | null }[]> {
  return sql`select month, seal, case when month < ${today(now).slice(0, 7)} then secret end as secret from partner_sample_seed order by month desc limit 12`;
}
