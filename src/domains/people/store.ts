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

/**
 * The one person whose names and birth date are those that the identity provider vouches for; undefined when nobody
 * is, or when two are: homonyms are told apart by a person.
 */
export async function findByPivot(tx: Tx, pivot: { familyName: string; givenNames: string; birthDate: string | undefined }): Promise<string | undefined> {
  if (!pivot.birthDate) return undefined;
  const rows = await tx<{ person_id: string }[]>`
    select person_id from person_entry
    where kind = 'natural' and birth = ${pivot.birthDate} and folded = ${fold(`${pivot.familyName} ${pivot.givenNames}`)} limit 2`;
  return rows.length === 1 ? rows[0]?.person_id : undefined;
}
