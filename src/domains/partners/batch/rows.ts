/**
 * A professional's batch, as an interpreter of any démarche: a row is a flat form, the header its paths.
 * Check: every row against one snapshot and the earlier rows, and one total. Commit: one dossier a row, request id `batch:line`, a result a row.
 */
import type { Json, SubjectRef } from '../../../core/act/types.ts';
import { evaluate, loadDossier, openDossier, piecesOf, submitDossier, unflatten, type Caller, type Demarche, type Flat, type World } from '../../../core/demarche/index.ts';
import { uuid } from '../../../core/values/ids.ts';
import { territory } from '../../../territory/index.ts';
import { columnError, readTable, SUBJECT, unknownColumns } from './table.ts';
import { titlesOf } from './titles.ts';

/** `because`: why an agent will read it, as far as can be told before it is sent. */
export type Row = { line: number; subject: SubjectRef | null; input: Json; problems: string[]; because: readonly string[]; fee: number; key: string | null };
export type RowResult = { line: number; state: string; said: string; dossierId: string | null };

/** Writes nothing. Every row is asked about the same snapshot when `world.read` is one. */
export async function checkBatch(world: World, caller: Caller, d: Demarche, text: string): Promise<{ rows: Row[]; total: number; unknown: string[] }> {
  const { records, lines } = await readTable(text, territory.parameter('partnerBatchRows', world.today(world.clock())).value, titlesOf(d, caller));
  const rows = withoutTwins(await Promise.all(records.map((flat, index) => checkRow(world, caller, d, flat, lines[index] as number))));
  return { rows, total: rows.reduce((sum, { fee }) => sum + fee, 0), unknown: unknownColumns(d, caller, records) };
}

/** Rows of one batch about the same thing: the first may pass, the others say which it was. */
export function withoutTwins(rows: Row[], seen = new Map<string, number>()): Row[] {
  for (const { line, key, problems } of rows) {
    const first = key ? seen.get(key) : undefined;
    if (first) problems.push(`C’est déjà l’objet de la ligne ${first} : une ligne à la fois.`);
    else if (key) seen.set(key, line);
  }
  return rows;
}

export async function checkRow(world: World, caller: Caller, d: Demarche, flat: Flat, line: number): Promise<Row> {
  const input = unflatten(d.input, flat) as Json;
  const subject = await subjectOf(world, d, flat[SUBJECT] ?? '');
  if (typeof subject === 'string') return { line, subject: null, input, problems: [subject], because: [], fee: 0, key: null };
  const found = await evaluate(world, d, { actor: caller.actor, subject: subject ?? { kind: d.subject.view.kind, id: uuid(), fresh: true }, json: input });
  const right = found.capacity ? [] : [`Ouvert à : ${d.who.map(({ label }) => label).join(', ')}.`];
  const errors = found.errors.map((error) => columnError(d, error));
  const natural = found.ctx && d.subject.mode === 'creates' ? d.subject.naturalKey(found.ctx.input as never) : null;
  return { line, subject, input, problems: [...right, ...errors, ...found.blockers.map(({ message }) => message)], because: found.because, fee: found.total, key: subject?.id ?? natural };
}

async function subjectOf(world: World, d: Demarche, text: string): Promise<SubjectRef | null | string> {
  if (d.subject.mode === 'creates') return null;
  if (!text.trim()) return `Colonne ${SUBJECT} (« ${d.subject.view.question} ») : elle est vide ou manque.`;
  const [id, second] = await d.subject.view.locate(world.read, text);
  if (second) return `${d.subject.view.question} : plusieurs répondent à « ${text} ».`;
  return id ? { kind: d.subject.view.kind, id } : `${d.subject.view.question} : rien ne répond à « ${text} ».`;
}

/** A person has confirmed the check. Sent again after a cut, the same batch makes nothing twice. */
export async function commitBatch(world: World, caller: Caller, d: Demarche, batch: string, rows: readonly Row[]): Promise<RowResult[]> {
  const results: RowResult[] = [];
  for (const row of rows) results.push(row.problems.length ? { line: row.line, state: 'rejected', said: row.problems.join(' '), dossierId: null } : await commitRow(world, caller, d, batch, row));
  return results;
}

/** One row, once: found again after a cut, it is taken from where it stood. @param opened told of the dossier before it is sent */
export async function commitRow(world: World, caller: Caller, d: Demarche, batch: string, { line, subject, input }: Pick<Row, 'line' | 'subject' | 'input'>, opened: (dossierId: string) => Promise<unknown> = async () => undefined): Promise<RowResult> {
  const dossier = await openDossier(world, caller, { demarche: d, subject, input, idempotency: `${batch}:${line}` });
  await opened(dossier.id);
  const outcome = await submitDossier(world, caller, dossier.id);
  const result = (state: string, said: string): RowResult => ({ line, state, said, dossierId: dossier.id });
  switch (outcome.kind) {
    case 'moved': return result(outcome.dossier.state, await waitingFor(world, outcome.dossier.id));
    case 'blocked': return result('blocked', outcome.blockers.map(({ message }) => message).join(' '));
    case 'invalid': return result('invalid', outcome.errors.map((error) => columnError(d, error)).join(' '));
    case 'not-entitled': return result('not-entitled', `Ouvert à : ${outcome.may.join(', ')}.`);
  }
}

async function waitingFor(world: World, id: string): Promise<string> {
  const dossier = await loadDossier(world.acts, id);
  if (dossier?.state !== 'to_complete' || Array.isArray(dossier.blockers)) return dossier?.state === 'issued' ? `${(await piecesOf(world.acts, id)).length} pièces` : '';
  return [...dossier.blockers.reasons.map(({ label }) => label), ...dossier.blockers.blockers.map(({ message }) => message)].join(' · ');
}
