/** Numbers that are of no vehicle for life: the booklet of W numbers of a professional, and the provisional WW certificate. */
import type { Recorded, SubjectRef } from '../../../core/act/types.ts';
import { formatHour, formatShortDate, today, type LawDate } from '../../../core/values/time.ts';

/** What stands of the vehicle that drives under a W: in the stock of the booklet's company, unknown to the register, or of others. */
export type WStands = 'stock' | 'new' | 'other';
/** A drive under a W. `named`: the plate or chassis number as declared. Instants. `driver`: null once erased. */
export type WUse = { id: string; number: string; vehicleId: string | null; named: string; stands: WStands; from: string; until: string; driver: string | null };

export type BookletState = { booklet: string | null; companyId: string | null; numbers: string[]; from: LawDate | null; to: LawDate | null; uses: WUse[] };
export type BookletAct =
  | { kind: 'w.granted'; payload: { booklet: string; companyId: string; numbers: string[]; from: LawDate; to: LawDate } }
  | { kind: 'w.renewed'; payload: { to: LawDate } }
  | { kind: 'w.out'; payload: Omit<WUse, 'driver'> }
  | { kind: 'w.back'; payload: { useId: string } };

export type WwState = { number: string | null; chassis: string | null; make: string | null; model: string | null; holderId: string | null; from: LawDate | null; to: LawDate | null };
export type WwAct = { kind: 'ww.issued'; payload: { number: string; chassis: string; make: string; model: string; holderId: string; from: LawDate; to: LawDate } };

export const initialBooklet: BookletState = { booklet: null, companyId: null, numbers: [], from: null, to: null, uses: [] };
export const initialWw: WwState = { number: null, chassis: null, make: null, model: null, holderId: null, from: null, to: null };
export const bookletRef = (id: string): SubjectRef => ({ kind: 'w-booklet', id });

export function evolveBooklet(state: BookletState, act: Recorded<BookletAct>): BookletState {
  switch (act.kind) {
    case 'w.granted': return { ...state, ...act.payload };
    case 'w.renewed': return { ...state, to: act.payload.to };
    case 'w.out': {
      const driver = act.private['driver'];
      return { ...state, uses: [...state.uses, { ...act.payload, driver: typeof driver === 'string' ? driver : null }] };
    }
    // Back before the hour that was announced: never before it left.
    case 'w.back': return { ...state, uses: state.uses.map((one) => (one.id === act.payload.useId ? { ...one, until: act.effectiveAt < one.from ? one.from : act.effectiveAt < one.until ? act.effectiveAt : one.until } : one)) };
    default: return state;
  }
}

export const sliceBooklet = (state: BookletState, at: string): BookletState => ({ ...state, uses: state.uses.filter(({ from }) => from <= at) });
export const evolveWw = (state: WwState, act: Recorded<WwAct>): WwState => (act.kind === 'ww.issued' ? { ...act.payload } : state);

/** The drives that an instant falls into. */
export const outAt = ({ uses }: BookletState, at: string): WUse[] => uses.filter(({ from, until }) => from <= at && at < until);

/** « de 08:30 à 12:30 » within one day, both days said when it lasts longer. Instants, in local time. */
export function driveSpan({ from, until }: { readonly from: string; readonly until: string }): string {
  const [start, end] = [new Date(from), new Date(until)];
  return today(start) === today(end) ? `de ${formatHour(start)} à ${formatHour(end)}` : `du ${formatShortDate(today(start))} à ${formatHour(start)} au ${formatShortDate(today(end))} à ${formatHour(end)}`;
}
