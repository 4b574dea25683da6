import type { Sql, Tx } from '../../core/db/sql.ts';
import { seal, type Sealed } from '../../core/access/sealed.ts';
import { fold } from '../../core/values/text.ts';

export type PersonEntry = { person_id: string; kind: string; name: string; birth: string | null; ridet: string | null };

/** Persons whose name has these letters, for an agent: each is opened only through the disclosure log. */
export async function findPersons(sql: Sql | Tx, text: string, limit = 10): Promise<Sealed<PersonEntry>[]> {
  const rows = await sql<PersonEntry[]>`
    select person_id, kind, name, birth, ridet from person_entry
    where folded like ${`%${fold(text)}%`} or ridet = ${text.replace(/\D/g, '') || null}
    order by name limit ${limit}`;
  return rows.map((row) => seal(row, { personIds: [row.person_id], kind: 'identité' }));
}
