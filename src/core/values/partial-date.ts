import { z } from 'zod';
import { addDays, addMonths, formatDate, formatShortDate, isLawDate, monthName, monthNumber, parseDate, yearsBetween } from './time.ts';
import type { LawDate } from './time.ts';

/**
 * A date with its precision: a month stays a month, « vers 1948 » stays a year about.
 * `value` is 'YYYY-MM-DD', 'YYYY-MM' or 'YYYY'. Nothing is ever invented to complete it.
 */
export type PartialDate = z.infer<typeof partialDate>;

const shapes = { day: /^\d{4}-\d{2}-\d{2}$/, month: /^\d{4}-(0[1-9]|1[0-2])$/, year: /^\d{4}$/, about: /^\d{4}$/ };

/** Also said of a text that no reading makes a date of. */
const UNREADABLE = 'Indiquez une date (27/03/1971), un mois (mars 1971), une année (1971) ou « vers 1948 ».';

/** Schema of the object form, as stored. */
export const partialDate = /* @__PURE__ */ (() => z
  .object({ precision: z.enum(['day', 'month', 'year', 'about']), value: z.string() }, UNREADABLE)
  .refine(({ precision, value }) => shapes[precision].test(value) && (precision !== 'day' || isLawDate(value)), UNREADABLE))();

/** How many years « vers » may be wrong, each way. House rule: no text says it. */
export const ABOUT_YEARS = 5;

/**
 * Reads what people write: '27/03/1971', 'mars 1971', '03/1971', '1971-03', '1971', 'en 1971', 'vers 1948',
 * legacy '00/03/1971' and '00/00/1948', and the EDTF (ISO 8601-2) form of `encodePartialDate`.
 * @returns undefined when it is none of these.
 */
export function parsePartialDate(text: string): PartialDate | undefined {
  const clean = text.trim().toLowerCase().replace(/^(en|né en|née en)\s+/, '').replace(/^00[/.-]/, '');
  const full = parseDate(clean);
  if (full !== undefined) return { precision: 'day', value: full };
  const about = /^(?:vers|v\.|env\.?|environ|~)\s*(\d{4})$/.exec(clean) ?? /^(\d{4})~$/.exec(clean);
  if (about?.[1] !== undefined) return { precision: 'about', value: about[1] };
  const year = /^(?:00[/.-])?(\d{4})$/.exec(clean);
  if (year?.[1] !== undefined) return { precision: 'year', value: year[1] };
  return parseMonth(clean);
}

function parseMonth(clean: string): PartialDate | undefined {
  const edtf = /^(\d{4})-(\d{1,2})$/.exec(clean);
  const digits = /^(\d{1,2})[/.-](\d{4})$/.exec(clean);
  const words = /^([a-zéûô]+)\.?\s+(\d{4})$/.exec(clean);
  const year = edtf?.[1] ?? digits?.[2] ?? words?.[2];
  const month = Number(edtf?.[2] ?? digits?.[1] ?? 0) || monthNumber(words?.[1] ?? '');
  if (year === undefined || month < 1 || month > 12) return undefined;
  return { precision: 'month', value: `${year}-${String(month).padStart(2, '0')}` };
}

/** @returns « 27 mars 1971 », « mars 1971 », « 1971 » or « vers 1948 ». */
export function formatPartialDate({ precision, value }: PartialDate): string {
  if (precision === 'day') return formatDate(value);
  if (precision === 'about') return `vers ${value}`;
  if (precision === 'year') return value;
  return `${monthName(Number(value.slice(5)))} ${value.slice(0, 4)}`;
}

/** @returns « 27/03/1971 », « 03/1971 », « 1971 » or « vers 1948 », for tables and papers. */
export function formatShortPartialDate(date: PartialDate): string {
  if (date.precision === 'day') return formatShortDate(date.value);
  if (date.precision === 'month') return `${date.value.slice(5)}/${date.value.slice(0, 4)}`;
  return formatPartialDate(date);
}

/** @returns one token for CSV, URL and hash: '1971-03-27', '1971-03', '1971' or '1948~' (EDTF, ISO 8601-2). */
export function encodePartialDate({ precision, value }: PartialDate): string {
  return precision === 'about' ? `${value}~` : value;
}

/** @returns the first and last day it may be; « vers » widens by ABOUT_YEARS each way. */
export function boundsOf({ precision, value }: PartialDate): { first: LawDate; last: LawDate } {
  if (precision === 'day') return { first: value, last: value };
  if (precision === 'month') return { first: `${value}-01`, last: addDays(addMonths(`${value}-01`, 1), -1) };
  const margin = precision === 'about' ? ABOUT_YEARS : 0;
  const year = Number(value);
  return { first: `${padYear(year - margin)}-01-01`, last: `${padYear(year + margin)}-12-31` };
}

/** @returns the youngest and the oldest age, in completed years, that the person or thing may have on a day. */
export function ageOn(date: PartialDate, on: LawDate): { least: number; most: number } {
  const { first, last } = boundsOf(date);
  return { least: yearsBetween(last, on), most: yearsBetween(first, on) };
}

/** @returns true when both may be the same day. */
export function mayBeSame(a: PartialDate, b: PartialDate): boolean {
  const [x, y] = [boundsOf(a), boundsOf(b)];
  return x.first <= y.last && y.first <= x.last;
}

function padYear(year: number): string {
  return String(Math.min(9999, Math.max(1000, year))).padStart(4, '0');
}
