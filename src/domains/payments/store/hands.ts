import type { Sql, Tx } from '../../../core/db/sql.ts';
import { today, type LawDate } from '../../../core/values/time.ts';
import { territory } from '../../../territory/index.ts';

/** A step of a dossier that an agent took with their own hands. */
export type Hand = { agent_id: string; step: 'saisie' | 'decision' | 'encaissement' };

const barring = (on: LawDate): readonly string[] => territory.parameter('refundBarredSteps', on).value;

/** Who may not approve a refund of this dossier because of what they did in it (parameter `refundBarredSteps`), beside whoever asks for it. */
export async function barredFrom(sql: Sql | Tx, dossierId: string, at: Date): Promise<Hand[]> {
  return sql<Hand[]>`select distinct agent_id, step from pub_payments_hands where dossier_id = ${dossierId} and step = any(${[...barring(today(at))]})`;
}

/** Money taken by whoever had also taken another step of the same dossier (parameter `cashFlaggedSteps`), by payment. */
export type CashedAlone = { number: string; dossier: string; dossier_id: string; agent: string; amount: number; at: Date; session: string; session_state: string };

/** The payments of one till session, or of the last `days`, that a single person both decided and cashed; the latest first. */
export async function cashedAlone(sql: Sql | Tx, about: { session: string } | { days: number; now: Date }): Promise<CashedAlone[]> {
  const steps = [...territory.parameter('cashFlaggedSteps', today('now' in about ? about.now : new Date())).value];
  const where = 'session' in about ? sql`p.till_session_id = ${about.session}` : sql`p.received_at > ${new Date(about.now.getTime() - about.days * 86_400_000)}`;
  return sql<CashedAlone[]>`
    select r.number, d.number as dossier, d.id as dossier_id, a.name as agent, p.amount, p.received_at as at, s.id as session, s.state as session_state
    from payment p join till_session s on s.id = p.till_session_id join receipt r on r.payment_id = p.id join dossier d on d.id = p.dossier_id join agent a on a.id = s.agent_id
    where ${where} and exists (select 1 from pub_payments_hands h where h.dossier_id = p.dossier_id and h.agent_id = s.agent_id and h.step = any(${steps}))
    order by p.received_at desc limit 200`;
}
