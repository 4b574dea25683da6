import { isAdministration, type Actor } from '../../core/access/actor.ts';
import type { Json, RecordedAct } from '../../core/act/types.ts';
import type { TitleOrder } from '../../core/demarche/index.ts';
import type { Sql, Tx } from '../../core/db/sql.ts';
import { enqueueAll } from '../../core/jobs/index.ts';
import { signPaper, type Signing } from './sign.ts';

export type PaperRow = {
  number: string; template: string; version: number; act_id: string | null; dossier_id: string | null; subject_kind: string; subject_id: string; person_id: string | null;
  data: Json; code: string | null; ordered_at: Date; drawn_at: Date | null; pdf_sha256: Buffer | null; pdf_bytes: number | null;
};

/** What a receipt or a dossier says of a paper: its number, and whether its PDF is drawn. */
export type PaperView = { number: string; template: string; status: 'valid'; href: string };

export const DRAW = 'draw-paper';

/** Orders papers in the act's transaction: they exist from now on, signed, whatever becomes of the printer. */
export async function orderPapers(tx: Tx, orders: readonly TitleOrder[], acts: readonly RecordedAct[], dossierId: string | null, signing?: Signing): Promise<PaperView[]> {
  const at = acts[0]?.recordedAt ?? new Date().toISOString();
  return insertPapers(tx, orders.map((order) => ({
    number: order.number, template: order.template, act_id: (order.data as { actId?: string } | null)?.actId ?? acts[0]?.id ?? null, dossier_id: dossierId,
    subject_kind: order.subject.kind, subject_id: order.subject.id, person_id: order.personId ?? null, data: order.data,
  })), at, signing);
}

export type NewPaper = Pick<PaperRow, 'number' | 'template' | 'act_id' | 'dossier_id' | 'subject_kind' | 'subject_id' | 'person_id' | 'data'>;

/** Writes paper rows with their signed code, and queues their drawing. `again`: a number that stands already is left as it is. */
export async function insertPapers(tx: Tx, papers: readonly NewPaper[], at: string, signing?: Signing, again = false): Promise<PaperView[]> {
  const rows = await Promise.all(papers.map(async (paper) => {
    const signed = signing ? await signPaper(tx, signing, paper, at) : { version: 1, code: null };
    return { ...paper, ...signed, data: tx.json(paper.data as never), ordered_at: at };
  }));
  if (rows.length) await tx`insert into paper ${tx(rows as unknown as Record<string, never>[], 'number', 'template', 'version', 'act_id', 'dossier_id', 'subject_kind', 'subject_id', 'person_id', 'data', 'code', 'ordered_at')} ${again ? tx`on conflict (number) do nothing` : tx``}`;
  if (signing) await enqueueAll(tx, papers.map(({ number }) => ({ task: DRAW, payload: { number }, jobKey: `${DRAW}:${number}` })));
  return papers.map(({ number, template }) => ({ number, template, status: 'valid', href: `/api/v1/titles/${number}` }));
}

/** Records the PDF of a paper, once: a second drawing gives the same bytes and changes nothing. */
export async function recordDrawn(sql: Sql, number: string, pdf: { sha256: string; bytes: number }, at: Date): Promise<void> {
  await sql`
    update paper set drawn_at = ${at}, pdf_sha256 = ${Buffer.from(pdf.sha256, 'hex')}, pdf_bytes = ${pdf.bytes}
    where number = ${number} and drawn_at is null`;
}

export async function findPaper(sql: Sql | Tx, number: string): Promise<PaperRow | undefined> {
  const [row] = await sql<PaperRow[]>`select * from paper where number = ${number}`;
  return row;
}

export async function papersOfDossier(sql: Sql | Tx, dossierId: string): Promise<PaperRow[]> {
  return sql<PaperRow[]>`select * from paper where dossier_id = ${dossierId} order by number`;
}

export async function papersOfSubject(sql: Sql | Tx, subjectId: string): Promise<PaperRow[]> {
  return sql<PaperRow[]>`select * from paper where subject_id = ${subjectId} order by ordered_at desc`;
}

/** Agents read every paper; a citizen those of their own dossiers, made out to them, or of a vehicle that they hold, or whose holder they stand for. */
export async function mayReadPaper(sql: Sql | Tx, paper: PaperRow, actor: Actor): Promise<boolean> {
  if (isAdministration(actor)) return true;
  if (actor.kind !== 'citizen') return false;
  if (paper.person_id) return paper.person_id === actor.personId;
  const [own] = await sql<{ own: boolean }[]>`
    select exists (select 1 from dossier where id = ${paper.dossier_id} and applicant_id = ${actor.personId})
        or exists (select 1 from vehicle_holder where vehicle_id = ${paper.subject_id} and person_id = ${actor.personId} and until is null)
        or exists (select 1 from pub_registrations_represented_vehicles where vehicle_id = ${paper.subject_id} and person_id = ${actor.personId}) as own`;
  return own?.own ?? false;
}
