/** Coming in: a ticket for whoever walks in, or for whoever has an appointment today. */
import { isRefusal } from '../../../core/db/errors.ts';
import { transaction } from '../../../core/db/sql.ts';
import type { World } from '../../../core/demarche/index.ts';
import { deterministicId } from '../../../core/values/ids.ts';
import { territory, type QueueMotive, type QueueMotiveId, type QueuePriorityId } from '../../../territory/index.ts';
import type { Ticket } from '../model/ticket.ts';
import { readAppointment } from '../reading.ts';
import { locateAppointment } from '../store.ts';
import { dayOf, hourWords, nearDayWords } from '../when.ts';
import { addTicket, liveTicketOf, note, ticketById, type Hall, type NewTicket } from './store.ts';

export type Given = { ticket: Ticket } | { refused: string };

/** The hall of an office today; undefined where nobody queues. */
export function hallOf({ world }: { world: Pick<World, 'clock' | 'today'> }, office: string): Hall | undefined {
  const found = territory.receivingPlace(office);
  return found && { office: found.id, day: world.today(world.clock()) };
}

/** What one comes for at an office: counters receive for papers, centres and tours for vehicles. */
export const motivesAt = ({ office, day }: Hall): readonly QueueMotive[] => territory.queueMotives(day, territory.receivingPlace(office)?.kind === 'counter' ? 'counter' : 'lane');

/**
 * A ticket for whoever walks in: once for a request id, however often it is sent.
 * @param phone as typed, for a message should the queue move; empty for none
 */
export async function takeTicket(world: World, hall: Hall, asked: { motive: string; priority: string; phone: string }, requestId: string): Promise<Given> {
  const motive = motivesAt(hall).find(({ id }) => id === asked.motive);
  if (!motive) return { refused: 'Choisissez ce pour quoi vous venez.' };
  const priority = territory.queuePriorities(hall.day).find(({ id }) => id === (asked.priority || 'none') && id !== 'appointment');
  if (!priority) return { refused: 'Choisissez une priorité de la liste, ou aucune.' };
  const phone = asked.phone ? territory.normalizePhone(asked.phone) : null;
  if (asked.phone && (!phone || !territory.takesTextMessages(phone))) return { refused: 'Ce téléphone ne reçoit pas de SMS. Laissez la case vide si vous n’en avez pas.' };
  return give(world, hall, requestId, { letter: motive.letter, motive: motive.id, priority: priority.id, appointmentId: null, dueAt: null, phone: phone ?? null });
}

/** A ticket for the appointment of that number, today and here; the one it has when it checked in already. */
export async function checkIn(world: World, hall: Hall, number: string, requestId: string): Promise<Given> {
  const [id] = await locateAppointment(world.read, number);
  const state = id ? await readAppointment(world, id) : undefined;
  const unknown = { refused: 'Aucun rendez-vous d’aujourd’hui ici ne porte ce numéro. Relisez-le, ou prenez un ticket sans rendez-vous.' };
  if (!id || !state?.place || !['booked', 'arrived'].includes(state.status ?? '')) return unknown;
  const { start, office } = state.place;
  if (office !== hall.office) return { refused: `Ce rendez-vous est à un autre endroit : ${territory.placeName(office)}.` };
  if (dayOf(start) !== hall.day) return { refused: `Ce rendez-vous n’est pas aujourd’hui : ${nearDayWords(dayOf(start))} à ${hourWords(start)}.` };
  const early = territory.parameter('queueEarlyMinutes', hall.day).value;
  if (Date.parse(start) - world.clock().getTime() > early * 60_000) return { refused: `Votre rendez-vous est à ${hourWords(start)}. Annoncez-vous à partir de ${early} minutes avant.` };
  const motive = motivesAt(hall).find(({ appointment }) => appointment === state.motive);
  if (!motive) return unknown;
  const live = await liveTicketOf(world.read, id);
  if (live) return { ticket: live };
  return give(world, hall, requestId, { letter: motive.letter, motive: motive.id, priority: 'appointment', appointmentId: id, dueAt: start, phone: null });
}

type Wanted = { letter: string; motive: QueueMotiveId; priority: QueuePriorityId } & Pick<NewTicket, 'appointmentId' | 'dueAt' | 'phone'>;

async function give(world: World, hall: Hall, requestId: string, wanted: Wanted): Promise<Given> {
  const id = deterministicId('queue-ticket', requestId);
  const now = world.clock().toISOString();
  try {
    return { ticket: await transaction(world.acts, async (tx) => {
      const known = await ticketById(tx, id);
      if (known) return known;
      const ticket = await addTicket(tx, { ...hall, id, takenAt: now, ...wanted });
      await note(tx, hall, 'taken', now, { ticketId: id });
      return ticket;
    }, 3) };
  } catch (error) {
    // Sent twice at once, or checked in at two screens: the first one stands.
    if (!isRefusal(error, 'unique')) throw error;
    const first = await ticketById(world.acts, id) ?? (wanted.appointmentId ? await liveTicketOf(world.acts, wanted.appointmentId) : undefined);
    if (!first) throw error;
    return { ticket: first };
  }
}
