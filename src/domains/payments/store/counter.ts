import type { Tx } from '../../../core/db/sql.ts';

/**
 * The next number of a gapless series, such as Q-NOU1-2026: its row stays locked until the transaction ends, and a
 * rollback gives the number back. Call it last. The name is counter and number, six digits at least.
 */
export async function nextNumber(tx: Tx, counter: string): Promise<{ number: string; sequence: number }> {
  const [row] = await tx<{ value: number }[]>`
    insert into payments_counter (counter, value) values (${counter}, 1)
    on conflict (counter) do update set value = payments_counter.value + 1 returning value`;
  const sequence = row?.value ?? 0;
  return { number: `${counter}-${String(sequence).padStart(6, '0')}`, sequence };
}
