import type { Sql } from '../../core/db/sql.ts';

/** Batches of companies that have titles to print, and do not print themselves: the newest first. */
export async function batchesToPrint(sql: Sql): Promise<{ id: string; number: string; titles: number }[]> {
  return sql<{ id: string; number: string; titles: number }[]>`
    select b.batch_id as id, b.number, count(*)::int as titles from pub_partners_batch_dossier b join pub_registrations_to_print p on p.dossier_id = b.dossier_id
    where b.since > now() - interval '60 days' and not b.prints group by 1, 2 order by max(b.since) desc limit 30`;
}
