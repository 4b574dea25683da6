/** Free places, computed: the openings of the week, less absences, holidays and what is taken. */
import { addDays, daysBetween, instantOf, today, type LawDate } from '../../../core/values/time.ts';
import { territory, type Motive } from '../../../territory/index.ts';
import type { AgendaState, Opening, Resource } from '../model/agenda.ts';
import type { Place } from '../model/appointment.ts';

export type Taken = Pick<Place, 'resource' | 'place' | 'start' | 'end'>;
/** A time at which somebody can come, and its free places: the first is the one that is given. */
export type FreeTime = { start: string; end: string; places: readonly Place[] };
/** From when to when a person may ask: instants. */
export type Span = { from: string; to: string };

const MINUTE = 60_000;

/** @returns when an appointment may be asked for at the instant `now`: after the notice, before the end of the horizon's last day. */
export function bookable(now: string, today: LawDate): Span {
  const notice = territory.parameter('appointmentNoticeMinutes', today).value;
  const horizon = territory.parameter('appointmentHorizonDays', today).value;
  return { from: new Date(Date.parse(now) + notice * MINUTE).toISOString(), to: instantOf(addDays(today, horizon + 1), '00:00').toISOString() };
}

/** Every time of a day with a free place for that motive, in order of the day. */
export function freeTimes(agenda: AgendaState, motive: Motive, day: LawDate, taken: readonly Taken[], span: Span): FreeTime[] {
  if (!agenda.office || territory.holidayOn(day)) return [];
  const office = agenda.office;
  const found = new Map<string, FreeTime>();
  for (const resource of agenda.resources.filter(({ kind }) => kind === motive.kind)) {
    const busy = taken.filter((one) => one.resource === resource.id);
    for (const [start, end] of startsOf(resource, motive, day)) {
      if (start < span.from || start >= span.to || isAway(resource, start, end)) continue;
      const places = placesOf(resource).filter((place) => !busy.some((one) => one.place === place && one.start < end && start < one.end)).map((place): Place => ({ office, resource: resource.id, place, start, end }));
      if (places.length) found.set(start, { start, end, places: [...(found.get(start)?.places ?? []), ...places] });
    }
  }
  return [...found.values()].sort((a, b) => (a.start < b.start ? -1 : 1));
}

/** The same over several days; `most` stops it early. */
export function freeFrom(agenda: AgendaState, motive: Motive, days: { from: LawDate; to: LawDate }, taken: readonly Taken[], span: Span, most = Infinity): FreeTime[] {
  const found: FreeTime[] = [];
  for (let day = days.from; day <= days.to && found.length < most; day = addDays(day, 1)) found.push(...freeTimes(agenda, motive, day, taken, span));
  return found.slice(0, most);
}

const placesOf = ({ capacity }: Resource): number[] => Array.from({ length: capacity }, (_, index) => index + 1);

const isAway = ({ absences }: Resource, start: string, end: string): boolean => absences.some((one) => one.from < end && start < one.to);

/** True when somebody receives there for the whole of that time: an opening holds it, no absence touches it, and the day is no holiday. */
export function receives(agenda: AgendaState, { resource: id, start, end }: Pick<Place, 'resource' | 'start' | 'end'>): boolean {
  const day = today(new Date(start));
  const resource = agenda.resources.find((one) => one.id === id);
  if (!resource || territory.holidayOn(day) || isAway(resource, start, end)) return false;
  const at = (time: string): string => instantOf(day, time).toISOString();
  return resource.openings.some((one) => opensOn(one, day) && at(one.from) <= start && end <= at(one.to));
}

/** Starts that follow each other from the opening hour; two openings that overlap give each start once. */
function startsOf({ openings }: Resource, { minutes }: Motive, day: LawDate): [start: string, end: string][] {
  const starts = new Map<string, string>();
  for (const opening of openings.filter((one) => opensOn(one, day))) {
    const last = instantOf(day, opening.to).getTime();
    for (let at = instantOf(day, opening.from).getTime(); at + minutes * MINUTE <= last; at += minutes * MINUTE) starts.set(new Date(at).toISOString(), new Date(at + minutes * MINUTE).toISOString());
  }
  return [...starts];
}

export const opensOn = ({ weekdays, since, last }: Opening, day: LawDate): boolean => weekdays.includes(weekdayOf(day)) && since <= day && (last === null || day <= last);

/** 1 is Monday, 7 Sunday. */
export const weekdayOf = (day: LawDate): number => (((daysBetween('2024-01-01', day) % 7) + 7) % 7) + 1;
