/** What screens show of a queue: numbers and minutes, nobody's name. */
import type { World } from '../../../core/demarche/index.ts';
import type { QueueCounter, Ticket } from '../model/ticket.ts';
import { callOrder, policyOn, waitRange } from '../rules/queue.ts';
import { mayCall } from './call.ts';
import { countersOf, lastAt, lastCalls, lastEvent, liveTickets, runOf, servicesOf, ticketByCode, ticketById, waitsOf, type Hall, type WaitLine } from './store.ts';

type Reader = Pick<World, 'read' | 'clock'>;

export type Board = { hall: Hall; calls: Awaited<ReturnType<typeof lastCalls>>; waiting: number; open: number };
/** What hangs in the hall: who is called where, the newest first, and how many wait. */
export async function readHall({ read }: Reader, hall: Hall): Promise<Board> {
  const [calls, live, counters] = await Promise.all([lastCalls(read, hall, 6), liveTickets(read, hall), countersOf(read, hall)]);
  return { hall, calls, waiting: live.filter(({ status }) => status === 'waiting').length, open: counters.filter(({ status }) => status === 'open').length };
}

export type Desk = { counters: readonly QueueCounter[]; current: Ticket | undefined; order: readonly Ticket[]; others: readonly Ticket[] };
/** What an agent sees: those that their counter may call, in the order of calling; and everybody else who waits. */
export async function readDesk({ read, clock }: Reader, hall: Hall, counter: QueueCounter | undefined): Promise<Desk> {
  const policy = policyOn(hall.day);
  const [live, counters, run] = await Promise.all([liveTickets(read, hall), countersOf(read, hall), counter ? runOf(read, hall, counter.name, policy.run) : 0]);
  const waiting = live.filter(({ status }) => status === 'waiting');
  const mine = counter ? waiting.filter((one) => mayCall(counter, one)) : waiting;
  return {
    counters, current: counter && live.find((one) => one.status !== 'waiting' && one.counter === counter.name),
    order: callOrder(mine, clock().toISOString(), run, policy), others: waiting.filter((one) => !mine.includes(one)),
  };
}

/** `ahead`: people who would be called before, if nobody else came; null when no counter calls this motive now. */
export type Position = { ticket: Ticket; ahead: number | null; range: { from: number; to: number } | null };

/** Where a ticket stands, by the code that it carries; a ticket that moved is followed to its new office. */
export async function positionOf(world: Reader, code: string): Promise<Position | undefined> {
  const { read, clock } = world;
  const found = await ticketByCode(read, code);
  const ticket = found?.movedTo ? await ticketById(read, found.movedTo) : found;
  if (!ticket) return undefined;
  if (ticket.status !== 'waiting') return { ticket, ahead: null, range: null };
  const hall = { office: ticket.office, day: ticket.day };
  const [live, counters] = await Promise.all([liveTickets(read, hall), countersOf(read, hall)]);
  const calling = counters.filter((one) => one.status !== 'closed' && mayCall(one, ticket));
  if (!calling.length) return { ticket, ahead: null, range: null };
  const waiting = live.filter((one) => one.status === 'waiting' && calling.some((counter) => mayCall(counter, one)));
  const ahead = callOrder(waiting, clock().toISOString(), 0, policyOn(hall.day)).findIndex(({ id }) => id === ticket.id);
  const motives = [...new Set(calling.flatMap((one) => [...one.motives]))];
  return { ticket, ahead, range: waitRange(ahead, await servicesOf(read, hall, motives), calling.filter(({ status }) => status === 'open').length) };
}

/** When something last happened in a hall; null when nothing has. */
export const queueLastAt = ({ read }: Pick<Reader, 'read'>, hall: Hall): Promise<Date | null> => lastAt(read, hall);

export const queueRevision = ({ read }: Pick<Reader, 'read'>, hall: Hall): Promise<string> => lastEvent(read, hall);

export const readWaits = ({ read }: Reader, hall: Hall): Promise<WaitLine[]> => waitsOf(read, hall);
