import type { Sql, Tx } from '../../../core/db/sql.ts';
import type { ControlledDossier } from '../../../core/demarche/index.ts';
import { today } from '../../../core/values/time.ts';

/**
 * How many of this démarche a company asked for on a day, before `asked`: those that are decided, those that wait and came
 * first. While it is being decided this is read under a lock that lasts until its end, so that of fifty at once no one too
 * many passes; what was sent back to be completed does not count.
 * @param asked the dossier that is about to be done; undefined: one that would be sent now
 */
export async function usedBefore(tx: Sql | Tx, who: { companyId: string; demarche: string; userId?: string }, asked: ControlledDossier | undefined, now: Date): Promise<number> {
  const day = today(asked?.submittedAt ? new Date(asked.submittedAt) : now);
  if (asked?.deciding) await tx`select pg_advisory_xact_lock(hashtextextended(${`quota:${who.companyId}:${who.demarche}`}, 0))`;
  const mine = asked?.submittedAt ? asked : null;
  const [row] = await tx<{ used: number }[]>`
    select count(*)::int as used from dossier
    where actor ->> 'kind' = 'partner' and actor ->> 'companyId' = ${who.companyId} and demarche = ${who.demarche}
      ${who.userId ? tx`and actor ->> 'userId' = ${who.userId}` : tx``}
      and submitted_at >= ${day}::date::timestamptz and submitted_at < (${day}::date + 1)::timestamptz and id <> ${asked?.id ?? '00000000-0000-0000-0000-000000000000'}
      and (state in ('decided', 'issued') or (state in ('submitted', 'in_review', 'to_pay') ${mine ? tx`and (submitted_at, id) < (${mine.submittedAt}::timestamptz, ${mine.id}::uuid)` : tx``}))`;
  return row?.used ?? 0;
}
