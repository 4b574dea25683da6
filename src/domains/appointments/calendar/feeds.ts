/** Calendars: one's own appointment as a file, and a feed of each resource for those who receive. No feed names anybody. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { lastPlaceOf, readAgenda, readAppointment } from '../reading.ts';
import { motiveTitle } from '../words.ts';
import { formatHumanCode } from '../../../core/values/human-code.ts';
import { territory } from '../../../territory/index.ts';
import { icalendar, type CalendarEvent } from './ical.ts';

type Reader = Parameters<typeof readAgenda>[0];

/** Derived from the service's secret: written nowhere, and gone with it. */
const keyOf = (secret: string, kind: 'appointment' | 'feed', name: string): string => createHmac('sha256', secret).update(JSON.stringify(['sitt/calendar/v1', kind, name])).digest().subarray(0, 15).toString('base64url');
const matches = (given: string, wanted: string): boolean => given.length === wanted.length && timingSafeEqual(Buffer.from(given), Buffer.from(wanted));

export const calendarPath = (secret: string, id: string): string => `/rendez-vous/calendrier/${id}/${keyOf(secret, 'appointment', id)}`;
export const feedPath = (secret: string, office: string, resource: string): string => `/rendez-vous/flux/${office}/${resource}/${keyOf(secret, 'feed', `${office}/${resource}`)}`;

/** The file of one appointment; undefined when the key is not its own, or it has no place. */
export async function appointmentFile(world: Reader, secret: string, id: string, key: string): Promise<string | undefined> {
  if (!matches(key, keyOf(secret, 'appointment', id))) return undefined;
  const state = await readAppointment(world, id);
  // Of one that is cancelled, the place it had: a calendar that took the file strikes the event out, instead of keeping it.
  const place = state?.place ?? await lastPlaceOf(world, id);
  if (!state || !place) return undefined;
  const motive = territory.motiveLines.find((one) => one.id === state.motive);
  const [subject] = await world.read<{ version: number }[]>`select version from subject where id = ${id}`;
  return icalendar('Rendez-vous', [{
    uid: id, sequence: subject?.version ?? 0, start: place.start, end: place.end, summary: motiveTitle(state.motive), location: territory.placeName(place.office),
    description: `Numéro ${state.number ?? ''}. À apporter : ${motive?.bring.join(', ') ?? ''}.`, cancelled: state.place === null,
  }], world.clock().toISOString());
}

/** What a desk, a lane or a tour has to come and of the last week: motives and numbers, and its absences. */
export async function resourceFeed(world: Reader, secret: string, office: string, resource: string, key: string): Promise<string | undefined> {
  if (!matches(key, keyOf(secret, 'feed', `${office}/${resource}`))) return undefined;
  const agenda = await readAgenda(world, office);
  const known = agenda.resources.find(({ id }) => id === resource);
  if (!known) return undefined;
  const since = new Date(world.clock().getTime() - 7 * 86_400_000);
  const rows = await world.read<{ appointment_id: string; number: string; motive: string; starts_at: Date; ends_at: Date; version: number }[]>`
    select e.appointment_id, e.number, e.motive, p.starts_at, p.ends_at, s.version from appointment_place p join appointment_entry e using (appointment_id) join subject s on s.id = p.appointment_id
    where p.office = ${office} and p.resource = ${resource} and p.role = 'booked' and e.status in ('booked', 'arrived', 'missed') and p.starts_at > ${since} order by p.starts_at limit 2000`;
  const name = `${known.name}, ${territory.placeName(office)}`;
  const booked = rows.map((row): CalendarEvent => ({ uid: row.appointment_id, sequence: row.version, start: row.starts_at.toISOString(), end: row.ends_at.toISOString(), summary: motiveTitle(row.motive), location: territory.placeName(office), description: `Numéro ${formatHumanCode(row.number)}` }));
  const away = known.absences.map((one): CalendarEvent => ({ uid: one.id, sequence: 0, start: one.from, end: one.to, summary: `${known.name} ne reçoit pas` }));
  return icalendar(name, [...booked, ...away], world.clock().toISOString());
}

