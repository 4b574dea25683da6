import type { Tx } from '../db/sql.ts';
import type { Numbers } from './draws.ts';
import type { ExtraCheck, Notes } from './verify.ts';

export type PoolRow = { pool: string; number: string; act_id: string };

/** The acts say which pool numbers they drew, the pools say which act drew them: both must agree, one to one. */
export function comparePools(acts: ReadonlyMap<string, { kind: string; numbers: Numbers }>, rows: readonly PoolRow[], notes: Notes): void {
  const inPools = new Set<string>();
  for (const { pool, number, act_id } of rows) {
    const key = `${act_id} pool:${pool} ${number}`;
    const said = acts.get(act_id)?.numbers[`pool:${pool}`]?.includes(number);
    if (said && !inPools.has(key)) notes.count('numéros tirés dans les lots');
    else {
      notes.report({
        what: 'number.uncited', where: `number_pool ${pool} ${number}`,
        sentence: `Le numéro ${number} (lot ${pool}) est marqué comme attribué, mais l’acte qui l’aurait tiré ${acts.has(act_id) ? 'ne le porte pas' : 'n’existe pas'}.`,
      });
    }
    inPools.add(key);
  }
  for (const [id, act] of acts) {
    for (const [source, numbers] of Object.entries(act.numbers)) {
      if (!source.startsWith('pool:')) continue;
      for (const number of numbers) {
        if (inPools.has(`${id} ${source} ${number}`)) continue;
        notes.report({
          what: 'number.taken-out', where: `act ${id}`,
          sentence: `L’acte « ${act.kind} » a tiré le numéro ${number} (lot ${source.slice(5)}), que le lot ne lui attribue plus.`,
        });
      }
    }
  }
}

/** Each value of a gapless counter was drawn by one act, once, up to the counter's own value: one bit per number. */
export class CounterCheck {
  readonly #seen = new Map<string, Bits>();

  add(actId: string, drawn: Numbers, notes: Notes): void {
    for (const [source, numbers] of Object.entries(drawn)) {
      if (!source.startsWith('counter:')) continue;
      const counter = source.slice('counter:'.length);
      const bits = this.#seen.get(counter) ?? new Bits();
      this.#seen.set(counter, bits);
      for (const number of numbers) {
        const value = Number(number.slice(counter.length + 1));
        notes.count('numéros des compteurs');
        if (!Number.isSafeInteger(value) || value < 1 || value > 2 ** 31) {
          notes.report({ what: 'counter.odd', where: `act ${actId}`, sentence: `Le numéro ${number} ne peut pas venir du compteur ${counter}.` });
        } else if (bits.set(value)) {
          notes.report({ what: 'counter.twice', where: `act ${actId}`, sentence: `Le numéro ${number} a été tiré deux fois.` });
        }
      }
    }
  }

  async close(tx: Tx, extra: readonly ExtraCheck[], notes: Notes): Promise<void> {
    const rows = await tx<{ counter: string; value: number }[]>`select counter, value from number_counter order by counter`;
    const values = new Map(rows.map(({ counter, value }) => [counter, value]));
    for (const counter of new Set([...values.keys(), ...this.#seen.keys()])) {
      if (extra.some((check) => check.ownsCounter?.(counter))) continue;
      const value = values.get(counter) ?? 0;
      const bits = this.#seen.get(counter) ?? new Bits();
      const missing: number[] = [];
      for (let n = 1; n <= value && missing.length < 10; n += 1) if (!bits.has(n)) missing.push(n);
      if (missing.length) {
        notes.report({ what: 'counter.gap', where: `number_counter ${counter}`, sentence: `Le compteur ${counter} est à ${value}, mais aucun acte ne porte : ${missing.join(', ')}${missing.length === 10 ? ' …' : ''}.` });
      }
      if (bits.highest > value) {
        notes.report({ what: 'counter.behind', where: `number_counter ${counter}`, sentence: `Le compteur ${counter} est à ${value}, mais un acte porte le numéro ${bits.highest} : le compteur a reculé.` });
      }
    }
  }
}

class Bits {
  #bytes = new Uint8Array(128);
  highest = 0;

  has(n: number): boolean {
    return ((this.#bytes[n >> 3] ?? 0) & (1 << (n & 7))) !== 0;
  }

  /** @returns true when it was set already */
  set(n: number): boolean {
    const already = this.has(n);
    if (n >> 3 >= this.#bytes.length) {
      const larger = new Uint8Array(Math.max(this.#bytes.length * 2, (n >> 3) + 1));
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes[n >> 3] = (this.#bytes[n >> 3] ?? 0) | (1 << (n & 7));
    this.highest = Math.max(this.highest, n);
    return already;
  }
}
