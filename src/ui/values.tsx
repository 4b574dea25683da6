import { formatF, type Francs } from '../core/values/money.ts';
import { formatPartialDate, parsePartialDate } from '../core/values/partial-date.ts';
import { formatDateTime, formatSince } from '../core/values/time.ts';

/** An amount in whole francs: « 12 500 F », aligned digits, never broken across lines. */
export function MoneyF({ amount }: { amount: Francs }) {
  return <span class="sitt-num">{formatF(amount)}</span>;
}

/** A date of law with its own precision ('2026-03-01', '2026-03', '1948', '1948~'): « 1er mars 2026 », « vers 1948 ». */
export function DateFr({ date }: { date: string }) {
  const known = parsePartialDate(date);
  if (!known) return <span>{date}</span>;
  const text = formatPartialDate(known);
  return known.precision === 'about' ? <span>{text}</span> : <time dateTime={known.value}>{text}</time>;
}

/** An instant, in the country's own time: « 1er mars 2026 à 14 h 05 ». */
export function DateTimeFr({ at }: { at: Date }) {
  return <time dateTime={at.toISOString()}>{formatDateTime(at)}</time>;
}

/** Since when something is so in the register: the hour only where it is known, for an old paper tells the day alone. */
export function SinceFr({ at }: { at: Date }) {
  return <time dateTime={at.toISOString()}>{formatSince(at)}</time>;
}
