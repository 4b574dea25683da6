/**
 * Whose turn it is. A priority counts as having come some minutes earlier, so whoever waits long enough comes first
 * whatever arrives after; and at one counter only so many priorities follow each other while somebody without one waits.
 */
import { territory, type QueuePriorityId } from '../../../territory/index.ts';
import type { LawDate } from '../../../core/values/time.ts';
import type { Ticket, Waiting } from '../model/ticket.ts';

const MINUTE = 60_000;

export type Policy = {
  /** Priorities in a row at one counter while another waits. */
  run: number;
  lateMinutes: number;
  /** Minutes that a priority is worth. */
  worth: (id: QueuePriorityId) => number;
  callsBeforeAbsent: number;
  backMinutes: number;
  rounds: number;
};

/** @returns the rules of a day, all of them data. */
export function policyOn(on: LawDate): Policy {
  const value = (name: 'queuePriorityRun' | 'queueLateMinutes' | 'queueCallsBeforeAbsent' | 'queueBackMinutes' | 'queueRounds') => territory.parameter(name, on).value;
  const worth = new Map(territory.queuePriorities(on).map(({ id, minutes }) => [id, minutes]));
  return { run: value('queuePriorityRun'), lateMinutes: value('queueLateMinutes'), worth: (id) => worth.get(id) ?? 0, callsBeforeAbsent: value('queueCallsBeforeAbsent'), backMinutes: value('queueBackMinutes'), rounds: value('queueRounds') };
}

/** True when it passes before others now: an appointment only from its hour on, and not when it came too late. */
export function isAhead({ priority, dueAt, takenAt }: Waiting, now: string, { lateMinutes, worth }: Policy): boolean {
  if (priority !== 'appointment' || !dueAt) return worth(priority) > 0;
  return Date.parse(now) >= Date.parse(dueAt) && !isLate({ dueAt, takenAt }, lateMinutes);
}

const isLate = ({ dueAt, takenAt }: { dueAt: string; takenAt: string }, minutes: number): boolean => Date.parse(takenAt) > Date.parse(dueAt) + minutes * MINUTE;

/** From when it counts as waiting, in milliseconds: the smaller comes first. */
export function turnOf(one: Waiting, now: string, policy: Policy): number {
  const taken = Date.parse(one.takenAt);
  const due = one.dueAt ? Math.max(taken, Date.parse(one.dueAt)) : taken;
  if (isAhead(one, now, policy)) return due - policy.worth(one.priority) * MINUTE;
  // Before its hour an appointment is called when nobody else waits.
  return one.priority === 'appointment' && one.dueAt && !isLate({ dueAt: one.dueAt, takenAt: one.takenAt }, policy.lateMinutes) ? due : taken;
}

/** True when it may be called now. */
export const isCallable = ({ backAt }: Waiting, now: string): boolean => backAt === null || backAt <= now;

/**
 * @param waiting those whom this counter serves
 * @param run how many priorities this counter has just called in a row
 * @returns whose turn it is; undefined when nobody is there to be called
 */
export function nextOf<W extends Waiting>(waiting: readonly W[], now: string, run: number, policy: Policy): W | undefined {
  const there = waiting.filter((one) => isCallable(one, now));
  const ordinary = run >= policy.run ? there.filter((one) => !isAhead(one, now, policy)) : [];
  const turns = (ordinary.length ? ordinary : there).map((one) => ({ one, turn: turnOf(one, now, policy) }));
  return turns.length ? turns.reduce((best, other) => (comesBefore(other, best) ? other : best)).one : undefined;
}

type Turn = { one: Waiting; turn: number };
/** Two that came at the same instant pass by number. */
const comesBefore = (a: Turn, b: Turn): boolean => {
  if (a.turn !== b.turn) return a.turn < b.turn;
  if (a.one.takenAt !== b.one.takenAt) return a.one.takenAt < b.one.takenAt;
  return a.one.number !== b.one.number ? a.one.number < b.one.number : a.one.id < b.one.id;
};

/** The order in which they would be called if nobody else came: who is before whom. */
export function callOrder<W extends Waiting>(waiting: readonly W[], now: string, run: number, policy: Policy): W[] {
  const left = [...waiting];
  const order: W[] = [];
  for (let row = run; left.length;) {
    // Those who are called later come after those who are there.
    const next = nextOf(left, now, row, policy) ?? left.reduce((best, one) => ((one.backAt ?? '') < (best.backAt ?? '') ? one : best));
    row = isAhead(next, now, policy) ? row + 1 : 0;
    left.splice(left.indexOf(next), 1);
    order.push(next);
  }
  return order;
}

/** Nobody came to the counter: called again first; then later, once the others had their turn; then it ends. */
export function afterAbsence({ calls, rounds }: Pick<Ticket, 'calls' | 'rounds'>, now: string, policy: Policy): { then: 'call-again' } | { then: 'later'; backAt: string } | { then: 'ends' } {
  if (calls < policy.callsBeforeAbsent) return { then: 'call-again' };
  if (rounds >= policy.rounds) return { then: 'ends' };
  return { then: 'later', backAt: new Date(Date.parse(now) + policy.backMinutes * MINUTE).toISOString() };
}

/** Served today, below which nothing honest can be said of the wait. */
export const ENOUGH = 5;
const STEP = 5;

/**
 * The wait of somebody with `ahead` people before them, from what serving has taken today.
 * @param services milliseconds that each served person of these motives took
 * @param counters that call these motives
 * @returns minutes, from and to; null when it is not known
 */
export function waitRange(ahead: number, services: readonly number[], counters: number): { from: number; to: number } | null {
  if (services.length < ENOUGH || counters < 1) return null;
  const sorted = [...services].sort((a, b) => a - b);
  const at = (share: number): number => (sorted[Math.round((sorted.length - 1) * share)] ?? 0) / MINUTE;
  const from = Math.floor((Math.floor(ahead / counters) * at(0.25)) / STEP) * STEP;
  return { from, to: Math.max(from + STEP, Math.ceil((Math.ceil((ahead + 1) / counters) * at(0.75)) / STEP) * STEP) };
}
