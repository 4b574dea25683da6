/** Who receives by appointment in the demo country, and a few people who will come. Hours are invented. */
import { demoPersonId } from '../../src/core/access/demo-citizens.ts';
import { act, type ActDraft } from '../../src/core/act/types.ts';
import { deterministicId } from '../../src/core/values/ids.ts';
import { addDays, instantOf, type LawDate } from '../../src/core/values/time.ts';
import { agendaRef, appointmentRef, createAgenda, drawRef, requestKey, type AgendaAct, type AppointmentAct, type DrawAct, type Place } from '../../src/domains/appointments/index.ts';
import { territory, type MotiveId, type ResourceKind } from '../../src/territory/index.ts';
import { codeOf } from './acts.ts';

type Hours = { resource: string; kind: ResourceKind; capacity: number; weekdays?: readonly number[]; hours: readonly (readonly [from: string, to: string])[]; days?: readonly [since: LawDate, last: LawDate] };

const WEEK = [1, 2, 3, 4, 5];
const counterHours = [['07:45', '11:30'], ['12:15', '15:30']] as const;

/** Where people are received from `today` on; a tour is there three days, in two weeks. */
const openings = (today: LawDate): Readonly<Record<string, readonly Hours[]>> => ({
  noumea: [{ resource: 'Poste 1', kind: 'counter', capacity: 2, hours: counterHours }, { resource: 'Poste 2', kind: 'counter', capacity: 1, hours: counterHours }],
  kone: [{ resource: 'Poste 1', kind: 'counter', capacity: 1, hours: counterHours }],
  'cctv-riviere-salee': [{ resource: 'Piste 1', kind: 'lane', capacity: 1, hours: [['07:30', '11:30'], ['12:30', '15:30']] }, { resource: 'Piste 2', kind: 'lane', capacity: 1, hours: [['07:30', '11:30']] }],
  'cctv-baco': [{ resource: 'Piste 1', kind: 'lane', capacity: 1, hours: [['07:30', '11:30'], ['12:30', '15:00']] }],
  'cctv-canala': [{ resource: 'Piste 1', kind: 'lane', capacity: 1, weekdays: [2, 4], hours: [['08:00', '14:00']] }],
  'tour-lifou': [{ resource: 'Équipe de tournée', kind: 'tour', capacity: 2, hours: [['08:00', '11:20']], days: tourDays(today, 14) }],
  'tour-canala': [{ resource: 'Équipe de tournée', kind: 'tour', capacity: 1, hours: [['08:00', '12:00']], days: tourDays(today, 21) }],
});

/** Three open days, from so many days on. */
export function tourDays(today: LawDate, after: number): readonly [LawDate, LawDate] {
  const first = territory.nextOpenDay(addDays(today, after));
  return [first, territory.addOpenDays(first, 2)];
}

const slug = (name: string): string => name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, '-');

function agenda(office: string, all: readonly Hours[]): ActDraft[] {
  const subjects = [{ ...agendaRef(office), fresh: true as const }];
  return [createAgenda(office), ...all.flatMap(({ resource, kind, capacity, weekdays = WEEK, hours, days }) => [
    act<AgendaAct>({ kind: 'agenda.resource-set', subjects, payload: { id: slug(resource), name: resource, resourceKind: kind, capacity } }),
    ...hours.map(([from, to], index) => act<AgendaAct>({ kind: 'agenda.opening-set', subjects, payload: { resource: slug(resource), opening: { id: deterministicId('demo-opening', office, resource, index), weekdays, from, to, since: days?.[0] ?? '2026-01-01', last: days?.[1] ?? null } } })),
  ])];
}

/** Whom a demo case is for: an invented person, by account, or a name with a phone. */
type Booked = { key: string; motive: MotiveId; office: string; resource: string; place?: number; day: LawDate; time: string; minutes: number; who: { account: 'marie' | 'jean' } | { name: string; phone: string }; about?: string; earlier?: true; confirmBy?: string; then?: readonly AppointmentAct[] };

export const demoAppointmentId = (key: string): string => deterministicId('demo-appointment', key);
export const demoAppointmentNumber = (key: string): string => codeOf(`appointment-${key}`, 0);

function placeOf({ office, resource, place = 1, day, time, minutes }: Omit<Booked, 'key' | 'motive' | 'who'>): Place {
  const start = instantOf(day, time);
  return { office, resource: slug(resource), place, start: start.toISOString(), end: new Date(start.getTime() + minutes * 60_000).toISOString() };
}

function booking(one: Booked): ActDraft[] {
  const { key, motive, who, about, earlier = false, confirmBy = null, then = [] } = one;
  const ref = { ...appointmentRef(demoAppointmentId(key)), fresh: true as const };
  const contact = 'account' in who ? { name: who.account === 'marie' ? 'Marie Exemple-Wamytan' : 'Jean Exemple-Leroux' } : who;
  return [
    act<AppointmentAct>({
      kind: 'appointment.booked', subjects: [ref], payload: { number: demoAppointmentNumber(key), motive, place: placeOf(one), holder: 'account' in who ? demoPersonId(who.account) : null, earlier, confirmBy },
      private: [{ class: 'identity', name: 'contact', content: { ...contact, ...(about ? { about } : {}) } }],
    }),
    ...then.map((more) => act<AppointmentAct>({ ...more, subjects: [ref] })),
  ];
}

const desk = { motive: 'dossier', office: 'noumea', resource: 'Poste 1', minutes: 15 } as const;
/** When somebody is expected in Nouméa on a day of the demonstration. */
export const EXPECTED: readonly string[] = ['07:45', '08:30', '10:15', '13:00'];
const COME = ['Aline', 'Basile', 'Cyrille', 'Doris'];
const expected = (day: LawDate, time: string, key: string): Booked => ({ ...desk, key, day, time, who: { name: `${COME[EXPECTED.indexOf(time)]} Exemple`, phone: `+6877412${30 + EXPECTED.indexOf(time)}` } });
/** Those of a later day, at these hours: a demonstration that still runs then. */
export const expectedActs = (day: LawDate, times: readonly string[]): ActDraft[] => times.flatMap((time) => booking(expected(day, time, `day-${day}-${time}`)));

/** A day's list to look at, an appointment of Marie's, and what the examples of the API need. */
function bookings(today: LawDate): Booked[] {
  const soon = territory.addOpenDays(today, 3);
  const later = territory.addOpenDays(today, 8);
  // Not the number that every hint shows: whoever copies that one would find her appointments in the way.
  const ada = { name: 'Ada Exemple', phone: '+687769900' };
  const offered = placeOf({ ...desk, day: later, time: '10:00' });
  return [
    { ...desk, key: 'marie', day: soon, time: '09:00', who: { account: 'marie' }, earlier: true },
    { key: 'jean', motive: 'visite', office: 'cctv-riviere-salee', resource: 'Piste 1', minutes: 30, day: soon, time: '08:00', who: { account: 'jean' }, about: '471001NC' },
    ...EXPECTED.map((time) => expected(today, time, `today-${EXPECTED.indexOf(time)}`)),
    { ...desk, key: 'example-move', day: later, time: '07:45', who: ada },
    { ...desk, key: 'example-cancel', day: later, time: '08:00', who: ada },
    { ...desk, key: 'example-confirm', day: later, time: '08:15', who: ada, confirmBy: instantOf(addDays(today, 30), '00:00').toISOString() },
    { ...desk, key: 'example-answer', day: later, time: '10:45', who: ada, then: [{ kind: 'appointment.offered', payload: { place: offered, until: instantOf(addDays(today, 30), '00:00').toISOString() } }] },
    { ...desk, key: 'example-mark', place: 2, day: today, time: '07:45', who: ada },
  ];
}

const DRAW = deterministicId('demo-draw', 'lifou');

/** The next tour to Lifou: its requests close in a week, some people of the island have asked. The service commits to its secret when it starts. */
function lifou(today: LawDate): ActDraft[] {
  const [from, to] = tourDays(today, 14);
  const closesAt = instantOf(addDays(today, 7), '17:00');
  return [
    act<DrawAct>({ kind: 'draw.opened', subjects: [{ ...drawRef(DRAW), fresh: true }], payload: { motive: 'tournee', office: 'tour-lifou', closesAt: closesAt.toISOString(), drawsAt: new Date(closesAt.getTime() + 86_400_000).toISOString(), from, to, share: 30 } }),
    ...['Hnaë', 'Walles', 'Drehu'].map((name, index) => act<AppointmentAct>({
      kind: 'appointment.requested', subjects: [{ ...appointmentRef(demoAppointmentId(`lifou-${index}`)), fresh: true }],
      payload: { number: demoAppointmentNumber(`lifou-${index}`), motive: 'tournee', office: 'tour-lifou', holder: null, draw: DRAW, ticket: codeOf('lifou-ticket', index), priority: index ? 'none' : 'far', wish: { from, to }, confirmBy: null },
      private: [{ class: 'identity', name: 'contact', content: { name: `${name} Exemple`, phone: `+6877413${30 + index}`, about: `LIFOU${index}`, key: requestKey(DRAW, `LIFOU${index}`) } }],
    })),
  ];
}

/** The agendas first, then those who come: two steps of the seed. */
export function appointmentSteps(today: LawDate): ActDraft[][] {
  const all = openings(today);
  return [
    territory.receivingPlaces.flatMap(({ id }) => agenda(id, all[id] ?? [])),
    [
      act<AgendaAct>({ kind: 'agenda.absence-set', subjects: [agendaRef('kone')], payload: { resource: 'poste-1', absence: { id: deterministicId('demo-absence', 'kone'), from: instantOf(addDays(today, 10), '07:00').toISOString(), to: instantOf(addDays(today, 10), '17:00').toISOString(), reason: 'training' } } }),
      ...bookings(today).flatMap(booking), ...lifou(today),
    ],
  ];
}

/** What each démarche of appointments is asked with, in the examples of the API. */
export const appointmentExamples = (today: LawDate) => ({
  'prendre-rendez-vous': { answers: { day: territory.addOpenDays(today, 8), time: '13:30' } },
  'demander-rendez-vous': { answers: { draw: DRAW, about: '440002NC' } },
  'ouvrir-tirage-rendez-vous': { answers: { motive: 'tournee', office: 'tour-canala' } },
  'deplacer-rendez-vous': { subject: demoAppointmentNumber('example-move'), answers: { day: territory.addOpenDays(today, 8), time: '14:00' } },
  'annuler-rendez-vous': { subject: demoAppointmentNumber('example-cancel') },
  'confirmer-rendez-vous': { subject: demoAppointmentNumber('example-confirm') },
  'repondre-offre-rendez-vous': { subject: demoAppointmentNumber('example-answer') },
  'pointer-rendez-vous': { subject: demoAppointmentNumber('example-mark') },
  'ouvrir-plages-rendez-vous': { subject: 'noumea', answers: { resource: 'Poste 3', 'weekdays.monday': 'oui' } },
  'terminer-plages-rendez-vous': { subject: 'cctv-baco', answers: { resource: 'Piste 1', last: addDays(today, 60) } },
  'declarer-absence-rendez-vous': { subject: 'cctv-riviere-salee', answers: { resource: 'Piste 2' } },
  'lever-absence-rendez-vous': { subject: 'kone', answers: { resource: 'Poste 1', day: addDays(today, 10) } },
});
