/** A lot of blank title papers, as it was delivered: every serial of it has one fate, always. */
import type { Recorded, SubjectRef } from '../../../core/act/types.ts';

export type BlankStatus = 'free' | 'used' | 'spoiled' | 'destroyed';
/** Consecutive serials of one fate, both included. `reference`: the title, or the reason. */
export type BlankRange = { first: number; last: number; site: string; status: BlankStatus; reference: string | null; since: string };
export type BlankState = { ranges: BlankRange[] };
export type BlankAct =
  | { kind: 'blanks.received'; payload: { first: number; last: number; site: string; delivery: string } }
  | { kind: 'blanks.moved'; payload: { first: number; last: number; to: string } }
  | { kind: 'blanks.used'; payload: { serial: number; title: string } }
  /** A job of titles: the first on serial `first`, the next on the next. */
  | { kind: 'blanks.printed'; payload: { job: string; first: number; titles: string[] } }
  | { kind: 'blanks.spoiled'; payload: { first: number; last: number; reason: string } }
  | { kind: 'blanks.destroyed'; payload: { first: number; last: number; report: string } };

export const initialBlanks: BlankState = { ranges: [] };
export const lotRef = (id: string): SubjectRef => ({ kind: 'blank-lot', id });

export function evolveBlanks(state: BlankState, act: Recorded<BlankAct>): BlankState {
  const since = act.effectiveAt;
  switch (act.kind) {
    case 'blanks.received': return { ranges: [{ first: act.payload.first, last: act.payload.last, site: act.payload.site, status: 'free', reference: null, since }] };
    case 'blanks.moved': return cut(state, act.payload, (one) => [{ ...one, site: act.payload.to, since }]);
    case 'blanks.used': return cut(state, { first: act.payload.serial, last: act.payload.serial }, (one) => [{ ...one, status: 'used', reference: act.payload.title, since }]);
    case 'blanks.printed': {
      const { first, titles } = act.payload;
      return cut(state, { first, last: first + titles.length - 1 }, (one) => titles.slice(one.first - first, one.last - first + 1).map((title, index) => ({ ...one, first: one.first + index, last: one.first + index, status: 'used', reference: title, since })));
    }
    case 'blanks.spoiled': return cut(state, act.payload, (one) => [{ ...one, status: 'spoiled', reference: act.payload.reason, since }]);
    case 'blanks.destroyed': return cut(state, act.payload, (one) => [{ ...one, status: 'destroyed', reference: act.payload.report, since }]);
    default: return state;
  }
}

/** The serials asked for get a fate of their own, those beside them keep theirs: none is lost, none is added. */
function cut({ ranges }: BlankState, { first, last }: { first: number; last: number }, change: (one: BlankRange) => BlankRange[]): BlankState {
  return { ranges: ranges.flatMap((one) => {
    if (last < one.first || one.last < first) return [one];
    return [
      ...(one.first < first ? [{ ...one, last: first - 1 }] : []),
      ...change({ ...one, first: Math.max(one.first, first), last: Math.min(one.last, last) }),
      ...(last < one.last ? [{ ...one, first: last + 1 }] : []),
    ];
  }) };
}

/** The ranges that serials fall into. */
export const rangesIn = ({ ranges }: BlankState, first: number, last: number): BlankRange[] => ranges.filter((one) => one.first <= last && first <= one.last);
