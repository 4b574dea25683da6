import type { Sql } from '../db/sql.ts';

/** A series of prepared numbers: how the nth is written, the first that may be given, and the last that the series can hold (absent: no end). */
export type PoolRule = { pool: string; first: number; last?: number; write: (position: number) => string };

/** Free numbers that each pool must always have in advance: more than a busy day of every office. */
const AHEAD = 5_000;

/** Tops up each pool: at start and every night. Several processes may: a number enters once. */
export async function fillPools(acts: Sql, rules: readonly PoolRule[], ahead = AHEAD): Promise<void> {
  for (const { pool, first, last = Infinity, write } of rules) {
    const [now] = await acts<{ free: number; next: number | null }[]>`
      select count(*) filter (where act_id is null and status = 'free') as free, max(position) + 1 as next from number_pool where pool = ${pool}`;
    const start = now?.next ?? first;
    // Never a number wider than its plates: a series that ends stays short, and the forecast says so.
    const missing = Math.min(ahead - (now?.free ?? 0), last - start + 1);
    if (missing <= 0) continue;
    const rows = Array.from({ length: missing }, (_, index) => ({ pool, position: start + index, number: write(start + index) }));
    for (let index = 0; index < rows.length; index += 1_000) {
      await acts`insert into number_pool ${acts(rows.slice(index, index + 1_000), 'pool', 'position', 'number')} on conflict do nothing`;
    }
  }
}
