import type { Sql, Tx } from '../../../core/db/sql.ts';
import type { Flat } from '../../../core/demarche/index.ts';
import { humanCode } from '../../../core/values/human-code.ts';
import { uuid } from '../../../core/values/ids.ts';

export type BatchState = 'received' | 'checked' | 'confirmed' | 'done' | 'abandoned';
export type Batch = {
  id: string; number: string; company_id: string; user_id: string; demarche: string; source: 'file' | 'paste' | 'api'; filename: string | null; state: BatchState; unknown: string[];
  created_at: Date; checked_at: Date | null; confirmed_by: string | null; confirmed_at: Date | null; done_at: Date | null;
};
/** What a batch holds: rows, how many are checked, good, done; francs of the good ones. */
export type Tally = { rows: number; checked: number; good: number; done: number; total: number; reserved: number };
export type BatchRow = { line: number; flat: Flat; subject_id: string | null; problems: string[] | null; because: string[]; fee: number; reserved: number; state: string | null; said: string | null; dossier_id: string | null; done_at: Date | null };

export type NewBatch = Pick<Batch, 'company_id' | 'user_id' | 'demarche' | 'source' | 'filename'> & { requestId: string; records: readonly Flat[]; /** Where each was read in its file; absent: they follow one line of titles. */ lines?: readonly number[] | undefined; unknown: readonly string[]; at: Date };

/** Keeps a batch as it came. The same request twice is one batch. @returns its id; undefined: this request has served for another */
export async function receiveBatch(tx: Tx, given: NewBatch): Promise<string | undefined> {
  const rows = given.records.map((flat, index) => ({ line: given.lines?.[index] ?? index + 2, flat }));
  const [made] = await tx<{ id: string }[]>`
    insert into partner_batch (id, number, company_id, user_id, demarche, source, filename, unknown, request_id, created_at)
    values (${uuid()}, ${`L-${humanCode(8)}`}, ${given.company_id}, ${given.user_id}, ${given.demarche}, ${given.source}, ${given.filename}, ${[...given.unknown]}, ${given.requestId}, ${given.at})
    on conflict (request_id) do nothing returning id`;
  if (!made) {
    const [same] = await tx<{ id: string }[]>`
      select b.id from partner_batch b where b.request_id = ${given.requestId} and b.company_id = ${given.company_id} and b.demarche = ${given.demarche}
        and ${tx.json(rows as never)} = (select jsonb_agg(jsonb_build_object('line', r.line, 'flat', r.flat) order by r.line) from partner_batch_row r where r.batch_id = b.id)`;
    return same?.id;
  }
  await tx`insert into partner_batch_row (batch_id, line, flat) select ${made.id}, line, flat from jsonb_to_recordset(${tx.json(rows as never)}) as r(line int, flat jsonb)`;
  return made.id;
}

/** A batch of this company; another's does not exist. */
export async function batchOf(sql: Sql | Tx, companyId: string, id: string): Promise<Batch | undefined> {
  const [row] = await sql<Batch[]>`select * from partner_batch where id = ${id} and company_id = ${companyId}`;
  return row;
}

export async function batchById(sql: Sql | Tx, id: string): Promise<Batch | undefined> {
  const [row] = await sql<Batch[]>`select * from partner_batch where id = ${id}`;
  return row;
}

export async function lockBatch(tx: Tx, id: string): Promise<Batch | undefined> {
  const [row] = await tx<Batch[]>`select * from partner_batch where id = ${id} for update`;
  return row;
}

export async function batchesOf(sql: Sql | Tx, companyId: string, limit = 20): Promise<(Batch & Tally)[]> {
  return sql<(Batch & Tally)[]>`
    select b.*, t.* from partner_batch b cross join lateral (${tallyOf(sql, sql`b.id`)}) t where b.company_id = ${companyId} order by b.created_at desc limit ${limit}`;
}

export async function tally(sql: Sql | Tx, id: string): Promise<Tally> {
  const [row] = await sql<Tally[]>`${tallyOf(sql, sql`${id}::uuid`)}`;
  return row as Tally;
}

function tallyOf(sql: Sql | Tx, id: ReturnType<Sql>) {
  return sql`select count(*)::int as rows, count(problems)::int as checked, count(*) filter (where cardinality(problems) = 0)::int as good, count(done_at)::int as done,
    coalesce(sum(fee) filter (where cardinality(problems) = 0), 0)::bigint as total, coalesce(sum(reserved), 0)::bigint as reserved from partner_batch_row where batch_id = ${id}`;
}

/** Rows of a batch from a line on; `only`: those that were not checked, or not done; `states`: those that stand so now (see `outcomesOf`). */
export async function rowsOf(sql: Sql | Tx, id: string, more: { after?: number; limit?: number; only?: 'unchecked' | 'undone'; states?: readonly string[] | undefined } = {}): Promise<BatchRow[]> {
  const { after = 0, limit = 100, only, states } = more;
  return sql<BatchRow[]>`
    select r.* from partner_batch_row r left join dossier d on d.id = r.dossier_id where r.batch_id = ${id} and r.line > ${after}
      ${only === 'unchecked' ? sql`and r.problems is null` : only === 'undone' ? sql`and r.done_at is null` : sql``} ${states ? sql`and ${became(sql)} = any(${[...states]})` : sql``} order by r.line limit ${limit}`;
}

/** Rows of this batch that the manager of professionals looks at before they are done: nothing else is missing of them. */
const held = (sql: Sql | Tx) => sql`(coalesce(d.state in ('draft', 'to_complete'), false) and not coalesce(jsonb_path_exists(d.blockers, '$.reasons[*].piece'), false)
  and exists (select from partner_examination e where e.dossier_id = d.id and e.held) and not exists (select from partner_release l where l.dossier_id = d.id))`;

/** Where a row stands now: its dossier, once it has moved; else what the batch found. */
const became = (sql: Sql | Tx) => sql`case when ${held(sql)} then 'held' else coalesce(nullif(d.state, 'draft'), r.state, 'waiting') end`;

/** The lines that are held, for a page that says who looks at them. */
export async function heldLines(sql: Sql | Tx, id: string): Promise<ReadonlySet<number>> {
  const rows = await sql<{ line: number }[]>`select r.line from partner_batch_row r join dossier d on d.id = r.dossier_id where r.batch_id = ${id} and ${held(sql)}`;
  return new Set(rows.map(({ line }) => line));
}

/** How many rows of each state: where their dossier stands now, or what became of them without one; `held` while the control holds them. */
export async function outcomesOf(sql: Sql | Tx, id: string): Promise<ReadonlyMap<string, number>> {
  const rows = await sql<{ state: string; n: number }[]>`select ${became(sql)} as state, count(*)::int as n from partner_batch_row r left join dossier d on d.id = r.dossier_id where r.batch_id = ${id} group by 1 order by 2 desc, 1`;
  return new Map(rows.map(({ state, n }) => [state, n]));
}

/** A paper that a row still waits for. */
export type Lack = { line: number; dossierId: string; piece: string; label: string; photo: boolean; own: boolean };

/** What each row that is to be completed still lacks, row by row: what has come since is left out. */
export async function lacksOf(sql: Sql | Tx, id: string): Promise<Lack[]> {
  return sql<Lack[]>`
    select r.line, d.id as "dossierId", reason ->> 'piece' as piece, reason ->> 'label' as label, coalesce((reason ->> 'photo')::boolean, false) as photo, coalesce((reason ->> 'own')::boolean, false) as own
    from partner_batch_row r join dossier d on d.id = r.dossier_id
      cross join lateral jsonb_array_elements(case when jsonb_typeof(d.blockers) = 'object' then d.blockers -> 'reasons' else '[]' end) with ordinality as asked(reason, rank)
    where r.batch_id = ${id} and d.state = 'to_complete' and reason ->> 'piece' is not null
      and not exists (select from dossier_piece p where p.dossier_id = d.id and p.kind = asked.reason ->> 'piece' and p.verdict is distinct from 'rejected')
    order by r.line, rank`;
}

/** The rows and the names by which a file may call them: their number, or what their subject is called. */
export async function namesOfRows(sql: Sql | Tx, id: string): Promise<{ line: number; dossierId: string | null; name: string | null }[]> {
  return sql`select line, dossier_id as "dossierId", coalesce(flat ->> 'chassis', flat ->> 'sujet') as name from partner_batch_row where batch_id = ${id} order by line`;
}

/** The plate of each row whose act has been done. */
export async function platesOf(sql: Sql | Tx, id: string): Promise<ReadonlyMap<number, string>> {
  const rows = await sql<{ line: number; plate: string }[]>`
    select r.line, min(d.plate) as plate from partner_batch_row r join pub_partners_done d on d.dossier_id = r.dossier_id where r.batch_id = ${id} and d.plate is not null group by r.line`;
  return new Map(rows.map(({ line, plate }) => [line, plate]));
}

export async function saveChecked(tx: Sql | Tx, id: string, rows: readonly { line: number; subject: string | null; problems: readonly string[]; because: readonly string[]; fee: number }[]): Promise<void> {
  await tx`
    update partner_batch_row r set subject_id = c.subject, fee = c.fee, problems = array(select jsonb_array_elements_text(c.problems)), because = array(select jsonb_array_elements_text(c.because))
    from jsonb_to_recordset(${tx.json(rows as never)}) as c(line int, subject uuid, problems jsonb, because jsonb, fee bigint) where r.batch_id = ${id} and r.line = c.line`;
}

export async function markChecked(tx: Sql | Tx, id: string, at: Date): Promise<void> {
  await tx`update partner_batch set state = 'checked', checked_at = ${at} where id = ${id} and state = 'received'`;
}

/** With the batch and the account locked: the sums are set aside, and the worker may begin. */
export async function markConfirmed(tx: Tx, id: string, by: { userId: string; at: Date }): Promise<void> {
  await tx`update partner_batch set state = 'confirmed', confirmed_by = ${by.userId}, confirmed_at = ${by.at} where id = ${id}`;
  await tx`update partner_batch_row set reserved = fee where batch_id = ${id} and cardinality(problems) = 0`;
  await tx`update partner_batch_row set state = 'rejected', said = array_to_string(problems, ' '), done_at = ${by.at} where batch_id = ${id} and cardinality(problems) > 0`;
}

export async function abandonBatch(tx: Sql | Tx, id: string): Promise<boolean> {
  return (await tx`update partner_batch set state = 'abandoned' where id = ${id} and state in ('received', 'checked')`).count === 1;
}

/** The dossier of a row, told before it is sent: its fee is then taken from what was reserved. */
export async function tieDossier(tx: Sql | Tx, id: string, line: number, dossierId: string): Promise<void> {
  await tx`update partner_batch_row set dossier_id = ${dossierId} where batch_id = ${id} and line = ${line} and dossier_id is null`;
}

/** What became of a row. `keep`: its sum stays reserved, because its dossier may still cost it. */
export async function finishRow(tx: Sql | Tx, id: string, result: { line: number; state: string; said: string; keep: boolean; at: Date }): Promise<void> {
  await tx`
    update partner_batch_row set state = ${result.state}, said = ${result.said}, done_at = ${result.at}, reserved = case when ${result.keep} then reserved else 0 end
    where batch_id = ${id} and line = ${result.line}`;
}

export async function finishBatch(tx: Sql | Tx, id: string, at: Date): Promise<void> {
  await tx`update partner_batch set state = 'done', done_at = ${at} where id = ${id} and state = 'confirmed' and not exists (select 1 from partner_batch_row where batch_id = ${id} and done_at is null)`;
}

/** The rows that are left stop, with the reason; what was set aside for them is free again. */
export async function stopRows(tx: Sql | Tx, id: string, said: string, at: Date): Promise<void> {
  await tx`update partner_batch_row set state = 'stopped', said = ${said}, reserved = 0, done_at = ${at} where batch_id = ${id} and done_at is null`;
}

/** Francs still to be set aside for the rows that may be taken up again, and how many they are. A row whose dossier was given up stays so. */
export async function resumable(tx: Sql | Tx, id: string): Promise<{ rows: number; due: number }> {
  const [row] = await tx<{ rows: number; due: number }[]>`select count(*)::int as rows, coalesce(sum(greatest(r.fee - r.reserved, 0)), 0)::bigint as due from partner_batch_row r where ${waiting(tx, id)}`;
  return row ?? { rows: 0, due: 0 };
}

/** With the batch and the account locked: these rows are to be done, and their sums set aside again. */
export async function markResumed(tx: Tx, id: string, by: { userId: string; at: Date }): Promise<void> {
  await tx`update partner_batch_row r set done_at = null, state = null, said = null, reserved = greatest(r.fee, r.reserved) where ${waiting(tx, id)}`;
  await tx`update partner_batch set state = 'confirmed', done_at = null, confirmed_by = ${by.userId}, confirmed_at = ${by.at} where id = ${id}`;
}

/**
 * Rows that a person may take up again, their batch over: stopped or blocked, nothing of them done; or left standing by a cut, their
 * dossier sent or to be paid and no more, or waiting for papers that have all come.
 */
const waiting = (tx: Sql | Tx, id: string) => tx`r.batch_id = ${id} and (
  (r.state in ('stopped', 'blocked') and not exists (select from dossier d where d.id = r.dossier_id and d.state not in ('draft', 'to_complete')))
  or (r.done_at is not null and exists (select from dossier d where d.id = r.dossier_id and (d.state in ('submitted', 'to_pay') or (d.state = 'to_complete' and ${allCome(tx)})))))`;
const allCome = (tx: Sql | Tx) => tx`jsonb_path_exists(d.blockers, '$.reasons[*]') and not exists (
  select from jsonb_array_elements(d.blockers -> 'reasons') asked
  where asked ->> 'piece' is null or not exists (select from dossier_piece p where p.dossier_id = d.id and p.kind = asked ->> 'piece' and p.verdict is distinct from 'rejected'))`;

/** The report: each line with what became of it, and where its dossier stands now. */
export async function reportRows(sql: Sql | Tx, id: string): Promise<{ ligne: number; sujet: string; resultat: string; precisions: string; dossier: string; montant: number }[]> {
  return sql`
    select r.line as ligne, coalesce(r.flat ->> 'sujet', r.flat ->> 'chassis', '') as sujet, coalesce(d.state, r.state, '') as resultat, coalesce(r.said, array_to_string(r.problems, ' '), '') as precisions,
           coalesce(d.number, '') as dossier, r.fee as montant
    from partner_batch_row r left join dossier d on d.id = r.dossier_id where r.batch_id = ${id} order by r.line`;
}

