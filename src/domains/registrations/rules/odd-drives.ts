/** Drives under a W that are worth a look by whoever manages professionals: nothing here is forbidden, and nothing is stopped. */
import { addDays, formatShortDate, instantOf, today, type LawDate } from '../../../core/values/time.ts';
import { territory } from '../../../territory/index.ts';
import { driveSpan, type WUse } from '../model/special.ts';

/** A drive and until when it was announced, before any return. Instants. */
export type AnnouncedUse = WUse & { announced: string };
/** Another drive of the vehicle of the use `of`, at the same time, under any W. */
export type Beside = { of: string; number: string; from: string; until: string };
export type OddDrive = { use: WUse; reasons: string[] };

/** @returns the drives that look wrong, the newest first, each with every reason in words. Limits are the parameters « à confirmer » of the day it began. */
export function oddDrives(uses: readonly AnnouncedUse[], beside: readonly Beside[]): OddDrive[] {
  return uses.map((use) => ({ use, reasons: [...long(use), ...twice(use, beside), ...night(use), ...closed(use)] }))
    .filter(({ reasons }) => reasons.length > 0).toSorted((a, b) => b.use.from.localeCompare(a.use.from));
}

const HOUR = 3_600_000;
const dayOf = (instant: string): LawDate => today(new Date(instant));

function long({ from, announced }: AnnouncedUse): string[] {
  const hours = Math.round((Date.parse(announced) - Date.parse(from)) / HOUR);
  const most = territory.parameter('wOddHours', dayOf(from)).value;
  return hours > most ? [`Annoncée pour ${hours} heures : plus de ${most}.`] : [];
}

function twice({ id }: WUse, beside: readonly Beside[]): string[] {
  return beside.filter(({ of }) => of === id).map((one) => `Le même véhicule est aussi sous le ${territory.formatPlate(one.number)}, ${driveSpan(one)}.`);
}

/** The days of a drive; one that came back as it left has none, and a last instant at midnight is of the day before. */
function daysOf({ from, until }: WUse): LawDate[] {
  const days: LawDate[] = [];
  if (from >= until) return days;
  for (let day = dayOf(from), last = today(new Date(Date.parse(until) - 1)); day <= last; day = addDays(day, 1)) days.push(day);
  return days;
}

function night(use: WUse): string[] {
  const [start, end] = territory.parameter('wOddNight', dayOf(use.from)).value as [number, number];
  const at = (day: LawDate, hour: number) => instantOf(day, `${String(hour).padStart(2, '0')}:00`).getTime();
  // The night that a morning ends began the evening before.
  const days = daysOf(use);
  const nights = (days[0] ? [addDays(days[0], -1), ...days] : []).filter((day) => Date.parse(use.from) < at(addDays(day, 1), end) && at(day, start) < Date.parse(use.until));
  const [first, last] = [nights[0], nights.at(-1)];
  return first && last ? [`La nuit, entre ${start} h et ${end} h : ${first === last ? 'nuit' : 'nuits'} du ${formatShortDate(first)}${first === last ? '' : ` au ${formatShortDate(last)}`}.`] : [];
}

function closed(use: WUse): string[] {
  if (!territory.parameter('wOddSundays', dayOf(use.from)).value) return [];
  const found = daysOf(use).flatMap((day) => {
    const holiday = territory.holidayOn(day);
    return holiday ? [`le ${formatShortDate(day)}, ${holiday.name}`] : new Date(`${day}T00:00:00Z`).getUTCDay() === 0 ? [`dimanche ${formatShortDate(day)}`] : [];
  });
  return found.length ? [`Un dimanche ou un jour férié : ${found.join(' ; ')}.`] : [];
}
