import type { Sql, Tx } from '../../../core/db/sql.ts';
import type { DossierState } from '../../../core/demarche/index.ts';
import { addDays, instantOf, today } from '../../../core/values/time.ts';
import { territory } from '../../../territory/index.ts';
import type { Anomalies, Habits, Reason } from '../model/index.ts';

/** What later acts are compared with: who, when, digests of whom and where, and what was paid for which vehicle. */
export type Marks = { companyId: string; userId: string; demarche: string; at: Date; party: Buffer | null; place: Buffer | null; price: number | null; scrapped: boolean; vehicleId: string | null };

/** Enough to count by and to name as evidence. */
const MOST = 60;
/** The latest acts at one address among which its buyers are counted: more of them would say no more. */
const NEAR = 400;

/** What the company and the user sent before this act, in one statement on its indexes. A batch is one act of its sender: its rows are no burst. */
export async function habitsOf(tx: Sql | Tx, dossierId: string, { companyId, userId, at, party, place }: Marks): Promise<Habits> {
  const on = today(at);
  const since = instantOf(addDays(on, -territory.parameter('partnerHabitDays', on).value), '00:00');
  const minutes = territory.parameter('partnerBurstMinutes', on).value;
  const [row] = await tx<Habits[]>`
    select
      array(select dossier_id::text from partner_examination where user_id = ${userId} and sent_at > ${at}::timestamptz - make_interval(mins => ${minutes}) and sent_at <= ${at} and not batch and (sent or held)
            and dossier_id <> ${dossierId} and (select door from dossier where id = ${dossierId}) is distinct from 'batch' order by sent_at desc limit ${MOST}) as burst,
      array(select dossier_id::text from partner_examination where company_id = ${companyId} and party = ${party} and sent_at > ${since} and sent_at <= ${at} and (sent or held) and dossier_id <> ${dossierId} order by sent_at desc limit ${MOST}) as "sameParty",
      array(select max(dossier_id::text) from (
              select dossier_id, party, sent_at from partner_examination where company_id = ${companyId} and place = ${place} and sent_at > ${since} and sent_at <= ${at} and (sent or held) and dossier_id <> ${dossierId}
              order by sent_at desc limit ${NEAR}) near
            where party is distinct from ${party}::bytea group by party order by max(sent_at) desc limit ${MOST}) as "samePlace",
      (select created_at from partner_user where id = ${userId}) as "userSince"`;
  return row as Habits;
}

/** Keeps the examination of an act that is sent, once a sending: what was found last stands. */
export async function keepExamination(tx: Tx, dossierId: string, found: Anomalies, marks: Marks, { sent, held }: { sent: boolean; held: boolean }): Promise<void> {
  await tx`
    insert into partner_examination (dossier_id, company_id, user_id, demarche, batch, sent_at, score, sent, held, reasons, party, place, price, scrapped, vehicle_id)
    select ${dossierId}, ${marks.companyId}, ${marks.userId}, ${marks.demarche}, door = 'batch', ${marks.at}, ${found.score}, ${sent}, ${held}, ${tx.json(found.reasons as never)}, ${marks.party}, ${marks.place}, ${marks.price}::int, ${marks.scrapped}, ${marks.vehicleId}::uuid from dossier where id = ${dossierId}
    on conflict (dossier_id) do update set sent_at = excluded.sent_at, score = excluded.score, sent = partner_examination.sent or excluded.sent, held = excluded.held, reasons = excluded.reasons, party = excluded.party, place = excluded.place,
      price = excluded.price, scrapped = excluded.scrapped, vehicle_id = excluded.vehicle_id`;
}

/** True when the manager of professionals has let this held act go on. */
export async function isReleased(tx: Sql | Tx, dossierId: string): Promise<boolean> {
  return (await tx`select 1 from partner_release where dossier_id = ${dossierId}`).length > 0;
}

/** An examined act as those who may look see it: no person is in it. */
export type Examined = {
  dossier_id: string; number: string; demarche: string; state: DossierState; company_id: string; user_name: string; sent_at: Date; score: number; held: boolean; released: boolean; reasons: Reason[];
};

export async function examinationOf(sql: Sql | Tx, dossierId: string): Promise<Examined | undefined> {
  const [row] = await sql<Examined[]>`select * from pub_partners_examination where dossier_id = ${dossierId}`;
  return row;
}

/** Acts that wait for the manager of professionals, the oldest first. */
export async function heldActs(sql: Sql | Tx): Promise<Examined[]> {
  return sql<Examined[]>`select * from pub_partners_examination where held and not released and state in ('draft', 'to_complete') order by sent_at limit 100`;
}

/** The held act of a company under this number, while it waits; null when there is none. */
export async function heldActOf(tx: Sql | Tx, companyId: string, number: string): Promise<string | null> {
  const [row] = await tx<{ dossier_id: string }[]>`select dossier_id from pub_partners_examination where company_id = ${companyId} and number = ${number} and held and not released and state in ('draft', 'to_complete')`;
  return row?.dossier_id ?? null;
}

/** The examinations of one company in a period, the oddest first. */
export async function oddActsOf(sql: Sql | Tx, companyId: string, from: string, to: string): Promise<Examined[]> {
  return sql<Examined[]>`
    select * from pub_partners_examination where company_id = ${companyId} and score > 0 and sent_at >= ${instantOf(from, '00:00')} and sent_at < ${instantOf(addDays(to, 1), '00:00')}
    order by score desc, sent_at desc limit 200`;
}
