import { addDays } from '../core/values/time.ts';
import type { LawDate } from '../core/values/time.ts';

export type Holiday = { readonly date: LawDate; readonly name: string };

/** TO CHECK against the local labour code: the list comes from a public calendar, not from the text itself. */
export const holidaysToConfirm = true;

const fixed: readonly (readonly [monthDay: string, name: string])[] = [
  ['01-01', 'Jour de l’an'],
  ['05-01', 'Fête du travail'],
  ['05-08', 'Victoire de 1945'],
  ['07-14', 'Fête nationale'],
  ['08-15', 'Assomption'],
  ['09-24', 'Fête de la citoyenneté'],
  ['11-01', 'Toussaint'],
  ['11-11', 'Armistice de 1918'],
  ['12-25', 'Noël'],
];
const afterEaster: readonly (readonly [days: number, name: string])[] = [
  [1, 'Lundi de Pâques'],
  [39, 'Ascension'],
  [50, 'Lundi de Pentecôte'],
];

/** @returns the twelve civil holidays of New Caledonia in a year, in order of date. */
export function holidays(year: number): readonly Holiday[] {
  const easter = easterSunday(year);
  return [
    ...fixed.map(([monthDay, name]) => ({ date: `${year}-${monthDay}`, name })),
    ...afterEaster.map(([days, name]) => ({ date: addDays(easter, days), name })),
  ].sort((a, b) => a.date.localeCompare(b.date));
}

/** @returns the holiday of that day, if any (1 May and Ascension can meet: the first is given). */
export function holidayOn(date: LawDate): Holiday | undefined {
  return holidays(Number(date.slice(0, 4))).find((holiday) => holiday.date === date);
}

/** @returns true when the offices open: neither Saturday, Sunday nor holiday. */
export function isOpenDay(date: LawDate): boolean {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6 && holidayOn(date) === undefined;
}

/** @returns that day when the offices open, else the next one that they do. */
export function nextOpenDay(date: LawDate): LawDate {
  return isOpenDay(date) ? date : nextOpenDay(addDays(date, 1));
}

/** @returns the open day that comes `days` open days after `date`. */
export function addOpenDays(date: LawDate, days: number): LawDate {
  let day = date;
  for (let left = days; left > 0; left--) day = nextOpenDay(addDays(day, 1));
  return day;
}

/** Easter Sunday in the Gregorian calendar (Meeus, Jones and Butcher). */
function easterSunday(year: number): LawDate {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7;
  const f = d + e - 7 * Math.floor((a + 11 * d + 22 * e) / 451) + 114;
  return `${year}-${String(Math.floor(f / 31)).padStart(2, '0')}-${String((f % 31) + 1).padStart(2, '0')}`;
}
