/** Where a plan of agents fails openings and appointments: each is named, a person settles it. */
import type { LawDate } from '../../../core/values/time.ts';
import { instantOf } from '../../../core/values/time.ts';
import type { AgendaState } from '../model/agenda.ts';
import { opensOn } from './slots.ts';

/** `resource` null: away. Instants, ISO 8601. */
export type Shift = { id: string; agentId: string; agent: string; resource: string | null; start: string; end: string };
export type Booked = { number: string; resource: string; start: string; end: string };
export type Danger =
  | { kind: 'appointment'; booked: Booked; away: readonly string[] }
  | { kind: 'away-at-work'; shift: Shift }
  | { kind: 'uncovered'; resource: string; from: string; to: string };

const meets = (a: { start: string; end: string }, b: { start: string; end: string }): boolean => a.start < b.end && b.start < a.end;

/**
 * @param booked appointments of the day
 * @returns appointments that lose their agent, agents planned while away, hours open with nobody there; nothing of a resource that has no plan at all
 */
export function dangers(agenda: AgendaState, day: LawDate, shifts: readonly Shift[], booked: readonly Booked[]): Danger[] {
  const away = shifts.filter(({ resource }) => resource === null);
  const work = shifts.filter(({ resource }) => resource !== null);
  const isAway = (shift: Shift, span: { start: string; end: string }): boolean => away.some((one) => one.agentId === shift.agentId && meets(one, span));
  const planned = new Set(work.map(({ resource }) => resource));
  const lost = booked.filter(({ resource }) => planned.has(resource)).flatMap((one): Danger[] => {
    const there = work.filter((shift) => shift.resource === one.resource && shift.start <= one.start && shift.end >= one.end);
    return there.some((shift) => !isAway(shift, one)) ? [] : [{ kind: 'appointment', booked: one, away: there.map(({ agent }) => agent) }];
  });
  const both = work.filter((shift) => isAway(shift, shift)).map((shift): Danger => ({ kind: 'away-at-work', shift }));
  const open = agenda.resources.filter(({ id }) => planned.has(id)).flatMap(({ id, openings }) => openings.filter((one) => opensOn(one, day)).flatMap(({ from, to }) =>
    gaps({ start: instantOf(day, from).toISOString(), end: instantOf(day, to).toISOString() }, work.filter(({ resource }) => resource === id)).map((gap): Danger => ({ kind: 'uncovered', resource: id, from: gap.start, to: gap.end }))));
  return [...lost, ...both, ...open];
}

/** What of a span no shift covers. */
function gaps(span: { start: string; end: string }, shifts: readonly Shift[]): { start: string; end: string }[] {
  const found: { start: string; end: string }[] = [];
  let at = span.start;
  for (const { start, end } of [...shifts].sort((a, b) => (a.start < b.start ? -1 : 1))) {
    if (start > at && at < span.end) found.push({ start: at, end: start < span.end ? start : span.end });
    if (end > at) at = end;
  }
  return at < span.end ? [...found, { start: at, end: span.end }] : found;
}
