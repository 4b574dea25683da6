import type { Tx } from '../db/sql.ts';
import type { Json } from './types.ts';

/**
 * Numbers are drawn inside the act's transaction, after the decision: a pure `decide` writes a
 * *mark* where the number will stand, and `perform` replaces it. A rollback gives the number back.
 * The act keeps what it drew in its own hashed column, so that every number is accounted for both ways.
 */
const MARK = /^\u0001draw:(pool|counter):([^:]+):(.+)$/;

/** The numbers one act drew, by source (`pool:plates`, `counter:receipts`). */
export type Numbers = { [source: string]: string[] };

/** A number out of a pool of prepared numbers (plates, titles, blanks). The same key gives the same number. */
export function fromPool(pool: string, key = '1'): string {
  return mark('pool', pool, key);
}

/** The next number of a gapless counter (receipts per till and year): its row is locked last of all. */
export function fromCounter(counter: string, key = '1'): string {
  return mark('counter', counter, key);
}

/** How a counter writes its nth number. */
export function counterNumber(counter: string, value: number): string {
  return `${counter}-${String(value).padStart(6, '0')}`;
}

/** Thrown when a pool has no number left: the store-keeper extends it, the act is retried. */
export class PoolEmpty extends Error {
  readonly pool: string;
  constructor(pool: string) {
    super(`no number left in pool ${pool}`);
    this.pool = pool;
  }
}

/** For whom numbers are drawn, at which instant: a block kept for one of these owners serves until its last day (see number_block). */
export type Drawers = { readonly owners: readonly string[]; readonly now: string };

/** What was drawn: the number of each mark, and for each act the numbers that are its own. */
export type Drawn = { byMark: ReadonlyMap<string, string>; byAct: ReadonlyMap<string, Numbers> };

/**
 * Draws a number for every mark of the acts' payloads; a mark that several acts share belongs to the first.
 * A number kept for one of `drawers` is taken before those of everybody. Pools first, shared counters last, always in the same order. Throws PoolEmpty.
 */
export async function drawNumbers(tx: Tx, acts: readonly { id: string; payload: Json }[], drawers: Drawers = { owners: [], now: new Date(0).toISOString() }): Promise<Drawn> {
  const owners = new Map<string, string>();
  for (const { id, payload } of acts) for (const found of findMarks(payload)) if (!owners.has(found)) owners.set(found, id);
  const byMark = new Map<string, string>();
  const byAct = new Map<string, Numbers>();
  // Sent in one pipeline, in this order.
  const drawn = await Promise.all([...owners].sort(([a], [b]) => countersLast(a, b)).map(async ([found, actId]) => {
    const [, kind = '', name = ''] = MARK.exec(found) ?? [];
    return { found, actId, kind, name, number: await (kind === 'pool' ? takeFromPool(tx, name, actId, drawers) : nextOf(tx, name)) };
  }));
  for (const { found, actId, kind, name, number } of drawn) {
    byMark.set(found, number);
    const own = byAct.get(actId) ?? {};
    byAct.set(actId, { ...own, [`${kind}:${name}`]: [...(own[`${kind}:${name}`] ?? []), number] });
  }
  return { byMark, byAct };
}

/** Puts the drawn numbers where their marks stand. Throws when a mark stands in no payload: its number would be in no chain. */
export function replaceMarks(value: Json, drawn: ReadonlyMap<string, string>): Json {
  if (typeof value === 'string') return MARK.test(value) ? numberOf(value, drawn) : value;
  if (Array.isArray(value)) return value.map((item) => replaceMarks(item, drawn));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaceMarks(item, drawn)]));
}

function numberOf(found: string, drawn: ReadonlyMap<string, string>): string {
  const number = drawn.get(found);
  if (number === undefined) throw new Error(`the number ${found.slice(6)} is used, but no act's payload holds it`);
  return number;
}

function mark(kind: 'pool' | 'counter', name: string, key: string): string {
  if (!name || !key || name.includes(':')) throw new Error(`"${name}" cannot name a ${kind}`);
  return `\u0001draw:${kind}:${name}:${key}`;
}

function findMarks(value: Json, found = new Set<string>()): Set<string> {
  if (typeof value === 'string') {
    if (MARK.test(value)) found.add(value);
  } else if (Array.isArray(value)) for (const item of value) findMarks(item, found);
  else if (value && typeof value === 'object') for (const item of Object.values(value)) findMarks(item, found);
  return found;
}

function countersLast(a: string, b: string): number {
  return Number(a.includes('draw:counter')) - Number(b.includes('draw:counter')) || (a < b ? -1 : 1);
}

async function takeFromPool(tx: Tx, pool: string, actId: string, { owners, now }: Drawers): Promise<string> {
  const anybody = tx`select position from number_pool where pool = ${pool} and act_id is null and status = 'free' order by position + 0 limit 1 for update skip locked`;
  const [row] = await tx<{ number: string }[]>`
    update number_pool set act_id = ${actId}
    where pool = ${pool} and position = ${owners.length ? tx`coalesce((
      select p.position from number_block b join number_pool p on p.pool = b.pool and p.position between b.first and b.last
      where b.pool = ${pool} and b.owner = any(${[...owners]}::text[]) and b.returned_at is null and b.until >= ${now}::timestamptz::date and p.act_id is null and p.status = 'reserved'
      order by p.position limit 1 for update of p skip locked), (${anybody}))` : tx`(${anybody})`}
    returning number`;
  if (!row) throw new PoolEmpty(pool);
  return row.number;
}

async function nextOf(tx: Tx, counter: string): Promise<string> {
  const [row] = await tx<{ value: number }[]>`
    insert into number_counter (counter, value) values (${counter}, 1)
    on conflict (counter) do update set value = number_counter.value + 1
    returning value`;
  return counterNumber(counter, row?.value ?? 0);
}
