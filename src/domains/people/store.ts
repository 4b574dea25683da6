import type { Sql, Tx } from '../../core/db/sql.ts';
import { seal, type Sealed } from '../../core/access/sealed.ts';
import { parseHumanCode } from '../../core/values/human-code.ts';
import { escapeLike, fold } from '../../core/values/text.ts';
import { Facets } from '../../core/act/facets.ts';
import { loadStates } from '../../core/act/store.ts';
import { personFacet, type PersonState } from './facet.ts';

const facets = new Facets([personFacet]);

export type PersonEntry = { person_id: string; kind: string; name: string; birth: string | null; ridet: string | null };

// Not prepared: how rare the words are decides how they are best looked for. Of a name that thousands bear, fifty are sorted.
const FIND_PERSONS = `
  with found as (
    (select 1 as rank, person_id, kind, name, birth, ridet from person_entry where folded collate "C" like $1 order by folded collate "C" limit $4::int)
    union all (select 2, person_id, kind, name, birth, ridet from person_entry where folded like $5 and folded like all($2::text[]) limit 50)
    union all (select 0, person_id, kind, name, birth, ridet from person_entry where ridet = $3))
  select person_id, kind, name, birth, ridet from found group by person_id, kind, name, birth, ridet order by min(rank), name limit $4::int`;

/** Persons whose name, or a former one, has these words in any order, for an agent: each is opened only through the disclosure log. */
export async function findPersons(sql: Sql | Tx, text: string, limit = 10): Promise<Sealed<PersonEntry>[]> {
  const folded = fold(text);
  if (!folded) return [];
  const begins = `${escapeLike(folded)}%`;
  const words = folded.split(' ').filter(Boolean).map((word) => `%${escapeLike(word)}%`);
  const longest = words.reduce((one, other) => (other.length > one.length ? other : one)); // an index knows one pattern, not «all of these»
  const rows = await sql.unsafe<PersonEntry[]>(FIND_PERSONS, [begins, words, text.replace(/\D/g, '') || null, limit, longest]);
  return rows.map((row) => seal(row, { personIds: [row.person_id], kind: 'identité' }));
}

/**
 * The one person whose names (or former ones: an acte coutumier may have changed them) and birth date are those that the
 * identity provider vouches for; undefined when nobody is, or when two are: homonyms are told apart by a person.
 */
export async function findByPivot(tx: Sql | Tx, pivot: { familyName: string; givenNames: string; birthDate: string | undefined }): Promise<string | undefined> {
  if (!pivot.birthDate) return undefined;
  const wanted = fold(`${pivot.familyName} ${pivot.givenNames}`);
  const rows = await tx<{ person_id: string }[]>`
    select person_id from person_entry where kind = 'natural' and birth = ${pivot.birthDate} and folded like ${`%${fold(pivot.familyName || pivot.givenNames)}%`} limit 50`;
  const states = await loadStates(tx, facets, rows.map(({ person_id }) => ({ kind: 'person', id: person_id })));
  const found = [...states].filter(([, state]) => namesOf(state['person'] as PersonState).includes(wanted)).map(([id]) => id);
  return found.length === 1 ? found[0] : undefined;
}

/** Every whole name that a person bears or bore, as it is compared: the usage name stands for the family name. */
function namesOf({ identity, pastNames }: PersonState): string[] {
  if (identity?.kind !== 'natural') return [];
  const { familyName, usageName, givenNames } = identity;
  const present = [familyName ?? '', ...(usageName ? [usageName] : [])].map((family) => `${family} ${givenNames ?? ''}`);
  const past = pastNames.map(({ name }) => name.replace(/\s*\(usage[^)]*\)$/u, ''));
  return [...present, ...past].map((name) => fold(name));
}

/** Ids of persons who bear these very words as their name or a former one, in any order. An id says nothing of them. */
export async function namesakesOf(tx: Sql | Tx, name: string): Promise<string[]> {
  const words = fold(name).split(' ').filter(Boolean);
  if (!words.length) return [];
  const rows = await tx<{ person_id: string }[]>`select person_id from person_entry where ${words}::text[] <@ string_to_array(folded, ' ') and folded like ${`%${words[0]}%`} limit 12`;
  return rows.map((row) => row.person_id);
}

export async function findByRidet(tx: Sql | Tx, ridet: string): Promise<string | undefined> {
  const [row] = await tx<{ person_id: string }[]>`select person_id from person_entry where ridet = ${ridet}`;
  return row?.person_id;
}

/** What a company or a public body is called, for its own users: of a person in their own name nothing is said. @returns undefined for them, or if nobody has this id */
export async function companyNamed(sql: Sql | Tx, id: string): Promise<{ name: string; ridet: string | null } | undefined> {
  const [row] = await sql<{ name: string; ridet: string | null }[]>`select name, ridet from person_entry where person_id = ${id} and kind <> 'natural'`;
  return row;
}

/** The person of this exact name, RIDET or id: two of the same name are both given, and a person says which. */
export async function locatePerson(sql: Sql | Tx, text: string): Promise<string[]> {
  const rows = await sql<{ person_id: string }[]>`
    select person_id from person_entry
    where folded = ${fold(text)} or ridet = ${text.replace(/\D/g, '') || null} or person_id::text = ${text.trim().toLowerCase()} limit 5`;
  return rows.map((row) => row.person_id);
}

/** The power or the situation that has this number. */
export async function locateCase(tx: Sql | Tx, kind: 'power' | 'situation', text: string): Promise<string[]> {
  const number = parseHumanCode(text);
  if (!number) return [];
  const rows = await tx<{ subject_id: string }[]>`select subject_id from subject_key where kind = ${kind} and key = ${number}`;
  return rows.map((row) => row.subject_id);
}
