import type { Fragment, Sql, Tx } from '../../../core/db/sql.ts';
import type { PrintJob, PrintSource, PrintTally, PrintTitle, ToPrint } from '../model/printing.ts';

/** Certificates that stand, that no blank carries yet, in the order of their pages. */
export async function toPrint(sql: Sql | Tx, source: PrintSource, limit: number): Promise<ToPrint[]> {
  return sql<ToPrint[]>`select t.title, ${named(sql, sql`t.vehicle_id`)} from (${sourced(sql, source)}) t order by t.rank, t.title limit ${limit}`;
}

/** Which of these titles may not be printed now: replaced, printed already, or of another source. */
export async function notToPrint(tx: Tx, source: PrintSource, titles: readonly string[]): Promise<string[]> {
  const rows = await tx<{ title: string }[]>`select w.title from unnest(${[...titles]}::text[]) w(title) where w.title not in (select t.title from (${sourced(tx, source)}) t)`;
  return rows.map(({ title }) => title);
}

function sourced(sql: Sql | Tx, source: PrintSource): Fragment {
  return source.kind === 'office'
    ? sql`select p.title, p.vehicle_id, extract(epoch from p.ordered_at) as rank from pub_registrations_to_print p
          where p.office = ${source.office} and p.ordered_at >= ${source.day}::date and p.ordered_at < ${source.day}::date + 1`
    : sql`select p.title, p.vehicle_id, b.line as rank from pub_partners_batch_dossier b join pub_registrations_to_print p on p.dossier_id = b.dossier_id where b.batch_id = ${source.batchId}`;
}

/** The plate that a vehicle carries and its chassis number. */
const named = (sql: Sql | Tx, vehicle: Fragment): Fragment => sql`
  (select value from vehicle_identifier i where i.vehicle_id = ${vehicle} and i.kind = 'plate' and i.until is null limit 1) as plate,
  (select value from vehicle_identifier i where i.vehicle_id = ${vehicle} and i.kind = 'chassis' and i.until is null limit 1) as chassis`;

/** The lots that hold free blanks at a site, the lowest serials first, and no more of them than `count` blanks need. */
export async function lotsAt(sql: Sql | Tx, site: string, count: number): Promise<string[]> {
  const rows = await sql<{ lot_id: string; before: number }[]>`
    select lot_id, (sum(serials) over (order by first) - serials)::bigint as before
    from (select lot_id, min(first) as first, sum(last - first + 1)::bigint as serials from blank_range where site = ${site} and status = 'free' group by lot_id) l order by first`;
  return rows.filter(({ before }) => before < count).map((row) => row.lot_id);
}

/** How many blanks lie free at a site. */
export async function freeAt(sql: Sql | Tx, site: string): Promise<number> {
  const [row] = await sql<{ free: number }[]>`select coalesce(sum(last - first + 1), 0)::bigint as free from blank_range where site = ${site} and status = 'free'`;
  return row?.free ?? 0;
}

/** The blanks of a job that still carry these titles of it. */
export async function carrying(tx: Sql | Tx, jobId: string, titles: readonly string[]): Promise<{ lotId: string; serial: number; title: string }[]> {
  return tx<{ lotId: string; serial: number; title: string }[]>`
    select b.lot_id as "lotId", t.serial, t.title from print_job_title t join blank_range b on b.status = 'used' and b.reference = t.title and b.first = t.serial
    where t.job_id = ${jobId} and t.title = any(${[...titles]}::text[]) order by t.rank`;
}

export async function insertJob(tx: Tx, job: Omit<PrintJob, 'done_at' | 'pdf_sha256' | 'pdf_bytes'>, sheets: readonly { title: string; serial: number }[]): Promise<void> {
  await tx`insert into print_job ${tx(job, 'id', 'number', 'site', 'batch_id', 'company_id', 'asked_kind', 'asked_by', 'again_of', 'created_at')}`;
  const rows = sheets.map(({ title, serial }, index) => ({ rank: index + 1, title, serial }));
  await tx`insert into print_job_title (job_id, rank, title, serial) select ${job.id}, rank, title, serial from jsonb_to_recordset(${tx.json(rows)}) as r(rank int, title text, serial bigint)`;
}

export async function printJob(sql: Sql | Tx, id: string): Promise<PrintJob | undefined> {
  const [row] = await sql<PrintJob[]>`select * from print_job where id = ${id}`;
  return row;
}

/** The last jobs on the stock of a site, or of a batch. */
export async function printJobs(sql: Sql | Tx, of: { site: string } | { batchId: string }, limit = 30): Promise<(PrintJob & PrintTally)[]> {
  return sql<(PrintJob & PrintTally)[]>`
    select j.*, t.* from print_job j cross join lateral (${tallied(sql, sql`j.id`)}) t
    where ${'site' in of ? sql`j.site = ${of.site}` : sql`j.batch_id = ${of.batchId}`} order by j.created_at desc limit ${limit}`;
}

export async function printTally(sql: Sql | Tx, id: string): Promise<PrintTally> {
  const [row] = await sql<PrintTally[]>`${tallied(sql, sql`${id}::uuid`)}`;
  return row as PrintTally;
}

const tallied = (sql: Sql | Tx, id: Fragment): Fragment => sql`
  select count(*)::int as titles, count(p.drawn_at)::int as drawn, count(*) filter (where not exists (select from blank_range b where b.first = t.serial and b.status = 'used' and b.reference = t.title))::int as spoiled
  from print_job_title t join paper p on p.number = t.title where t.job_id = ${id}`;

/** The pages of a job, in order; `again`: the job that prints this title anew, because its blank was spoiled. */
export async function titlesOf(sql: Sql | Tx, jobId: string, limit = 1_000): Promise<PrintTitle[]> {
  return sql<PrintTitle[]>`
    select t.rank, t.title, t.serial, p.drawn_at is not null as drawn, ${named(sql, sql`p.subject_id`)},
      (select j.number from print_job_title o join print_job j on j.id = o.job_id where o.title = t.title and j.again_of = t.job_id order by j.created_at limit 1) as again
    from print_job_title t join paper p on p.number = t.title where t.job_id = ${jobId} order by t.rank limit ${limit}`;
}

/** Whoever holds the vehicles of a job: their titles are read with its bundle. */
export async function holdersOfJob(sql: Sql | Tx, jobId: string): Promise<string[]> {
  const rows = await sql<{ person_id: string }[]>`
    select distinct h.person_id from print_job_title t join paper p on p.number = t.title join vehicle_holder h on h.vehicle_id = p.subject_id and h.until is null where t.job_id = ${jobId}`;
  return rows.map((row) => row.person_id);
}

/** Records the bundle, once: drawn again it is the same. */
export async function recordBundle(sql: Sql, id: string, pdf: { sha256: string; bytes: number }, at: Date): Promise<void> {
  await sql`update print_job set done_at = ${at}, pdf_sha256 = ${Buffer.from(pdf.sha256, 'hex')}, pdf_bytes = ${pdf.bytes} where id = ${id} and done_at is null`;
}
