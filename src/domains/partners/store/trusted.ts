import { randomBytes } from 'node:crypto';
import type { Sql, Tx } from '../../../core/db/sql.ts';
import { today } from '../../../core/values/time.ts';
import { territory } from '../../../territory/index.ts';
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
export type TrustedAct = { dossier_id: string; number: string; demarche: string; company_id: string; accreditation_id: string | null; decided_at: Date; sampled: boolean; checked: boolean; verdict: 'right' | 'wrong' | null; checked_at: Date | null };

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
    where t.verdict = 'wrong' and a.kept_from is not null order by t.checked_at desc limit 100`;
}

/** The seals of the last months; the seed itself once its month is over. */
export async function seedsOf(sql: Sql | Tx, now: Date): Promise<{ month: string; seal: string; secret: string | null }[]> {
  return sql`select month, seal, case when month < ${today(now).slice(0, 7)} then secret end as secret from partner_sample_seed order by month desc limit 12`;
}
