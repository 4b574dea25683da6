import type { Sql, Tx } from '../../../core/db/sql.ts';
import type { LawDate } from '../../../core/values/time.ts';

type Who = { companyId: string; demarche: string; /** One of its users, or of its keys; absent: all of them. */ userId?: string };

/**
 * How many of this démarche a company sent on a day: one place each from the first sending, given back by what is refused or
 * given up. A counter that the database keeps with each dossier: the ten-thousandth act of a day asks what the first did.
 */
export async function usedOn(tx: Sql | Tx, { companyId, demarche, userId }: Who, day: LawDate): Promise<number> {
  const [row] = await tx<{ used: number }[]>`
    select coalesce(sum(used), 0)::int as used from partner_quota where company_id = ${companyId} and demarche = ${demarche} and day = ${day} ${userId ? tx`and user_id = ${userId}` : tx``}`;
  return row?.used ?? 0;
}

/** Takes turns with whoever sends the same démarche of the same company, until the end of the transaction: what is counted after it counts them. */
export async function lockQuota(tx: Tx, { companyId, demarche }: Who): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`quota:${companyId}:${demarche}`}, 0))`;
}

/** How many of each démarche a company sent on a day. */
export async function usedByDemarche(sql: Sql | Tx, companyId: string, day: LawDate): Promise<ReadonlyMap<string, number>> {
  const rows = await sql<{ demarche: string; used: number }[]>`select demarche, sum(used)::int as used from partner_quota where company_id = ${companyId} and day = ${day} group by demarche having sum(used) > 0`;
  return new Map(rows.map(({ demarche, used }) => [demarche, used]));
}

/** Every counter of the last days against the dossiers that it counts. Reads only. */
export async function verifyQuotas(sql: Sql | Tx): Promise<{ name: string; faults: string[] }> {
  const rows = await sql<{ fault: string }[]>`
    with counted as (
      select (actor ->> 'companyId')::uuid as company_id, demarche, (submitted_at at time zone 'Pacific/Noumea')::date as day, (actor ->> 'userId')::uuid as user_id, count(*)::int as used
      from dossier where actor ->> 'kind' = 'partner' and counts_in_quota(state, submitted_at) group by 1, 2, 3, 4)
    select 'quota de ' || company_id || ', ' || demarche || ', ' || day || ' : ' || coalesce(q.used, 0) || ', dossiers ' || coalesce(c.used, 0) as fault
    from partner_quota q full join counted c using (company_id, demarche, day, user_id) where coalesce(q.used, 0) <> coalesce(c.used, 0)`;
  return { name: 'chaque compteur de quota est le compte de ses dossiers', faults: rows.map(({ fault }) => fault) };
}
