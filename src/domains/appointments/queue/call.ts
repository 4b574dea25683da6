/** What a counter does: sit, call, call again, serve, send on, pause. Each says in a sentence why it was not done. */
import { isRefusal } from '../../../core/db/errors.ts';
import { transaction, type Tx } from '../../../core/db/sql.ts';
import type { World } from '../../../core/demarche/index.ts';
import { territory } from '../../../territory/index.ts';
import { ticketName, type QueueCounter, type Ticket } from '../model/ticket.ts';
import { afterAbsence, isAhead, nextOf, policyOn } from '../rules/queue.ts';
import { changeTicket, countersOf, holdCounterOf, liveTickets, note, runOf, setCounter, sitAt, type Hall } from './store.ts';
import { motivesAt } from './take.ts';

export type Done = { ticket?: Ticket; said: string } | { refused: string };
export type Seat = { agentId: string; hall: Hall };

/** Sits an agent at a counter, for the motives it calls. */
export async function openCounter(world: World, { agentId, hall }: Seat, name: string, motives: readonly string[]): Promise<Done> {
  const known = motivesAt(hall).map(({ id }) => id as string).filter((id) => motives.includes(id));
  if (!/^[1-9]\d?$/.test(name)) return { refused: 'Indiquez le numéro du guichet, de 1 à 99.' };
  if (!known.length) return { refused: 'Choisissez au moins un motif à appeler.' };
  const now = world.clock().toISOString();
  try {
    return await transaction(world.acts, async (tx): Promise<Done> => {
      if (!await sitAt(tx, hall, { name, agentId, motives: known, now })) return { refused: `Un collègue tient déjà le guichet ${name}.` };
      await note(tx, hall, 'opened', now, { counter: name, agentId });
      return { said: `Le guichet ${name} est ouvert.` };
    }, 3);
  } catch (error) {
    if (isRefusal(error, 'unique')) return { refused: 'Vous tenez déjà un autre guichet : fermez-le d’abord.' };
    throw error;
  }
}

/** The counter that this agent holds, and whom it has called. */
export async function seatOf(world: Pick<World, 'acts'>, { agentId, hall }: Seat): Promise<{ counter: QueueCounter; current: Ticket | undefined } | undefined> {
  const [counters, live] = await Promise.all([countersOf(world.acts, hall), liveTickets(world.acts, hall)]);
  const counter = counters.find((one) => one.agentId === agentId);
  return counter && { counter, current: live.find((one) => one.counter === counter.name && one.status !== 'waiting') };
}

/** Whom this counter may call: its motives, and what was sent to it; what was sent to another only waits for that one. */
export const mayCall = ({ name, motives }: Pick<QueueCounter, 'name' | 'motives'>, one: Ticket): boolean => (one.onlyCounter ? one.onlyCounter === name : motives.includes(one.motive));

type Step = (tx: Tx, at: { seat: Seat; counter: QueueCounter; current: Ticket | undefined; now: string }) => Promise<Done>;

async function atCounter(world: World, seat: Seat, step: Step): Promise<Done> {
  const now = world.clock().toISOString();
  try {
    return await transaction(world.acts, async (tx) => {
      await holdCounterOf(tx, seat.hall, seat.agentId);
      const counter = (await countersOf(tx, seat.hall)).find(({ agentId }) => agentId === seat.agentId);
      if (!counter) return { refused: 'Ouvrez d’abord un guichet.' };
      const current = (await liveTickets(tx, seat.hall)).find((one) => one.counter === counter.name && one.status !== 'waiting');
      return step(tx, { seat, counter, current, now });
    }, 3);
  } catch (error) {
    if (isRefusal(error, 'unique', 'queue_ticket_one_at_counter')) return { refused: 'Ce guichet a déjà appelé quelqu’un.' };
    throw error;
  }
}

/** Ends the service under way and calls whose turn it is. Of two counters that call at once, each gets somebody else. */
export const callNext = (world: World, seat: Seat): Promise<Done> => atCounter(world, seat, async (tx, { counter, current, now }) => {
  if (counter.status === 'paused') return { refused: 'Ce guichet est en pause : reprenez d’abord.' };
  if (current?.status === 'called') return { refused: `Le ${ticketName(current)} est appelé : dites s’il est là.` };
  if (current) await end(tx, seat, counter, current, now);
  const policy = policyOn(seat.hall.day);
  const run = await runOf(tx, seat.hall, counter.name, policy.run);
  const lost = new Set<string>();
  for (;;) {
    const waiting = (await liveTickets(tx, seat.hall)).filter((one) => one.status === 'waiting' && !lost.has(one.id) && mayCall(counter, one));
    const next = nextOf(waiting, now, run, policy);
    if (!next) return { said: waiting.length ? 'Ceux qui attendent ne sont pas encore de retour.' : 'Personne n’attend pour ce guichet.' };
    const ticket = await changeTicket(tx, next.id, ['waiting'], { status: 'called', counter: counter.name, called_at: next.calledAt ?? now, calls: 1, back_at: null });
    // Another counter was faster: it has that one, and we take the next.
    if (!ticket) { lost.add(next.id); continue; }
    await note(tx, seat.hall, 'called', now, { ticketId: ticket.id, counter: counter.name, agentId: seat.agentId, ahead: isAhead(next, now, policy) });
    return { ticket, said: `${ticketName(ticket)} est appelé.` };
  }
});

async function end(tx: Tx, { hall, agentId }: Seat, counter: QueueCounter, current: Ticket, now: string): Promise<void> {
  await changeTicket(tx, current.id, ['serving'], { status: 'served', ended_at: now });
  await note(tx, hall, 'served', now, { ticketId: current.id, counter: counter.name, agentId });
}

const NOBODY = { refused: 'Personne n’est appelé à ce guichet.' } as const;

export const recall = (world: World, seat: Seat): Promise<Done> => atCounter(world, seat, async (tx, { counter, current, now }) => {
  if (current?.status !== 'called') return NOBODY;
  const ticket = await changeTicket(tx, current.id, ['called'], { calls: current.calls + 1 });
  await note(tx, seat.hall, 'recalled', now, { ticketId: current.id, counter: counter.name, agentId: seat.agentId });
  return { ...(ticket ? { ticket } : {}), said: `${ticketName(current)} est appelé de nouveau.` };
});

/** The person is at the counter. The service begins. */
export const present = (world: World, seat: Seat): Promise<Done> => atCounter(world, seat, async (tx, { counter, current, now }) => {
  if (current?.status !== 'called') return NOBODY;
  const ticket = await changeTicket(tx, current.id, ['called'], { status: 'serving', served_from: now });
  await note(tx, seat.hall, 'present', now, { ticketId: current.id, counter: counter.name, agentId: seat.agentId });
  return { ...(ticket ? { ticket } : {}), said: `${ticketName(current)} est au guichet.` };
});

export const served = (world: World, seat: Seat): Promise<Done> => atCounter(world, seat, async (tx, { counter, current, now }) => {
  if (current?.status !== 'serving') return NOBODY;
  await end(tx, seat, counter, current, now);
  return { said: `${ticketName(current)} est servi.` };
});

/** Nobody came: only after the calls that the rule asks for. Later first, then the end. */
export const absent = (world: World, seat: Seat): Promise<Done> => atCounter(world, seat, async (tx, { counter, current, now }) => {
  if (current?.status !== 'called') return NOBODY;
  const after = afterAbsence(current, now, policyOn(seat.hall.day));
  if (after.then === 'call-again') return { refused: `Appelez encore une fois le ${ticketName(current)} avant de passer.` };
  const later = after.then === 'later';
  await changeTicket(tx, current.id, ['called'], later ? { status: 'waiting', counter: null, back_at: after.backAt, rounds: current.rounds + 1, calls: 0 } : { status: 'left', ended_at: now });
  await note(tx, seat.hall, later ? 'absent' : 'left', now, { ticketId: current.id, counter: counter.name, agentId: seat.agentId });
  return { said: later ? `${ticketName(current)} sera rappelé plus tard.` : `${ticketName(current)} n’est pas venu : son ticket prend fin.` };
});

/** To another motive, or to one counter only; what was waited counts. */
export const transfer = (world: World, seat: Seat, to: { motive: string; counter: string }): Promise<Done> => atCounter(world, seat, async (tx, { counter, current, now }) => {
  if (!current) return NOBODY;
  const motive = motivesAt(seat.hall).find(({ id }) => id === (to.motive || current.motive));
  const only = to.counter ? (await countersOf(tx, seat.hall)).find(({ name }) => name === to.counter) : undefined;
  if (!motive || (to.counter && !only) || (motive.id === current.motive && !only) || only?.name === counter.name) return { refused: 'Choisissez un autre motif ou un autre guichet ouvert.' };
  await changeTicket(tx, current.id, ['called', 'serving'], { status: 'waiting', motive: motive.id, only_counter: only?.name ?? null, counter: null, calls: 0, served_from: null });
  await note(tx, seat.hall, 'transferred', now, { ticketId: current.id, counter: counter.name, agentId: seat.agentId });
  return { said: `${ticketName(current)} attend maintenant : ${motive.title}${only ? `, guichet ${only.name}` : ''}.` };
});

/** Pauses, resumes or closes a counter; never with somebody at it. */
export const turnCounter = (world: World, seat: Seat, to: 'paused' | 'open' | 'closed'): Promise<Done> => atCounter(world, seat, async (tx, { counter, current, now }) => {
  if (current && to !== 'open') return { refused: `Finissez d’abord avec le ${ticketName(current)}.` };
  await setCounter(tx, seat.hall, counter.name, to, now);
  await note(tx, seat.hall, to === 'open' ? 'resumed' : to, now, { counter: counter.name, agentId: seat.agentId });
  return { said: { paused: 'En pause.', open: 'Le guichet reprend.', closed: `Le guichet ${counter.name} est fermé.` }[to] };
});

/** Words for a place, wherever it is shown. */
export const hallName = ({ office }: Hall): string => territory.placeName(office);
