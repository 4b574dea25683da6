import type { Tx } from '../db/sql.ts';

export type Row = Record<string, string | number | boolean | null>;

type Gather = (table: string, rows: readonly Row[]) => void;
const gatherers = new WeakMap<Tx, Gather>();

/** In this transaction, rows of fresh subjects are handed over instead of sent: a bulk load copies them table by table. */
export function gatherRows(tx: Tx, gather: Gather): void {
  gatherers.set(tx, gather);
}

/**
 * Brings the rows that a facet derives from its state in line with it: what changed is upserted in one statement,
 * what vanished is deleted. `key` names the columns of the table's primary key.
 * @returns queries already sent.
 */
export function syncRows(tx: Tx, table: string, key: readonly string[], before: readonly Row[], after: readonly Row[]): Promise<unknown>[] {
  const gather = gatherers.get(tx);
  if (gather && !before.length) {
    gather(table, after);
    return [];
  }
  const nameOf = (row: Row) => key.map((column) => String(row[column])).join('\u0000');
  const old = new Map(before.map((row) => [nameOf(row), JSON.stringify(row)]));
  const kept = new Set(after.map(nameOf));
  const changed = after.filter((row) => old.get(nameOf(row)) !== JSON.stringify(row));
  const gone = before.filter((row) => !kept.has(nameOf(row)));
  const sent: Promise<unknown>[] = gone.map((row) =>
    tx`delete from ${tx(table)} where ${key.map((column, index) => tx`${index ? tx`and` : tx``} ${tx(column)} = ${row[column] as string}`)}`.execute());
  const [first] = changed;
  if (first) sent.push(tx.unsafe(upsertOf(table, key, Object.keys(first)), [tx.json(changed)], { prepare: true }).execute());
  return sent;
}

const upserts = new Map<string, string>();

/** One text for a table and its columns, however many rows, so that it is planned once. The names are our own, never a user's. */
function upsertOf(table: string, key: readonly string[], columns: readonly string[]): string {
  const name = `${table} ${columns.join()}`;
  const known = upserts.get(name);
  if (known) return known;
  const rest = columns.filter((column) => !key.includes(column)).map((column) => `${column} = excluded.${column}`);
  const text = `insert into ${table} (${columns.join()}) select ${columns.join()} from jsonb_populate_recordset(null::${table}, $1)
    on conflict (${key.join()}) do ${rest.length ? `update set ${rest.join()}` : 'nothing'}`;
  upserts.set(name, text);
  return text;
}
