import type { Sql, Tx } from '../../../core/db/sql.ts';
import type { CardOrder } from '../model.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export async function insertCardOrder(tx: Tx, order: { id: string; dossierId: string; provider: string; amount: number; payerId: string | null; at: Date }): Promise<CardOrder> {
  const [row] = await tx<CardOrder[]>`
    insert into card_order (id, dossier_id, provider, amount, payer_id, started_at)
    values (${order.id}, ${order.dossierId}, ${order.provider}, ${order.amount}, ${order.payerId}, ${order.at}) returning *`;
  return row as CardOrder;
}

/** The order of this amount that the bank has not answered yet. */
export async function startedCardOrder(tx: Tx, order: { dossierId: string; provider: string; amount: number; since: Date }): Promise<CardOrder | undefined> {
  const [row] = await tx<CardOrder[]>`
    select * from card_order where dossier_id = ${order.dossierId} and provider = ${order.provider} and amount = ${order.amount} and state = 'started' and started_at > ${order.since}
    order by started_at desc limit 1`;
  return row;
}

/** @returns an order by its id; undefined when unknown. */
export async function cardOrder(sql: Sql | Tx, id: string): Promise<CardOrder | undefined> {
  const [row] = UUID.test(id) ? await sql<CardOrder[]>`select * from card_order where id = ${id}` : [];
  return row;
}

/** Notices about one order take their turn. */
export async function lockCardOrder(tx: Tx, id: string, provider: string): Promise<CardOrder | undefined> {
  const [row] = UUID.test(id) ? await tx<CardOrder[]>`select * from card_order where id = ${id} and provider = ${provider} for update` : [];
  return row;
}

export async function markCardOrder(tx: Tx, order: CardOrder, state: CardOrder['state'], at: Date): Promise<void> {
  await tx`update card_order set state = ${state}, checked_at = ${at} where id = ${order.id}`;
}

/** Orders not paid, started in a span: a notification may be lost, a payer may still be at the bank's page. */
export async function waitingCardOrders(sql: Sql | Tx, provider: string, span: { since: Date; before: Date }): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select id from card_order where state <> 'paid' and provider = ${provider} and started_at >= ${span.since} and started_at < ${span.before} order by started_at`;
  return rows.map((row) => row.id);
}

/** The card orders of a dossier, the newest first. */
export async function cardOrdersOf(sql: Sql | Tx, dossierId: string): Promise<CardOrder[]> {
  return sql<CardOrder[]>`select * from card_order where dossier_id = ${dossierId} order by started_at desc`;
}
