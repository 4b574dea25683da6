/** Days and hours as people say them, and where one says that one is there. */
import { formatDate, today, type LawDate } from '../../core/values/time.ts';
import { territory } from '../../territory/index.ts';
import { weekdayOf, type FreeTime } from './rules/slots.ts';
import { weekdayWords } from './words.ts';

const clock = new Intl.DateTimeFormat('fr', { hour: '2-digit', minute: '2-digit', timeZone: territory.timeZone });
export const timeOf = (instant: string): string => clock.format(new Date(instant));
export const dayOf = (instant: string): LawDate => today(new Date(instant));
/** « 8 h 15 », as people say an hour. */
export const hourWords = (instant: string): string => { const [h, m] = timeOf(instant).split(':'); return `${Number(h)}\u00a0h\u00a0${m}`; };
/** « jeudi 3 décembre 2026 ». */
export const dayWords = (day: LawDate): string => `${(weekdayWords[weekdayOf(day)] ?? '').toLowerCase()} ${formatDate(day)}`;
/** « jeudi 3 décembre », where the year goes without saying: the horizon is some weeks. */
export const nearDayWords = (day: LawDate): string => dayWords(day).replace(/ \d{4}$/, '');
/** « jeudi 3 décembre 2026 à 8 h 15 ». */
export const whenWords = (instant: string): string => `${dayWords(dayOf(instant))} à ${hourWords(instant)}`;

export type Day = { day: LawDate; times: readonly FreeTime[] };
export const byDay = (times: readonly FreeTime[]): Day[] => [...Map.groupBy(times, ({ start }) => dayOf(start))].map(([day, free]) => ({ day, times: free }));

/** Where whoever has an appointment says, once there, that they have come. */
export const arrivalPath = (office: string, number: string): string => `/accueil/${office}?rdv=${encodeURIComponent(number)}`;
