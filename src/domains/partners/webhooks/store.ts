import { transaction, type Sql, type Tx } from '../../../core/db/sql.ts';
import { uuid } from '../../../core/values/ids.ts';

export type Webhook = {
  id: string; company_id: string; url: string; secret_version: number; created_at: Date; failing_since: Date | null; retry_at: Date | null; disabled_at: Date | null; disabled_by: 'failures' | 'company' | 'gone' | null;
};
export type Told = { event_id: string; position: number; type: string; subject_kind: string; subject_id: string; state: string; at: Date; attempts: number };
export type Delivery = Told & { webhook_id: string; delivery: 'pending' | 'delivered' | 'dead'; outcome: string | null; next_at: Date; delivered_at: Date | null };

/** The addresses of one company, and what waits or was given up at each. */
export async function webhooksOf(sql: Sql | Tx, companyId: string): Promise<(Webhook & { waiting: number; dead: number })[]> {
  return sql<(Webhook & { waiting: number; dead: number })[]>`
    select w.*, (select count(*)::int from partner_webhook_delivery d where d.webhook_id = w.id and d.state = 'pending') as waiting,
           (select count(*)::int from partner_webhook_delivery d where d.webhook_id = w.id and d.state = 'dead') as dead
    from partner_webhook w where w.company_id = ${companyId} order by w.created_at`;
}

/** An address of this company; another's does not exist. */
export async function webhookOf(sql: Sql | Tx, companyId: string, id: string): Promise<Webhook | undefined> {
  const [row] = await sql<Webhook[]>`select * from partner_webhook where id = ${id} and company_id = ${companyId}`;
  return row;
}

/** Adds an address; one that stands already is given back. @param most addresses of a company, closed ones included @returns its id; null when there are as many already */
export async function addWebhook(acts: Sql, by: { companyId: string; userId: string }, url: string, at: Date, most: number): Promise<string | null> {
  return transaction(acts, async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtextextended(${`webhooks:${by.companyId}`}, 0))`;
    const all = await tx<{ id: string; url: string }[]>`select id, url from partner_webhook where company_id = ${by.companyId}`;
    const known = all.find((one) => one.url === url);
    if (known || all.length >= most) return known?.id ?? null;
    const id = uuid();
    await tx`insert into partner_webhook (id, company_id, url, created_by, created_at) values (${id}, ${by.companyId}, ${url}, ${by.userId}, ${at})`;
    return id;
  });
}

/** Withdraws an address with all that it was told and was to be told. */
export async function removeWebhook(acts: Sql, companyId: string, id: string): Promise<void> {
  await transaction(acts, async (tx) => {
    const [gone] = await tx`select 1 from partner_webhook where id = ${id} and company_id = ${companyId} for update`;
    if (!gone) return;
    await tx`delete from partner_webhook_delivery where webhook_id = ${id}`;
    await tx`delete from partner_webhook where id = ${id}`;
  });
}

/** Opens an address again, or closes it by its company. What waited meanwhile is told once open. */
export async function openOrCloseWebhook(tx: Sql | Tx, companyId: string, id: string, open: boolean, at: Date): Promise<void> {
  // What waited is due now, its count of tries begun again.
  if (open) await tx`
    with opened as (update partner_webhook set disabled_at = null, disabled_by = null, failing_since = null, retry_at = null where id = ${id} and company_id = ${companyId} returning id),
         due as (update partner_webhook_delivery set attempts = 0, next_at = ${at} where webhook_id in (select id from opened) and state = 'pending')
    select wake_webhook(id) from opened`;
  else await tx`update partner_webhook set disabled_at = ${at}, disabled_by = 'company' where id = ${id} and company_id = ${companyId} and disabled_at is null`;
}

/** The old secret signs nothing more. */
export async function renewSecret(tx: Sql | Tx, companyId: string, id: string): Promise<void> {
  await tx`update partner_webhook set secret_version = secret_version + 1 where id = ${id} and company_id = ${companyId}`;
}

/** Tells again, from the first try: one event, or all the dead letters. Under its own id: a receiver that has it already says so. @returns how many */
export async function replay(tx: Sql | Tx, companyId: string, id: string, what: { eventId: string } | 'dead', at: Date): Promise<number> {
  const rows = await tx`
    update partner_webhook_delivery d set state = 'pending', attempts = 0, next_at = ${at}, outcome = null, delivered_at = null from partner_webhook w
    where w.id = d.webhook_id and w.id = ${id} and w.company_id = ${companyId} and d.state <> 'pending' ${what === 'dead' ? tx`and d.state = 'dead'` : tx`and d.event_id = ${what.eventId}`} returning 1`;
  if (rows.length) await tx`select wake_webhook(${id})`;
  return rows.length;
}

/** The latest tellings at one address of a company, dead letters first. */
export async function deliveriesOf(sql: Sql | Tx, companyId: string, id: string, limit = 100): Promise<Delivery[]> {
  return sql<Delivery[]>`
    select d.webhook_id, d.event_id, d.position, d.attempts, d.state as delivery, d.outcome, d.next_at, d.delivered_at, e.type, e.subject_kind, e.subject_id, e.state, e.at
    from partner_webhook_delivery d join partner_webhook_event e on e.id = d.event_id join partner_webhook w on w.id = d.webhook_id
    where d.webhook_id = ${id} and w.company_id = ${companyId} order by (d.state = 'dead') desc, d.position desc limit ${limit}`;
}

/** An event that the company asks for itself, to try its receiver. */
export async function tellPing(tx: Sql | Tx, companyId: string, id: string, at: Date): Promise<void> {
  await tx`
    with told as (insert into partner_webhook_event (company_id, type, subject_kind, subject_id, state, at) select company_id, 'ping', 'webhook', id, 'asked', ${at} from partner_webhook where id = ${id} and company_id = ${companyId} returning *)
    insert into partner_webhook_delivery (webhook_id, event_id, position, subject_id, next_at) select ${id}, told.id, told.position, told.subject_id, ${at} from told`;
}

/** Addresses where something is due. */
export async function dueWebhooks(sql: Sql, now: Date): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select w.id from partner_webhook w where w.disabled_at is null and (w.retry_at is null or w.retry_at <= ${now})
      and exists (select from partner_webhook_delivery d where d.webhook_id = w.id and d.state = 'pending' and d.next_at <= ${now})`;
  return rows.map(({ id }) => id);
}

/** Takes one address for a while, so that a second worker leaves it alone; undefined when it is taken, closed, or waits. */
export async function lease(sql: Sql, id: string, now: Date, until: Date): Promise<Webhook | undefined> {
  const [row] = await sql<Webhook[]>`
    update partner_webhook set leased_until = ${until} where id = ${id} and disabled_at is null and (retry_at is null or retry_at <= ${now}) and (leased_until is null or leased_until <= ${now}) returning *`;
  return row;
}

/** What is due at an address, the oldest first, and of each subject only its first: a later state is never told before an earlier one. */
export async function dueAt(sql: Sql, id: string, now: Date, limit = 20): Promise<Told[]> {
  return sql<Told[]>`
    select d.event_id, d.position, d.attempts, e.type, e.subject_kind, e.subject_id, e.state, e.at from partner_webhook_delivery d join partner_webhook_event e on e.id = d.event_id
    where d.webhook_id = ${id} and d.state = 'pending' and d.next_at <= ${now}
      and not exists (select from partner_webhook_delivery o where o.webhook_id = d.webhook_id and o.subject_id = d.subject_id and o.state = 'pending' and o.position < d.position)
    order by d.position limit ${limit}`;
}

export async function markDelivered(sql: Sql, id: string, eventId: string, outcome: string, at: Date): Promise<void> {
  await sql`update partner_webhook_delivery set state = 'delivered', attempts = attempts + 1, outcome = ${outcome}, delivered_at = ${at} where webhook_id = ${id} and event_id = ${eventId}`;
  await sql`update partner_webhook set failing_since = null, retry_at = null where id = ${id} and (failing_since is not null or retry_at is not null)`;
}

/** @param next when it is tried again; null: given up. `stop`: the whole address waits until then */
export async function markFailed(sql: Sql, id: string, eventId: string, { outcome, next, stop, at }: { outcome: string; next: Date | null; stop: boolean; at: Date }): Promise<void> {
  await sql`update partner_webhook_delivery set attempts = attempts + 1, outcome = ${outcome}, state = ${next ? 'pending' : 'dead'}, next_at = ${next ?? at} where webhook_id = ${id} and event_id = ${eventId}`;
  await sql`update partner_webhook set failing_since = coalesce(failing_since, ${at}) ${stop ? sql`, retry_at = ${next}` : sql``} where id = ${id}`;
}

/** Closes an address that failed too long, or said that it is gone. @returns true when it was open */
export async function disable(tx: Tx, id: string, by: 'failures' | 'gone', at: Date): Promise<boolean> {
  return (await tx`update partner_webhook set disabled_at = ${at}, disabled_by = ${by} where id = ${id} and disabled_at is null returning 1`).length > 0;
}

/**
 * When an address must be looked at again: what is told first of each subject, not before the address answers again, and
 * not while another worker has it. Null when nothing waits, or it is closed.
 */
export async function nextAt(sql: Sql, id: string, now: Date): Promise<Date | null> {
  const [row] = await sql<{ at: Date }[]>`
    select greatest(first.next_at, w.retry_at, case when w.leased_until > ${now} then ${now}::timestamptz + interval '2 seconds' end) as at
    from partner_webhook w cross join lateral (
      select d.next_at from partner_webhook_delivery d where d.webhook_id = w.id and d.state = 'pending'
        and not exists (select from partner_webhook_delivery o where o.webhook_id = d.webhook_id and o.subject_id = d.subject_id and o.state = 'pending' and o.position < d.position)
      order by d.next_at limit 1) first
    where w.id = ${id} and w.disabled_at is null`;
  return row?.at ?? null;
}

/** Some thousands at a time: no transaction of the sweep is long. */
const SWEPT = 5000;
/** Removes what was told, or given up, or waits at a closed address, since before that instant; what an open address still waits for stays. @returns how many events */
export async function sweepTold(sql: Sql, before: Date): Promise<number> {
  for (let all = 0; ;) {
    const { count } = await sql`
      with old as (
        select e.id from partner_webhook_event e where e.at < ${before}
          and not exists (select from partner_webhook_delivery d join partner_webhook w on w.id = d.webhook_id where d.event_id = e.id and d.state = 'pending' and w.disabled_at is null) order by e.at limit ${SWEPT}),
        told as (delete from partner_webhook_delivery d using old where d.event_id = old.id)
      delete from partner_webhook_event e using old where e.id = old.id`;
    all += count;
    if (count < SWEPT) return all;
  }
}

export async function release(sql: Sql, id: string): Promise<void> {
  await sql`update partner_webhook set leased_until = null where id = ${id}`;
}
