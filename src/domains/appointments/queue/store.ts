/** The rows of a queue: the only file that names its tables. Whoever writes holds a transaction. */
import type { Query, Tx } from '../../../core/db/sql.ts';
import { humanCode, parseHumanCode } from '../../../core/values/human-code.ts';
import type { LawDate } from '../../../core/values/time.ts';
import type { QueueMotiveId, QueuePriorityId } from '../../../territory/index.ts';
import type { CounterStatus, QueueCounter, Ticket } from '../model/ticket.ts';

/** One office on one day. */
export type Hall = { office: string; day: LawDate };
export type EventKind = 'taken' | 'called' | 'recalled' | 'present' | 'served' | 'absent' | 'back' | 'left' | 'transferred' | 'moved' | 'opened' | 'paused' | 'resumed' | 'closed';

type Row = {
  id: string; office: string; day: string; letter: string; number: number; code: string; motive: QueueMotiveId; priority: QueuePriorityId; appointment_id: string | null; due_at: Date | null; status: Ticket['status'];
  taken_at: Date; back_at: Date | null; calls: number; rounds: number; counter: string | null; only_counter: string | null; called_at: Date | null; served_from: Date | null; ended_at: Date | null; moved_to: string | null;
};
const iso = (at: Date | null): string | null => at?.toISOString() ?? null;
const ticketOf = (row: Row): Ticket => ({
  id: row.id, office: row.office, day: row.day, letter: row.letter, number: row.number, code: row.code, motive: row.motive, priority: row.priority, appointmentId: row.appointment_id, dueAt: iso(row.due_at), status: row.status,
  takenAt: row.taken_at.toISOString(), backAt: iso(row.back_at), calls: row.calls, rounds: row.rounds, counter: row.counter, onlyCounter: row.only_counter, calledAt: iso(row.called_at), servedFrom: iso(row.served_from), endedAt: iso(row.ended_at), movedTo: row.moved_to,
});
/** Every column but the phone, which is read only to tell somebody of a move. */
const columns = (sql: Query) => sql`id, office, day, letter, number, code, motive, priority, appointment_id, due_at, status, taken_at, back_at, calls, rounds, counter, only_counter, called_at, served_from, ended_at, moved_to`;

export type NewTicket = Hall & { id: string; letter: string; motive: QueueMotiveId; priority: QueuePriorityId; appointmentId: string | null; dueAt: string | null; phone: string | null; takenAt: string };

/** The next number of its letter, and its ticket. The row of the series is the lock: no number is given twice. */
export async function addTicket(tx: Tx, one: NewTicket): Promise<Ticket> {
  const [series] = await tx<{ last: number }[]>`
    insert into queue_series (office, day, letter, last) values (${one.office}, ${one.day}, ${one.letter}, 1)
    on conflict (office, day, letter) do update set last = queue_series.last + 1 returning last`;
  const [row] = await tx<Row[]>`
    insert into queue_ticket (id, office, day, letter, number, code, motive, priority, appointment_id, due_at, phone, status, taken_at)
    values (${one.id}, ${one.office}, ${one.day}, ${one.letter}, ${series?.last ?? 1}, ${bareCode()}, ${one.motive}, ${one.priority}, ${one.appointmentId}, ${one.dueAt}, ${one.phone}, 'waiting', ${one.takenAt})
    returning ${columns(tx)}`;
  if (!row) throw new Error('a ticket was not written');
  return ticketOf(row);
}

const bareCode = (): string => humanCode().replaceAll('-', '');

export async function ticketById(sql: Query, id: string): Promise<Ticket | undefined> {
  const [row] = await sql<Row[]>`select ${columns(sql)} from queue_ticket where id = ${id}`;
  return row && ticketOf(row);
}

/** The ticket that a code opens, as it is typed or linked. */
export async function ticketByCode(sql: Query, text: string): Promise<Ticket | undefined> {
  const code = parseHumanCode(text);
  if (!code) return undefined;
  const [row] = await sql<Row[]>`select ${columns(sql)} from queue_ticket where code = ${code}`;
  return row && ticketOf(row);
}

export async function liveTicketOf(sql: Query, appointmentId: string): Promise<Ticket | undefined> {
  const [row] = await sql<Row[]>`select ${columns(sql)} from queue_ticket where appointment_id = ${appointmentId} and status in ('waiting', 'called', 'serving')`;
  return row && ticketOf(row);
}

/** Every ticket of an office on a day that is not over, the oldest first. */
export async function liveTickets(sql: Query, { office, day }: Hall): Promise<Ticket[]> {
  const rows = await sql<Row[]>`select ${columns(sql)} from queue_ticket where office = ${office} and day = ${day} and status in ('waiting', 'called', 'serving') order by taken_at, id`;
  return rows.map(ticketOf);
}

/** What changes in a ticket: only while it is in one of the states `from`; nobody else changed it meanwhile, or undefined. */
export async function changeTicket(tx: Tx, id: string, from: readonly Ticket['status'][], to: Partial<Record<'status' | 'motive' | 'counter' | 'only_counter' | 'called_at' | 'served_from' | 'ended_at' | 'back_at' | 'moved_to' | 'phone', string | null>> & { calls?: number; rounds?: number }): Promise<Ticket | undefined> {
  const [row] = await tx<Row[]>`update queue_ticket set ${tx({ ...to, ...(to.ended_at ? { phone: null } : {}) } as Record<string, string | number | null>)} where id = ${id} and status in ${tx([...from])} returning ${columns(tx)}`;
  return row && ticketOf(row);
}

/** Phones of those who still wait, to tell them of a move. */
export async function phonesOf(tx: Tx, { office, day }: Hall): Promise<Map<string, string>> {
  const rows = await tx<{ id: string; phone: string }[]>`select id, phone from queue_ticket where office = ${office} and day = ${day} and status = 'waiting' and phone is not null`;
  return new Map(rows.map(({ id, phone }) => [id, phone]));
}

export async function note(tx: Tx, { office, day }: Hall, what: EventKind, at: string, more: { ticketId?: string; counter?: string | null; agentId?: string | null; ahead?: boolean } = {}): Promise<void> {
  await tx`insert into queue_event (office, day, ticket_id, at, what, counter, agent_id, ahead) values (${office}, ${day}, ${more.ticketId ?? null}, ${at}, ${what}, ${more.counter ?? null}, ${more.agentId ?? null}, ${more.ahead ?? null})`;
}

/** How many priorities a counter has just called in a row, counted up to `most`. */
export async function runOf(tx: Query, { office, day }: Hall, counter: string, most: number): Promise<number> {
  const rows = await tx<{ ahead: boolean }[]>`select ahead from queue_event where office = ${office} and day = ${day} and counter = ${counter} and what = 'called' order by id desc limit ${most}`;
  const broken = rows.findIndex(({ ahead }) => !ahead);
  return broken < 0 ? rows.length : broken;
}

/** What the display says was called last, the newest first. */
export async function lastCalls(sql: Query, { office, day }: Hall, most: number): Promise<{ event: number; ticketId: string; letter: string; number: number; counter: string; status: Ticket['status'] }[]> {
  const rows = await sql<{ event: number; ticket_id: string; letter: string; number: number; counter: string; status: Ticket['status'] }[]>`
    select e.event, t.id as ticket_id, t.letter, t.number, e.counter, t.status
    from (select distinct on (ticket_id) id as event, ticket_id, counter from queue_event where office = ${office} and day = ${day} and what in ('called', 'recalled') order by ticket_id, id desc) e
    join queue_ticket t on t.id = e.ticket_id where t.status in ('called', 'serving', 'served') order by t.status = 'called' desc, e.event desc limit ${most}`;
  return rows.map(({ ticket_id, ...row }) => ({ ...row, ticketId: ticket_id }));
}

/** Milliseconds that each served person of these motives took today. */
export async function servicesOf(sql: Query, { office, day }: Hall, motives: readonly string[]): Promise<number[]> {
  if (!motives.length) return [];
  const rows = await sql<{ took: number }[]>`
    select extract(epoch from ended_at - served_from) * 1000 as took from queue_ticket where office = ${office} and day = ${day} and status = 'served' and served_from is not null and motive in ${sql([...motives])}`;
  return rows.map(({ took }) => took);
}

export async function countersOf(sql: Query, { office, day }: Hall): Promise<QueueCounter[]> {
  const rows = await sql<{ name: string; agent_id: string; agent: string; motives: QueueMotiveId[]; status: CounterStatus; since: Date }[]>`
    select c.name, c.agent_id, a.name as agent, c.motives, c.status, c.since from queue_counter c join agent a on a.id = c.agent_id where c.office = ${office} and c.day = ${day} and c.status <> 'closed' order by c.name`;
  return rows.map(({ agent_id, since, ...row }) => ({ ...row, agentId: agent_id, since: since.toISOString() }));
}

/** Presses of one agent take turns until the end of the transaction: the second sees what the first did. */
export async function holdCounterOf(tx: Tx, { office, day }: Hall, agentId: string): Promise<void> {
  await tx`select 1 from queue_counter where office = ${office} and day = ${day} and agent_id = ${agentId} and status <> 'closed' for update`;
}

/** Sits an agent at a counter that nobody holds; false when somebody does. */
export async function sitAt(tx: Tx, { office, day }: Hall, one: { name: string; agentId: string; motives: readonly string[]; now: string }): Promise<boolean> {
  const rows = await tx`
    insert into queue_counter (office, day, name, agent_id, motives, status, since) values (${office}, ${day}, ${one.name}, ${one.agentId}, ${[...one.motives]}, 'open', ${one.now})
    on conflict (office, day, name) do update set agent_id = excluded.agent_id, motives = excluded.motives, status = 'open', since = excluded.since
      where queue_counter.status = 'closed' or queue_counter.agent_id = excluded.agent_id returning name`;
  return rows.length === 1;
}

export async function setCounter(tx: Tx, { office, day }: Hall, name: string, status: CounterStatus, now: string): Promise<void> {
  await tx`update queue_counter set status = ${status}, since = ${now} where office = ${office} and day = ${day} and name = ${name}`;
  // What was sent to this counter alone would wait for ever.
  if (status === 'closed') await tx`update queue_ticket set only_counter = null where office = ${office} and day = ${day} and only_counter = ${name}`;
}

/** Changes whenever something happened in a hall. */
export async function lastEvent(sql: Query, { office, day }: Hall): Promise<string> {
  const [row] = await sql<{ last: number | null }[]>`select max(id) as last from queue_event where office = ${office} and day = ${day}`;
  return `${day}/${row?.last ?? 0}`;
}

/** When something last happened in a hall; null when nothing has. */
export async function lastAt(sql: Query, { office, day }: Hall): Promise<Date | null> {
  const [row] = await sql<{ at: Date | null }[]>`select max(at) as at from queue_event where office = ${office} and day = ${day}`;
  return row?.at ?? null;
}

/** Ends what was left of earlier days: no phone is kept, no counter stays held. @param today the first day that goes on */
export async function closeDays(sql: Query, today: LawDate, now: string): Promise<void> {
  await sql`update queue_ticket set status = 'left', ended_at = ${now}, phone = null where day < ${today} and status in ('waiting', 'called', 'serving')`;
  await sql`update queue_counter set status = 'closed', since = ${now} where day < ${today} and status <> 'closed'`;
}

export type WaitLine = { motive: string; hour: number; tickets: number; lost: number; median: number | null; p90: number | null };
/** Minutes waited, by motive and hour of arrival: counts, nobody. */
export async function waitsOf(sql: Query, { office, day }: Hall): Promise<WaitLine[]> {
  return [...await sql<WaitLine[]>`select motive, hour, tickets, lost, median, p90 from pub_queue_waits where office = ${office} and day = ${day} order by motive, hour`];
}
