/** Where a plan of agents fails openings and appointments: each is named, a person settles it. */
import type { LawDate } from '../../../core/values/time.ts';
import { instantOf } from '../../../core/values/time.ts';
import type { AgentRole } from '../../../core/access/actor.ts';
import { territory, type ResourceKind } from '../../../territory/index.ts';
import type { AgendaState, Resource } from '../model/agenda.ts';
import { opensOn } from './slots.ts';

/** `resource` null: away. Instants, ISO 8601. */
export type Shift = { id: string; agentId: string; agent: string; resource: string | null; start: string; end: string };
export type Booked = { number: string; resource: string; start: string; end: string };
export type Danger =
  | { kind: 'appointment'; booked: Booked; away: readonly string[] }
  | { kind: 'away-at-work'; shift: Shift }
  | { kind: 'uncovered'; resource: string; from: string; to: string }
  | { kind: 'unplanned'; resource: string };
type Span = { start: string; end: string };

const meets = (a: Span, b: Span): boolean => a.start < b.end && b.start < a.end;

/**
 * @param booked appointments of the day
 * @returns appointments that lose their agent, agents planned while away, hours open with nobody there (an agent who is away is not), and what is open that day with no plan at all, in one word
 */
export function dangers(agenda: AgendaState, day: LawDate, shifts: readonly Shift[], booked: readonly Booked[]): Danger[] {
  const away = shifts.filter(({ resource }) => resource === null);
  const work = shifts.filter(({ resource }) => resource !== null);
  const isAway = (shift: Shift, span: Span): boolean => away.some((one) => one.agentId === shift.agentId && meets(one, span));
  const planned = new Set(work.map(({ resource }) => resource));
  const lost = booked.filter(({ resource }) => planned.has(resource)).flatMap((one): Danger[] => {
    const there = work.filter((shift) => shift.resource === one.resource && shift.start <= one.start && shift.end >= one.end);
    return there.some((shift) => !isAway(shift, one)) ? [] : [{ kind: 'appointment', booked: one, away: there.map(({ agent }) => agent) }];
  });
  const both = work.filter((shift) => isAway(shift, shift)).map((shift): Danger => ({ kind: 'away-at-work', shift }));
  const there = work.flatMap((shift) => gaps(shift, away.filter(({ agentId }) => agentId === shift.agentId)).map((span) => ({ ...span, resource: shift.resource })));
  const open = agenda.resources.flatMap((resource): Danger[] => {
    const { id } = resource;
    const spans = openSpans(resource, day);
    if (!planned.has(id)) return spans.length ? [{ kind: 'unplanned', resource: id }] : [];
    return spans.flatMap((span) => gaps(span, there.filter((one) => one.resource === id))).map(({ start, end }): Danger => ({ kind: 'uncovered', resource: id, from: start, to: end }));
  });
  return [...lost, ...both, ...open];
}

/** When a resource receives on a day: its openings, less its absences; never on a holiday. */
export function openSpans({ openings, absences }: Resource, day: LawDate): Span[] {
  if (territory.holidayOn(day)) return [];
  const closed = absences.map(({ from, to }) => ({ start: from, end: to }));
  return openings.filter((one) => opensOn(one, day)).flatMap(({ from, to }) => gaps({ start: instantOf(day, from).toISOString(), end: instantOf(day, to).toISOString() }, closed));
}

/** Whom each kind of place asks for. */
const DUTIES: Readonly<Record<ResourceKind, readonly AgentRole[]>> = {
  counter: ['clerk', 'examining-clerk', 'supervisor', 'cashier'], lane: ['inspector'], examiner: ['inspector'], tour: ['inspector'],
};
/** True when one of these roles may receive there. */
export const hasDuty = (roles: readonly AgentRole[], kind: ResourceKind): boolean => roles.some((role) => DUTIES[kind].includes(role));

const STEPS = [30, 20, 15];
const FINEST = 10;
/** The step of an agenda on a day: the widest square, in minutes, at whose edges every opening begins and ends. */
export function stepOf(agenda: AgendaState, day: LawDate): number {
  const edges = agenda.resources.flatMap(({ openings }) => openings.filter((one) => opensOn(one, day)).flatMap(({ from, to }) => [from, to]));
  return STEPS.find((step) => edges.every((time) => (Number(time.slice(0, 2)) * 60 + Number(time.slice(3))) % step === 0)) ?? FINEST;
}

/** What of a span no shift covers. */
function gaps(span: Span, shifts: readonly Span[]): Span[] {
  const found: Span[] = [];
  let at = span.start;
  for (const { start, end } of [...shifts].sort((a, b) => (a.start < b.start ? -1 : 1))) {
    if (start > at && at < span.end) found.push({ start: at, end: start < span.end ? start : span.end });
    if (end > at) at = end;
  }
  return at < span.end ? [...found, { start: at, end: span.end }] : found;
}
