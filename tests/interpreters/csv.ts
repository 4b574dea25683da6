/**
 * A professional's batch, as an interpreter of any démarche: a row is a flat form, the header its paths.
 * Check: every row against one snapshot, and one total. Commit: one `perform` a row, request id `batch:line`, a result a row.
 */
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import type { Json, SubjectRef } from '../../src/core/act/types.ts';
import { evaluate, fieldsFor, openDossier, piecesOf, submitDossier, unflatten, type Caller, type Demarche, type Flat, type World } from '../../src/core/demarche/index.ts';
import { uuid } from '../../src/core/values/ids.ts';

export type Row = { line: number; subject: SubjectRef | null; input: Json; problems: string[]; fee: number };
export type RowResult = { line: number; state: string; said: string; dossierId: string | null };
const SUBJECT = 'sujet';

/** The header that a template file offers: what finds the subject, then every path of the input. */
export function headerOf(d: Demarche, { actor }: Pick<Caller, 'actor'>): string[] {
  return [...(d.subject.mode === 'existing' ? [SUBJECT] : []), ...fieldsFor(d.input, actor).map(({ path }) => path)];
}

/** Writes nothing. A column that no field has is said once, for the whole file. */
export async function checkBatch(world: World, caller: Caller, d: Demarche, text: string): Promise<{ rows: Row[]; total: number; unknown: string[] }> {
  const records: Flat[] = parse(text, { bom: true, columns: true, delimiter: [';', ','], trim: true, skip_empty_lines: true });
  const known = new Set(headerOf(d, caller));
  const rows = await Promise.all(records.map((flat, index) => checkRow(world, caller, d, flat, index + 2)));
  const seen = new Map<string, number>();
  for (const { line, subject, problems } of rows) {
    const first = subject && seen.get(subject.id);
    if (first) problems.push(`Même sujet que la ligne ${first} : une ligne à la fois.`);
    else if (subject) seen.set(subject.id, line);
  }
  return { rows, total: rows.reduce((sum, { fee }) => sum + fee, 0), unknown: Object.keys(records[0] ?? {}).filter((column) => !known.has(column)) };
}

async function checkRow(world: World, caller: Caller, d: Demarche, flat: Flat, line: number): Promise<Row> {
  const input = unflatten(d.input, flat) as Json;
  const subject = await subjectOf(world, d, flat[SUBJECT] ?? '');
  if (typeof subject === 'string') return { line, subject: null, input, problems: [subject], fee: 0 };
  const found = await evaluate(world, d, { actor: caller.actor, subject: subject ?? { kind: d.subject.view.kind, id: uuid(), fresh: true }, json: input });
  const right = found.capacity ? [] : [`Ouvert à : ${d.who.map(({ label }) => label).join(', ')}.`];
  const errors = found.errors.map(({ path, message }) => `${path} : ${message}`);
  return { line, subject, input, problems: [...right, ...errors, ...found.blockers.map(({ message }) => message)], fee: found.total };
}

async function subjectOf(world: World, d: Demarche, text: string): Promise<SubjectRef | null | string> {
  if (d.subject.mode === 'creates') return null;
  const [id, second] = await d.subject.view.locate(world.read, text);
  if (second) return `${d.subject.view.question} : plusieurs répondent à « ${text} ».`;
  return id ? { kind: d.subject.view.kind, id } : `${d.subject.view.question} : rien ne répond à « ${text} ».`;
}

/** A person has confirmed the check. Sent again after a cut, the same batch makes nothing twice. */
export async function commitBatch(world: World, caller: Caller, d: Demarche, batch: string, rows: readonly Row[]): Promise<RowResult[]> {
  const results: RowResult[] = [];
  for (const { line, subject, input, problems } of rows) {
    if (problems.length) { results.push({ line, state: 'rejected', said: problems.join(' '), dossierId: null }); continue; }
    const dossier = await openDossier(world, caller, { demarche: d, subject, input, idempotency: `${batch}:${line}` });
    const outcome = await submitDossier(world, caller, dossier.id);
    const said = outcome.kind === 'blocked' ? outcome.blockers.map(({ message }) => message).join(' ') : outcome.kind === 'moved' ? `${(await piecesOf(world.read, dossier.id)).length} pièces` : outcome.kind;
    results.push({ line, state: outcome.kind === 'moved' ? outcome.dossier.state : outcome.kind, said, dossierId: dossier.id });
  }
  return results;
}

/** The report that goes back: a spreadsheet must not take a sentence for a formula. */
export const reportOf = (results: readonly RowResult[]): string => stringify([...results], { header: true, delimiter: ';', escape_formulas: true });
