/** What the person does from their own phone, by the code of the ticket: gives up, or comes back. */
import { transaction } from '../../../core/db/sql.ts';
import type { World } from '../../../core/demarche/index.ts';
import { changeTicket, note, ticketByCode } from './store.ts';

/** @returns false when there was nothing to change: called meanwhile, over, or unknown */
export async function fromPhone(world: World, code: string, what: 'left' | 'back'): Promise<boolean> {
  const now = world.clock().toISOString();
  return transaction(world.acts, async (tx) => {
    const found = await ticketByCode(tx, code);
    if (!found || (what === 'back' && found.backAt === null)) return false;
    const changed = await changeTicket(tx, found.id, ['waiting'], what === 'left' ? { status: 'left', ended_at: now } : { back_at: null });
    if (changed) await note(tx, { office: found.office, day: found.day }, what, now, { ticketId: found.id });
    return changed !== undefined;
  }, 3);
}
