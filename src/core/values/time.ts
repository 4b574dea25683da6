import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { place } from '../../territory/place.ts';

/** A date of law, 'YYYY-MM-DD' in the country's own zone. Two of them compare with < and >. */
export type LawDate = string;

const iso = /^\d{4}-\d{2}-\d{2}$/;

/** @returns true when `text` is 'YYYY-MM-DD' and that day exists (not the 30th of February). */
export function isLawDate(text: string): boolean {
  if (!iso.test(text)) return false;
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).year >= 1000;
  } catch {
    return false;
  }
}

/** Schema of a date of law. Refuses dates that do not exist, with a French sentence. */
// Pure, like the other schemas that stand beside what a fold needs: a program that reads no input (verify) leaves them
// out of its bundle, and zod with them, 20 MB a thread.
export const lawDate = /* @__PURE__ */ (() => z
  .string({ error: 'Indiquez une date.' })
  .refine(isLawDate, 'Indiquez une date réelle, par exemple 27/03/2024.'))();

const day = (date: LawDate): Temporal.PlainDate => Temporal.PlainDate.from(date, { overflow: 'reject' });

let lastDay = { from: NaN, to: NaN, day: '' };

/** @returns the day it is in the country at the instant `now`, whatever the zone of the machine. */
export function today(now: Date): LawDate {
  const at = now.getTime();
  // Asked at every request and the same all day long: the calendar is asked once a day.
  if (!(at >= lastDay.from && at < lastDay.to)) {
    const here = local(now).startOfDay();
    lastDay = { from: here.epochMilliseconds, to: here.add({ days: 1 }).epochMilliseconds, day: here.toPlainDate().toString() };
  }
  return lastDay.day;
}

/** @returns `date` moved by whole days (negative: before). */
export function addDays(date: LawDate, days: number): LawDate {
  return day(date).add({ days }).toString();
}

/** @returns `date` moved by whole months; the 31st becomes the last day of a shorter month. */
export function addMonths(date: LawDate, months: number): LawDate {
  return day(date).add({ months }).toString();
}

/** @returns the whole days from `from` to `to` (negative when `to` is before). */
export function daysBetween(from: LawDate, to: LawDate): number {
  return day(from).until(day(to), { largestUnit: 'day' }).days;
}

/** @returns the completed months from `from` to `to`. */
export function monthsBetween(from: LawDate, to: LawDate): number {
  return day(from).until(day(to), { largestUnit: 'month' }).months;
}

/** @returns the completed years from `from` to `to`: an age. Born on 29 February: a year older on 1 March. */
export function yearsBetween(from: LawDate, to: LawDate): number {
  return day(from).until(day(to), { largestUnit: 'year' }).years;
}

/** @returns the instant of a local wall-clock time ('HH:MM'): a sale is declared at a day and an hour. */
export function instantOf(date: LawDate, time: string): Date {
  const at = day(date).toZonedDateTime({ timeZone: place.timeZone, plainTime: time });
  return new Date(at.epochMilliseconds);
}

/** @returns « 1er mars 2026 ». */
export function formatDate(date: LawDate): string {
  const { day: d, month, year } = day(date);
  return `${d === 1 ? '1er' : d} ${monthName(month)} ${year}`;
}

/** @returns « 01/03/2026 », for tables and papers. */
export function formatShortDate(date: LawDate): string {
  const [year, month, d] = date.split('-');
  return `${d}/${month}/${year}`;
}

/** @returns « 1er mars 2026 à 14 h 05 », local time. */
export function formatDateTime(instant: Date): string {
  const at = local(instant);
  const minute = String(at.minute).padStart(2, '0');
  return `${formatDate(at.toPlainDate().toString())} à ${at.hour}\u00a0h\u00a0${minute}`;
}

/** @returns « 14:05 », local time. */
export function formatHour(instant: Date): string {
  return local(instant).toPlainTime().toString({ smallestUnit: 'minute' });
}

/** @returns the same, but the day alone for the midnight of a paper that told no hour: an hour that nobody knew is not said. */
export function formatSince(instant: Date): string {
  const at = local(instant);
  return at.hour || at.minute || at.second || at.millisecond ? formatDateTime(instant) : formatDate(at.toPlainDate().toString());
}

/**
 * Reads a day as people type it: '27/3/2024', '27.03.2024', '27 mars 2024', '1er mars 2024' or '2024-03-27'.
 * @returns undefined when it is not a day that exists. Never guesses a century.
 */
export function parseDate(text: string): LawDate | undefined {
  const clean = text.trim().toLowerCase();
  const digits = /^(\d{1,2})[/.\-\s](\d{1,2})[/.\-\s](\d{4})$/.exec(clean);
  const words = /^(\d{1,2})(?:er)?\s+([a-zéûô]+)\.?\s+(\d{4})$/.exec(clean);
  const month = digits ? Number(digits[2]) : monthNumber(words?.[2] ?? '');
  const found = digits ?? words;
  const date = found ? `${found[3]}-${two(month)}-${two(Number(found[1]))}` : clean;
  return isLawDate(date) ? date : undefined;
}

const months = [
  'janvier', 'février', 'mars', 'avril', 'mai', 'juin',
  'juillet', 'août', 'septembre', 'octobre', 'novembre', 'décembre',
];

/** @returns the French name of a month, 1 to 12. */
export function monthName(month: number): string {
  const name = months[month - 1];
  if (name === undefined) throw new RangeError(`month ${month}`);
  return name;
}

/** @returns 1 to 12 for a French month name, accents or not; 0 when unknown. */
export function monthNumber(name: string): number {
  const bare = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return months.findIndex((month) => bare(month) === bare(name)) + 1;
}

function local(instant: Date): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(place.timeZone);
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}
