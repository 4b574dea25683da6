/** A draw of scarce places: announced, committed, open, closed, drawn. Everything in it is public. */
import type { Facet, Recorded, SubjectRef } from '../../../core/act/types.ts';
import type { LawDate } from '../../../core/values/time.ts';
import type { MotiveId } from '../../../territory/index.ts';
import type { Place } from './appointment.ts';

export type ListedRequest = { ticket: string; priority: boolean; from: LawDate; to: LawDate };
export type ListedPlace = Place & { day: LawDate };

export type DrawState = {
  motive: MotiveId | null;
  office: string | null;
  status: 'announced' | 'open' | 'closed' | 'drawn' | null;
  openedAt: string | null;
  closesAt: string | null;
  /** When it is drawn at the earliest, once everybody could check the list. */
  drawsAt: string | null;
  /** Days of the places. */
  from: LawDate | null;
  to: LawDate | null;
  share: number;
  commitment: string | null;
  entries: readonly ListedRequest[];
  places: readonly ListedPlace[];
  digest: string | null;
  secret: string | null;
  seed: string | null;
  order: readonly string[];
  withdrawn: readonly string[];
  given: Readonly<Record<string, number>>;
};

export type DrawAct =
  | { kind: 'draw.opened'; payload: { motive: MotiveId; office: string; closesAt: string; drawsAt: string; from: LawDate; to: LawDate; share: number } }
  | { kind: 'draw.committed'; payload: { commitment: string } }
  | { kind: 'draw.closed'; payload: { entries: ListedRequest[]; places: ListedPlace[]; digest: string } }
  | { kind: 'draw.drawn'; payload: { secret: string; seed: string; order: string[]; withdrawn: string[]; given: Record<string, number> } };

const initial: DrawState = {
  motive: null, office: null, status: null, openedAt: null, closesAt: null, drawsAt: null, from: null, to: null, share: 0, commitment: null, entries: [], places: [], digest: null, secret: null, seed: null, order: [], withdrawn: [], given: {},
};

function evolve(state: DrawState, act: Recorded<DrawAct>): DrawState {
  switch (act.kind) {
    case 'draw.opened': return { ...state, ...act.payload, status: 'announced', openedAt: act.recordedAt };
    case 'draw.committed': return { ...state, ...act.payload, status: 'open' };
    case 'draw.closed': return { ...state, ...act.payload, status: 'closed' };
    case 'draw.drawn': return { ...state, ...act.payload, status: 'drawn' };
    default: return state;
  }
}

export const drawRules: Pick<Facet<DrawState, DrawAct>, 'initial' | 'evolve' | 'slice'> = { initial, evolve, slice: (state, at) => (state.openedAt && state.openedAt <= at ? state : initial) };
export const drawRef = (id: string): SubjectRef => ({ kind: 'draw', id });
