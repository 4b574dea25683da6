/** The rows that lists and constraints need, said once as a function of the state: written by it, and verified by it. */
import type { Tx } from '../db/sql.ts';
import { syncRows, type Row } from './rows.ts';
import type { Facet } from './types.ts';

export type DerivedTable<S> = {
  table: string;
  /** Columns of the primary key; the first one names the subject. */
  key: readonly [subject: string, ...rest: string[]];
  rows: (subjectId: string, state: S) => Row[];
  /** When several facets write the same table: the values of `kind` that are this facet's own. */
  kinds?: readonly string[];
};

/** What a facet says of the tables it derives: how they are saved, and how `verify` finds a row that nobody derived. */
export function derived<S>(...tables: DerivedTable<S>[]): Required<Pick<Facet<S>, 'save' | 'verify'>> {
  return {
    save: (tx, id, before, after) => tables.flatMap(({ table, key, rows }) => syncRows(tx, table, key, rows(id, before), rows(id, after))),
    verify: async (tx, folded) => (await Promise.all(tables.map((one) => compareTable(tx, one, folded)))).flat(),
  };
}

async function compareTable<S>(tx: Tx, { table, key, rows, kinds }: DerivedTable<S>, folded: ReadonlyMap<string, S>): Promise<{ subjectId: string; sentence: string }[]> {
  const [subject] = key;
  const stored = await tx<Record<string, unknown>[]>`
    select * from ${tx(table)} where ${tx(subject)} = any(${[...folded.keys()]}::uuid[]) ${kinds ? tx`and kind = any(${[...kinds]}::text[])` : tx``}`;
  const nameOf = (row: Record<string, unknown>) => key.map((column) => plain(row[column])).join('\u0000');
  const found = new Map(stored.map((row) => [nameOf(row), row]));
  const differences: { subjectId: string; sentence: string }[] = [];
  for (const [id, state] of folded) {
    for (const wanted of rows(id, state)) {
      const name = nameOf(wanted);
      const row = found.get(name);
      found.delete(name);
      if (!row) differences.push({ subjectId: id, sentence: `Il manque à la table « ${table} » une ligne du sujet ${id} : ${shown(key, wanted)}.` });
      else if (Object.keys(wanted).some((column) => !same(row[column], wanted[column]))) {
        differences.push({ subjectId: id, sentence: `Une ligne de la table « ${table} » n’est pas celle que donnent les actes du sujet ${id} : ${shown(key, wanted)}.` });
      }
    }
  }
  for (const row of found.values()) differences.push({ subjectId: String(row[subject]), sentence: `La table « ${table} » porte une ligne que rien ne produit, pour le sujet ${String(row[subject])} : ${shown(key, row)}.` });
  return differences;
}

const shown = (key: readonly string[], row: Record<string, unknown>): string => JSON.stringify(key.map((column) => plain(row[column])));

/** A value in the words of `Row`: an instant as ISO text, whatever the driver made of it; a text that is an instant, too. */
function plain(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'string' && value[10] === 'T' && INSTANT.test(value) ? new Date(value).toISOString() : value;
}

/** The same value; an instant is compared as one, because a state may have written it with fewer digits than the driver. */
function same(found: unknown, wanted: unknown): boolean {
  if (found === wanted) return true;
  return found instanceof Date && typeof wanted === 'string' && INSTANT.test(wanted) && found.getTime() === Date.parse(wanted);
}

const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
