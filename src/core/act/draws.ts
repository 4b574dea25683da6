import type { Tx } from '../db/sql.ts';
import type { Json } from './types.ts';

/**
 * Numbers are drawn inside the act's transaction, after the decision: a pure `decide` writes a
 * *mark* where the number will stand, and `perform` replaces it. A rollback gives the number back.
 */
const MARK = /^\u0001draw:([a-z]+):([^:]+):(.+)$/;

/** A number out of a pool of prepared numbers (plates, titles, blanks). The same key gives the same number. */
export function fromPool(pool: string, key = '1'): string {
  return `\u0001draw:pool:${pool}:${key}`;
}

/** The next number of a gapless counter (receipts per till and year): its row is locked last of all. */
export function fromCounter(counter: string, key = '1'): string {
  return `\u0001draw:counter:${counter}:${key}`;
}

/** Thrown when a pool has no number left: the store-keeper extends it, the act is retried. */
export class PoolEmpty extends Error {
  readonly pool: string;
  constructor(pool: string) {
    super(`no number left in pool ${pool}`);
    this.pool = pool;
  }
}

/** Replaces every mark of `value` by a drawn number; returns the drawn numbers by mark, for the papers. */
export async function drawNumbers(tx: Tx, value: Json, actId: string): Promise<{ value: Json; drawn: Map<string, string> }> {
  const marks = [...findMarks(value, new Set())].sort(countersLast);
  const drawn = new Map<string, string>();
  for (const mark of marks) {
    const [, source = '', name = ''] = MARK.exec(mark) ?? [];
    drawn.set(mark, source === 'pool' ? await takeFromPool(tx, name, actId) : await nextOf(tx, name));
  }
  return { value: marks.length ? replaceMarks(value, drawn) : value, drawn };
}

export function replaceMarks(value: Json, drawn: ReadonlyMap<string, string>): Json {
  if (typeof value === 'string') return drawn.get(value) ?? value;
  if (Array.isArray(value)) return value.map((item) => replaceMarks(item, drawn));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaceMarks(item, drawn)]));
}

function findMarks(value: Json, found: Set<string>): Set<string> {
  if (typeof value === 'string') {
    if (MARK.test(value)) found.add(value);
  } else if (Array.isArray(value)) for (const item of value) findMarks(item, found);
  else if (value && typeof value === 'object') for (const item of Object.values(value)) findMarks(item, found);
  return found;
}

function countersLast(a: string, b: string): number {
  return Number(a.includes('draw:counter')) - Number(b.includes('draw:counter')) || (a < b ? -1 : 1);
}

async function takeFromPool(tx: Tx, pool: string, actId: string): Promise<string> {
  const [row] = await tx<{ number: string }[]>`
    update number_pool set act_id = ${actId}
    where (pool, position) = (
      select pool, position from number_pool
      where pool = ${pool} and act_id is null and status = 'free'
      order by position limit 1 for update skip locked)
    returning number`;
  if (!row) throw new PoolEmpty(pool);
  return row.number;
}

async function nextOf(tx: Tx, counter: string): Promise<string> {
  const [row] = await tx<{ value: number }[]>`
    insert into number_counter (counter, value) values (${counter}, 1)
    on conflict (counter) do update set value = number_counter.value + 1
    returning value`;
  return `${counter}-${String(row?.value ?? 0).padStart(6, '0')}`;
}
