import { seal, type Sealed } from '../../../core/access/sealed.ts';
import type { Sql, Tx } from '../../../core/db/sql.ts';
import { addDays, instantOf, type LawDate } from '../../../core/values/time.ts';
import type { UndoingChoice } from '../model/index.ts';

/** An act of a professional on a vehicle, and whoever holds this vehicle since: by id, never by name. */
export type Done = {
  dossier_id: string; number: string; company_id: string; demarche: string; user_name: string; decided_at: Date; vehicle_id: string; act_id: string; plate: string | null; third_parties: string[];
  undoing_id: string | null; choice: UndoingChoice | null; until: LawDate | null; answered: boolean | null; outcome: 'carried' | 'dropped' | null;
};

/** The acts of one professional in a period (both days included), the latest first, with what is proposed of each. Sealed: third parties are persons. */
export async function doneBy(sql: Sql | Tx, companyId: string, from: LawDate, to: LawDate, limit = 2000): Promise<Sealed<Done[]>> {
  const rows = await sql<Done[]>`
    select d.*, u.undoing_id, u.choice, u.until, u.answered, u.outcome from pub_partners_done d left join partner_undoing u on u.dossier_id = d.dossier_id
    where d.company_id = ${companyId} and d.decided_at >= ${instantOf(from, '00:00')} and d.decided_at < ${instantOf(addDays(to, 1), '00:00')} order by d.decided_at desc limit ${limit}`;
  return seal([...rows], { personIds: [...new Set(rows.flatMap((one) => one.third_parties))], kind: 'tiers de bonne foi' });
}

/** The act of a dossier, for a proposal about it; null when it is none of a professional. */
export async function doneUnder(tx: Sql | Tx, number: string): Promise<Pick<Done, 'dossier_id' | 'company_id' | 'vehicle_id' | 'act_id' | 'third_parties'> & { proposed: boolean } | null> {
  const [row] = await tx<(Done & { proposed: boolean })[]>`select d.*, exists (select from partner_undoing u where u.dossier_id = d.dossier_id) as proposed from pub_partners_done d where d.number = ${number} limit 1`;
  return row ?? null;
}
