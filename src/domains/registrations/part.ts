/** Whether somebody has a part in a vehicle, for errands of the domains below that are about one. */
import { liveMandates } from '../../core/access/mandates.ts';
import type { Actor } from '../../core/access/actor.ts';
import type { Sql, Tx } from '../../core/db/sql.ts';

/**
 * @param certificate number typed from a title, or nothing
 * @returns `holds`: the account is a holder's, or of one whom a holder gave a power; `certificate`: that title is the one in force
 */
export async function partIn(tx: Sql | Tx, vehicleId: string, { actor, today, certificate }: { actor: Actor; today: string; certificate: string | undefined }): Promise<{ holds: boolean; certificate: boolean }> {
  const me = actor.kind === 'citizen' ? actor.personId : actor.kind === 'partner' ? actor.companyId : null;
  const [holders, powers, titles] = await Promise.all([
    me ? tx<{ person_id: string }[]>`select person_id from vehicle_holder where vehicle_id = ${vehicleId} and until is null` : [],
    me ? liveMandates(tx, me, today) : [],
    certificate ? tx`select 1 from vehicle_identifier where vehicle_id = ${vehicleId} and kind = 'title' and until is null and value = ${certificate.trim().toUpperCase()}` : [],
  ]);
  const mine = new Set([me, ...powers.map(({ principalId }) => principalId)]);
  return { holds: holders.some(({ person_id: id }) => mine.has(id)), certificate: titles.length > 0 };
}
