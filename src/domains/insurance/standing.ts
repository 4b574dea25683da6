import type { Sql, Tx } from '../../core/db/sql.ts';
import type { LawDate } from '../../core/values/time.ts';
import { accreditationOf } from '../partners/index.ts';

/** Whether a company may say anything to the insurers' file on a day: accredited as an insurer, and not suspended. */
export async function mayPush(sql: Sql | Tx, companyId: string, on: LawDate): Promise<boolean> {
  return (await accreditationOf(sql, companyId, on)).some(({ kind }) => kind === 'insurer');
}
export const NOT_ACCREDITED = 'L’accréditation d’assureur de votre entreprise n’est pas en cours : rien n’a été pris. Demandez-la, ou adressez-vous au gestionnaire des professionnels.';
