import { isRefusal } from '../../../core/db/errors.ts';
import type { Sql, Tx } from '../../../core/db/sql.ts';
import { uuid } from '../../../core/values/ids.ts';
import { ExplanationRequired, TillBusy, TillNotOpen } from '../errors.ts';
import { count as countSchema, type Count, type Means, type TillSession, type TillSummary } from '../model.ts';
import { closing, countedTotal, type Posting } from '../rules.ts';
import { post } from './ledger.ts';

export type Till = { id: string; office: string; label: string; online: boolean };

/** The tills that have a drawer, by office. */
export async function tillsOf(tx: Sql | Tx, office: string): Promise<(Till & { session: string | null })[]> {
  return tx<(Till & { session: string | null })[]>`
    select t.*, s.id as session from till t left join till_session s on s.till_id = t.id and s.state <> 'closed'
    where t.office = ${office} and not t.online order by t.id`;
}

/** Opens a till with its float. One at a time per till and per agent: the database refuses the second. Throws TillBusy. */
export async function openTill(tx: Tx, opening: { tillId: string; agentId: string; floatF: number; at: Date }): Promise<TillSession> {
  const session = await insertSession(tx, opening);
  if (opening.floatF > 0) {
    await post(tx, { kind: 'till-opening', at: opening.at, tillSessionId: session.id, lines: [
      { account: 'till-cash', debit: opening.floatF, label: 'Fonds de caisse reçu', tillId: opening.tillId },
      { account: 'float-fund', credit: opening.floatF, label: 'Fonds de caisse remis' },
    ] });
  }
  return session;
}

async function insertSession(tx: Tx, opening: { tillId: string; agentId: string; floatF: number; at: Date }): Promise<TillSession> {
  try {
    const [row] = await tx<TillSession[]>`
      insert into till_session (id, till_id, agent_id, float_amount, opened_at)
      select ${uuid()}, id, ${opening.agentId}, ${opening.floatF}, ${opening.at} from till where id = ${opening.tillId} and not online returning *`;
    if (!row) throw new Error(`no till with a drawer ${opening.tillId}`);
    return row;
  } catch (error) {
    throw isRefusal(error, 'unique') ? new TillBusy() : error;
  }
}

/** @returns the session an agent has not closed yet. */
export async function sessionOf(tx: Sql | Tx, agentId: string): Promise<TillSession | undefined> {
  const [row] = await tx<TillSession[]>`select * from till_session where agent_id = ${agentId} and state <> 'closed'`;
  return row;
}

/** Holds a session open while money goes in: its count and closing wait. Throws TillNotOpen when it is not this agent's, or no longer open. */
export async function openSession(tx: Tx, id: string, agentId: string): Promise<TillSession> {
  const [row] = await tx<TillSession[]>`select * from till_session where id = ${id} and agent_id = ${agentId} and state = 'open' for share`;
  if (!row) throw new TillNotOpen();
  return row;
}

/** Records a count of the drawer. From there the till takes no money until it is counted again, reopened or closed. Throws ZodError on a wrong count. */
export async function countTill(tx: Tx, counting: { sessionId: string; agentId: string; count: Count; at: Date }): Promise<TillSession> {
  const counted = countSchema.parse(counting.count);
  const [row] = await tx<TillSession[]>`
    update till_session set state = 'counted', counted = ${tx.json(counted as never)}, counted_total = ${countedTotal(counted)}, counted_at = ${counting.at}
    where id = ${counting.sessionId} and agent_id = ${counting.agentId} and state <> 'closed' returning *`;
  if (!row) throw new TillNotOpen();
  return row;
}

/** A last customer after the count: the till takes money again, and must be counted again. */
export async function resumeTill(tx: Tx, resuming: { sessionId: string; agentId: string }): Promise<void> {
  const rows = await tx`
    update till_session set state = 'open', counted = null, counted_total = null, counted_at = null
    where id = ${resuming.sessionId} and agent_id = ${resuming.agentId} and state = 'counted' returning id`;
  if (!rows.length) throw new TillNotOpen();
}

/** Closes a counted till: the difference is posted and explained, the float goes back, the rest is deposited. Throws ExplanationRequired, TillNotOpen. */
export async function closeTill(tx: Tx, end: { sessionId: string; agentId: string; explanation?: string; at: Date }): Promise<TillSummary> {
  const [session] = await tx<TillSession[]>`
    select * from till_session where id = ${end.sessionId} and agent_id = ${end.agentId} and state = 'counted' for update`;
  if (!session) throw new TillNotOpen();
  const counted = session.counted_total ?? 0;
  const found = closing(session.float_amount, await cashReceived(tx, session.id), counted);
  const explanation = end.explanation?.trim() ?? '';
  if (found.discrepancy !== 0 && explanation.length < 10) throw new ExplanationRequired(found.discrepancy);
  for (const [kind, lines] of closingEntries(session.till_id, counted, found, explanation)) {
    if (lines.length) await post(tx, { kind, at: end.at, tillSessionId: session.id, lines });
  }
  await tx`
    update till_session set state = 'closed', expected = ${found.expected}, discrepancy = ${found.discrepancy},
      explanation = ${found.discrepancy ? explanation : null}, deposit = ${found.deposit}, closed_at = ${end.at} where id = ${session.id}`;
  return tillSummary(tx, session.id);
}

function closingEntries(tillId: string, counted: number, found: ReturnType<typeof closing>, explanation: string): ['till-discrepancy' | 'till-closing', Posting[]][] {
  const gap = Math.abs(found.discrepancy);
  const short = found.discrepancy < 0;
  const discrepancy: Posting[] = gap === 0 ? [] : [
    { account: 'discrepancy', [short ? 'debit' : 'credit']: gap, label: explanation },
    { account: 'till-cash', [short ? 'credit' : 'debit']: gap, label: short ? 'Manquant' : 'Excédent', tillId },
  ];
  const out: Posting[] = counted === 0 ? [] : [
    { account: 'till-cash', credit: counted, label: 'Sortie de caisse à la clôture', tillId },
    ...(found.floatBack ? [{ account: 'float-fund' as const, debit: found.floatBack, label: 'Fonds de caisse rendu' }] : []),
    ...(found.deposit ? [{ account: 'treasury' as const, debit: found.deposit, label: 'Versement' }] : []),
  ];
  return [['till-discrepancy', discrepancy], ['till-closing', out]];
}

async function cashReceived(tx: Sql | Tx, sessionId: string): Promise<number> {
  const [row] = await tx<{ total: number }[]>`select coalesce(sum(amount), 0) as total from payment where till_session_id = ${sessionId} and means = 'cash'`;
  return row?.total ?? 0;
}

/** The figures of a till's sheet. Don't show `expected` before the count: a count is made blind. Throws when there is no such session. */
export async function tillSummary(tx: Sql | Tx, sessionId: string): Promise<TillSummary> {
  const [session] = await tx<TillSession[]>`select * from till_session where id = ${sessionId}`;
  if (!session) throw new TillNotOpen();
  const [[till], byMeans, [receipts], cash] = await Promise.all([
    tx<Till[]>`select * from till where id = ${session.till_id}`,
    tx<{ means: Means; count: number; total: number }[]>`
      select means, count(*) as count, sum(amount) as total from payment where till_session_id = ${sessionId} group by means order by means`,
    tx<{ first: string; last: string; count: number }[]>`
      select min(r.number) as first, max(r.number) as last, count(*) as count from receipt r join payment p on p.id = r.payment_id where p.till_session_id = ${sessionId}`,
    cashReceived(tx, sessionId),
  ]);
  const { id, office, label } = till as Till;
  return {
    session, till: { id, office, label }, byMeans: [...byMeans], receipts: receipts?.count ? receipts : null,
    expected: session.expected ?? session.float_amount + cash,
  };
}
