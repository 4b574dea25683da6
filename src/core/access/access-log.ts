import type { Query } from '../db/sql.ts';

/** A reading of a person's file as that person may see it. */
export type Reading = { readonly at: Date; readonly service: string; readonly purpose: string; readonly what: string };

/** Who looked at my file, and why; newest first. Never the officer's name; what is deferred is not there yet, nor is my own reading. */
export async function readingsOf(read: Query, personId: string, limit = 100): Promise<Reading[]> {
  const rows = await read<Reading[]>`
    select at, service, purpose, data_kind as what from pub_access_of_person
    where person_id = ${personId} and not by_oneself order by at desc limit ${limit}`;
  return [...rows];
}
