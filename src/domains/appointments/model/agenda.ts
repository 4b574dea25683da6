/** The agenda of one place: who receives there, when, and when not. Free places are computed from it, never stored. */
import type { Facet, Recorded, SubjectRef } from '../../../core/act/types.ts';
import { deterministicId } from '../../../core/values/ids.ts';
import type { LawDate } from '../../../core/values/time.ts';
import type { ResourceKind } from '../../../territory/index.ts';

/** Hours that come back each week, from the day `since` to the day `last`, both included. `weekdays`: 1 is Monday, 7 Sunday. */
export type Opening = { id: string; weekdays: readonly number[]; from: string; to: string; since: LawDate; last: LawDate | null };
/** Nobody is received there from one instant to another, whatever the openings say. */
export type Absence = { id: string; from: string; to: string; reason: AbsenceReason };
export type AbsenceReason = 'closed' | 'leave' | 'training' | 'breakdown' | 'other';
/** A desk, a lane, an examiner or a tour that receives `capacity` people at one time: its places 1 to N. */
export type Resource = { id: string; name: string; kind: ResourceKind; capacity: number; openings: readonly Opening[]; absences: readonly Absence[] };

export type AgendaState = { office: string | null; resources: readonly Resource[] };

export type AgendaAct =
  | { kind: 'agenda.created'; payload: { office: string } }
  | { kind: 'agenda.resource-set'; payload: { id: string; name: string; resourceKind: ResourceKind; capacity: number } }
  | { kind: 'agenda.opening-set'; payload: { resource: string; opening: Opening } }
  | { kind: 'agenda.opening-ended'; payload: { resource: string; opening: string; last: LawDate } }
  | { kind: 'agenda.absence-set'; payload: { resource: string; absence: Absence } }
  | { kind: 'agenda.absence-lifted'; payload: { resource: string; absence: string } };

const initial: AgendaState = { office: null, resources: [] };

const change = (state: AgendaState, id: string, what: (one: Resource) => Resource): AgendaState =>
  ({ ...state, resources: state.resources.map((one) => (one.id === id ? what(one) : one)) });

function evolve(state: AgendaState, act: Recorded<AgendaAct>): AgendaState {
  switch (act.kind) {
    case 'agenda.created': return { ...state, office: act.payload.office };
    case 'agenda.resource-set': {
      const { id, name, resourceKind: kind, capacity } = act.payload;
      if (state.resources.some((one) => one.id === id)) return change(state, id, (one) => ({ ...one, name, kind, capacity }));
      return { ...state, resources: [...state.resources, { id, name, kind, capacity, openings: [], absences: [] }] };
    }
    case 'agenda.opening-set': return change(state, act.payload.resource, (one) => ({ ...one, openings: [...one.openings.filter(({ id }) => id !== act.payload.opening.id), act.payload.opening] }));
    case 'agenda.opening-ended': return change(state, act.payload.resource, (one) => ({ ...one, openings: one.openings.map((opening) => (opening.id === act.payload.opening ? { ...opening, last: act.payload.last } : opening)) }));
    case 'agenda.absence-set': return change(state, act.payload.resource, (one) => ({ ...one, absences: [...one.absences, act.payload.absence] }));
    case 'agenda.absence-lifted': return change(state, act.payload.resource, (one) => ({ ...one, absences: one.absences.filter(({ id }) => id !== act.payload.absence) }));
    default: return state;
  }
}

/** Openings and absences carry their own dates: an agenda reads the same at every instant. */
export const agendaFacet: Facet<AgendaState, AgendaAct> = { name: 'agenda', subject: 'agenda', initial, evolve, slice: (state) => state };

/** The agenda of an office or a tour: one each, the same id in every installation. */
export const agendaId = (office: string): string => deterministicId('agenda', office);
export const agendaRef = (office: string): SubjectRef => ({ kind: 'agenda', id: agendaId(office) });
