/** A ticket of a queue: a letter and a number for a day, and how far its turn has come. It names nobody. */
import type { QueueMotiveId, QueuePriorityId } from '../../../territory/index.ts';

export type TicketStatus = 'waiting' | 'called' | 'serving' | 'served' | 'left' | 'moved';

/** What decides whose turn it is. Instants, ISO 8601. */
export type Waiting = {
  id: string;
  letter: string;
  number: number;
  motive: QueueMotiveId;
  priority: QueuePriorityId;
  /** The hour of the appointment it checked in for. */
  dueAt: string | null;
  /** Since when it waits: kept when it goes to another motive, counter or office. */
  takenAt: string;
  /** Called in vain, it is not called again before. */
  backAt: string | null;
  /** The only counter that may call it. */
  onlyCounter: string | null;
};

export type Ticket = Waiting & {
  office: string;
  day: string;
  /** What opens its page on a phone. */
  code: string;
  appointmentId: string | null;
  status: TicketStatus;
  /** Times called in this round. */
  calls: number;
  /** Rounds that ended with nobody there. */
  rounds: number;
  counter: string | null;
  calledAt: string | null;
  servedFrom: string | null;
  endedAt: string | null;
  movedTo: string | null;
};

export type CounterStatus = 'open' | 'paused' | 'closed';
/** A counter of an office on a day. */
export type QueueCounter = { name: string; agentId: string; agent: string; motives: readonly QueueMotiveId[]; status: CounterStatus; since: string };

/** « B 042 »: said, shown and printed the same everywhere. */
export const ticketName = ({ letter, number }: Pick<Waiting, 'letter' | 'number'>): string => `${letter} ${String(number).padStart(3, '0')}`;
