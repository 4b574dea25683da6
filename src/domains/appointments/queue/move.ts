/** An office cut off, looted or closed: those who wait there go on waiting elsewhere, with the time they have waited. */
import { transaction, type Tx } from '../../../core/db/sql.ts';
import type { World } from '../../../core/demarche/index.ts';
import { queueMessage, type Messaging } from '../../../core/messages/index.ts';
import { deterministicId } from '../../../core/values/ids.ts';
import { formatHumanCode } from '../../../core/values/human-code.ts';
import { territory } from '../../../territory/index.ts';
import { ticketName, type Ticket } from '../model/ticket.ts';
import { addTicket, changeTicket, liveTickets, note, phonesOf, type Hall } from './store.ts';
import { motivesAt } from './take.ts';
import { queueTexts } from './texts.ts';

export type Moved = { moved: number; told: number } | { refused: string };

/**
 * Moves every ticket that waits to another office, in one transaction: each gets a number there, keeps its priority and
 * since when it waits; its old page leads to the new one. Whoever is at a counter is finished with there.
 */
export async function moveQueue(world: World, messaging: Pick<Messaging, 'sender' | 'textable'> | undefined, agentId: string, from: Hall, toOffice: string): Promise<Moved> {
  const place = territory.receivingPlace(toOffice);
  const to = place && { office: place.id, day: from.day };
  if (!to || to.office === from.office) return { refused: 'Choisissez un autre lieu.' };
  const received = new Set(motivesAt(to).map(({ id }) => id));
  const now = world.clock().toISOString();
  return transaction(world.acts, async (tx) => {
    const waiting = (await liveTickets(tx, from)).filter(({ status }) => status === 'waiting');
    if (!waiting.length) return { refused: 'Personne n’attend ici.' };
    if (waiting.some(({ motive }) => !received.has(motive))) return { refused: `${territory.placeName(to.office)} ne reçoit pas pour tous les motifs de cette file.` };
    const phones = await phonesOf(tx, from);
    let [moved, told] = [0, 0];
    for (const one of waiting) {
      const gone = await changeTicket(tx, one.id, ['waiting'], { status: 'moved', ended_at: now });
      // Called meanwhile by a counter that still works: it is served there.
      if (!gone) continue;
      const phone = phones.get(one.id) ?? null;
      // The hour of an appointment was for the other office: it passes as one that waits, with its worth.
      const there = await addTicket(tx, { ...to, id: deterministicId('queue-moved', one.id), letter: one.letter, motive: one.motive, priority: one.priority, appointmentId: one.appointmentId, dueAt: one.dueAt, phone, takenAt: one.takenAt });
      await tellMoved(tx, world, messaging, from, there, phone);
      await changeTicket(tx, one.id, ['moved'], { moved_to: there.id });
      await note(tx, from, 'moved', now, { ticketId: one.id, agentId });
      await note(tx, to, 'taken', now, { ticketId: there.id, agentId });
      moved += 1;
      if (phone) told += 1;
    }
    return { moved, told };
  }, 3);
}

async function tellMoved(tx: Tx, world: World, messaging: Pick<Messaging, 'sender' | 'textable'> | undefined, from: Hall, there: Ticket, phone: string | null): Promise<void> {
  if (!phone || !messaging) return;
  await queueMessage(tx, { ...messaging, templates: queueTexts }, {
    key: `queue-moved:${there.id}`, template: 'queue-moved', contacts: [{ name: 'Madame, Monsieur', phone }], subject: { kind: 'queue-ticket', id: there.id }, page: `/ticket/${formatHumanCode(there.code)}`, now: world.clock(),
    data: { from: territory.placeName(from.office), office: territory.placeName(there.office), address: territory.receivingPlace(there.office)?.address ?? '', ticket: ticketName(there) },
  });
}
