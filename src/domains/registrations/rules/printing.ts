import { act, type ActDraft } from '../../../core/act/types.ts';
import { lotRef, type BlankAct, type BlankState } from '../model/blanks.ts';

/** A blank that awaits its title. */
export type Blank = { readonly lotId: string; readonly serial: number };
export type Sheet = Blank & { readonly title: string };
type Lot = { readonly id: string; readonly state: BlankState };

/** The next blanks of a site, the lowest serials first. @returns fewer than `count` when its stock is short */
export function nextBlanks(lots: readonly Lot[], site: string, count: number): Blank[] {
  const free = lots.flatMap(({ id, state }) => state.ranges.filter((one) => one.site === site && one.status === 'free').map((one) => ({ ...one, lotId: id }))).sort((a, b) => a.first - b.first);
  const found: Blank[] = [];
  for (const { lotId, first, last } of free) for (let serial = first; serial <= last && found.length < count; serial += 1) found.push({ lotId, serial });
  return found;
}

/** The acts that print titles on blanks: one for each run of serials of a lot. */
export function printedActs(job: string, sheets: readonly Sheet[]): ActDraft[] {
  return runs(sheets).map((run) => act<BlankAct>({ kind: 'blanks.printed', subjects: [lotRef(run[0]?.lotId ?? '')], payload: { job, first: run[0]?.serial ?? 0, titles: run.map(({ title }) => title) } }));
}

/** The acts that put blanks on the scrap heap, with the reason. */
export function spoiledActs(blanks: readonly Blank[], reason: string): ActDraft[] {
  return runs(blanks).map((run) => act<BlankAct>({ kind: 'blanks.spoiled', subjects: [lotRef(run[0]?.lotId ?? '')], payload: { first: run[0]?.serial ?? 0, last: run.at(-1)?.serial ?? 0, reason } }));
}

function runs<B extends Blank>(blanks: readonly B[]): B[][] {
  const all: B[][] = [];
  for (const one of blanks) {
    const before = all.at(-1)?.at(-1);
    if (before?.lotId === one.lotId && before.serial + 1 === one.serial) all.at(-1)?.push(one);
    else all.push([one]);
  }
  return all;
}
