/** A person's appointment, from the asking to the day: booked at once, or requested, drawn, waiting in line. */
import type { Facet, Recorded, SubjectRef } from '../../../core/act/types.ts';
import type { MotiveId, PriorityId } from '../../../territory/index.ts';

/** A numbered place of a resource, at a time. Instants, ISO 8601. */
export type Place = { office: string; resource: string; place: number; start: string; end: string };
/** What the person gave to be told: personal, null once erased. */
export type AppointmentContact = { name: string; phone?: string | undefined; email?: string | undefined; about?: string | undefined; key?: string | undefined };
export type AppointmentStatus = 'unconfirmed' | 'booked' | 'requested' | 'waiting' | 'cancelled' | 'expired' | 'arrived' | 'missed';
export type Wish = { from: string; to: string };

export type AppointmentState = {
  number: string | null;
  status: AppointmentStatus | null;
  motive: MotiveId | null;
  office: string | null;
  /** The person or company whose account asked; null without an account. */
  holder: string | null;
  contact: AppointmentContact | null;
  place: Place | null;
  /** A place that this person no longer wants, kept for the next in line until it is offered or opened to all. */
  freed: Place | null;
  offer: (Place & { until: string }) | null;
  /** Wants an earlier place if one comes free. */
  earlier: boolean;
  /** Places offered and not taken: they are not offered twice. */
  passed: readonly string[];
  askedAt: string | null;
  /** Until when the place waits for its contact to be confirmed. */
  confirmBy: string | null;
  draw: { id: string; ticket: string; priority: PriorityId; wish: Wish; rank: number | null } | null;
};

export type AppointmentAct =
  | { kind: 'appointment.booked'; payload: { number: string; motive: MotiveId; place: Place; holder: string | null; earlier: boolean; confirmBy: string | null } }
  | { kind: 'appointment.requested'; payload: { number: string; motive: MotiveId; office: string; holder: string | null; draw: string; ticket: string; priority: PriorityId; wish: Wish; confirmBy: string | null } }
  | { kind: 'appointment.confirmed'; payload: { by: 'code' | 'counter' } }
  | { kind: 'appointment.expired'; payload: { freed: boolean } }
  | { kind: 'appointment.moved'; payload: { place: Place; freed: boolean } }
  | { kind: 'appointment.cancelled'; payload: { by: 'holder' | 'office'; reason: string; freed: boolean } }
  | { kind: 'appointment.drawn'; payload: { rank: number; place: Place | null } }
  | { kind: 'appointment.offered'; payload: { place: Place; until: string } }
  | { kind: 'appointment.offer-accepted'; payload: { freed: boolean } }
  | { kind: 'appointment.offer-ended'; payload: { how: 'declined' | 'lapsed' } }
  | { kind: 'appointment.released'; payload: Record<string, never> }
  | { kind: 'appointment.marked'; payload: { as: 'arrived' | 'missed' } };

const initial: AppointmentState = {
  number: null, status: null, motive: null, office: null, holder: null, contact: null, place: null, freed: null, offer: null, earlier: false, passed: [], askedAt: null, confirmBy: null, draw: null,
};

/** Offices whose agendas know of it: where it is, and where a place is kept for it or by it. */
export const officesOf = ({ office, offer, freed }: AppointmentState): string[] => [...new Set([office, offer?.office, freed?.office].flatMap((one) => one ?? []))];

/** What tells two places of an office apart. */
export const placeKey = ({ resource, place, start }: Pick<Place, 'resource' | 'place' | 'start'>): string => `${resource}/${place}/${start}`;

const kept = (state: AppointmentState, freed: boolean): Place | null => (freed ? state.place : null);

function asked(state: AppointmentState, act: Recorded<Extract<AppointmentAct, { kind: 'appointment.booked' | 'appointment.requested' }>>): AppointmentState {
  const { number, motive, holder, confirmBy } = act.payload;
  return { ...state, number, motive, holder, confirmBy, contact: (act.private['contact'] ?? null) as AppointmentContact | null, askedAt: act.recordedAt };
}

function evolve(state: AppointmentState, act: Recorded<AppointmentAct>): AppointmentState {
  switch (act.kind) {
    case 'appointment.booked': {
      const { place, earlier, confirmBy } = act.payload;
      return { ...asked(state, act), status: confirmBy ? 'unconfirmed' : 'booked', office: place.office, place, earlier };
    }
    case 'appointment.requested': {
      const { office, draw, ticket, priority, wish, confirmBy } = act.payload;
      return { ...asked(state, act), status: confirmBy ? 'unconfirmed' : 'requested', office, draw: { id: draw, ticket, priority, wish, rank: null } };
    }
    case 'appointment.confirmed': return { ...state, status: state.draw && !state.place ? 'requested' : 'booked', confirmBy: null };
    case 'appointment.expired': return { ...state, status: 'expired', place: null, freed: kept(state, act.payload.freed), earlier: false };
    case 'appointment.moved': return { ...state, office: act.payload.place.office, place: act.payload.place, freed: kept(state, act.payload.freed) };
    // A place held for them goes to the next one with their own.
    case 'appointment.cancelled': return { ...state, status: 'cancelled', place: null, freed: state.offer ? placeOf(state.offer) : kept(state, act.payload.freed), offer: null, earlier: false };
    case 'appointment.drawn': {
      const { rank, place } = act.payload;
      return { ...state, status: place ? 'booked' : 'waiting', place, draw: state.draw && { ...state.draw, rank } };
    }
    case 'appointment.offered': return { ...state, offer: { ...act.payload.place, until: act.payload.until } };
    case 'appointment.offer-accepted': return { ...state, status: 'booked', office: state.offer?.office ?? state.office, place: state.offer && placeOf(state.offer), freed: kept(state, act.payload.freed), offer: null, earlier: false };
    case 'appointment.offer-ended': return { ...state, offer: null, freed: state.offer && placeOf(state.offer), passed: state.offer ? [...state.passed, placeKey(state.offer)] : state.passed };
    case 'appointment.released': return { ...state, freed: null };
    case 'appointment.marked': return { ...state, status: act.payload.as };
    default: return state;
  }
}

const placeOf = ({ office, resource, place, start, end }: Place): Place => ({ office, resource, place, start, end });

/** An appointment is told as it is now, from the moment it was asked for. */
export const appointmentRules: Pick<Facet<AppointmentState, AppointmentAct>, 'initial' | 'evolve' | 'slice'> = {
  initial, evolve, slice: (state, at) => (state.askedAt && state.askedAt <= at ? state : initial),
};

export const appointmentRef = (id: string): SubjectRef => ({ kind: 'appointment', id });

/** Still to come: it counts among those that one may have. */
export const LIVE: readonly AppointmentStatus[] = ['unconfirmed', 'booked', 'requested', 'waiting'];
