import type { ActEnv } from '../core/act/perform.ts';
import type { Tx } from '../core/db/sql.ts';
import { today } from '../core/values/time.ts';
import { mapColumns } from './columns.ts';
import { compare, type Difference } from './diff.ts';
import { judge } from './gates.ts';
import { loadRows, type RowOutcome, type RowResult } from './load.ts';
import { inspectCsv, type CsvFile } from './read.ts';
import { stageHistory, stageVehicles } from './stage.ts';

export type ImportOptions = { file: string; history?: string; source: string; progress?: (done: number, rows: number) => void };
export type ImportReport = {
  file: CsvFile; ignored: readonly string[]; rows: number; operations: number; orphans: number;
  met: ReadonlyMap<string, number>; results: readonly RowResult[]; totals: Readonly<Record<RowOutcome, number>>;
  seconds: { staging: number; gates: number; load: number };
};

/** Nothing in the file is understood: the headings must be put right first. */
export class NoColumns extends Error {}

/** Loads a file of the old register. Safe to stop, to run again, and to run twice. Throws NoColumns. */
export async function importFile(env: ActEnv, options: ImportOptions): Promise<ImportReport> {
  const staged = await env.acts.begin((tx) => stage(env, tx, options)) as Staged;
  const started = performance.now();
  try {
    const { run, rows } = staged;
    const results = await loadRows(env, { run, source: options.source, lines: rows }, (done) => options.progress?.(done, rows));
    const totals = { loaded: 0, disputed: 0, refused: 0, already: 0 };
    for (const { outcome } of results) totals[outcome] += 1;
    return { ...staged, results, totals, seconds: { ...staged.seconds, load: (performance.now() - started) / 1000 } };
  } finally {
    for (const table of ['import_row', 'import_operation', 'import_remark']) await env.acts`delete from ${env.acts(table)} where run = ${staged.run}`;
  }
}

/** What loading the file would change, against what the register holds of the same source. Writes nothing. */
export async function diffFile(env: ActEnv, options: ImportOptions): Promise<{ staged: Staged; differences: Difference[] }> {
  let found: { staged: Staged; differences: Difference[] } | undefined;
  await env.acts.begin(async (tx) => {
    const staged = await stage(env, tx, options);
    found = { staged, differences: await compare(tx, env.facets, staged.run, options.source) };
    throw new Undone();
  }).catch((error: unknown) => { if (!(error instanceof Undone)) throw error; });
  return found as { staged: Staged; differences: Difference[] };
}

class Undone extends Error {}

export type Staged = Pick<ImportReport, 'file' | 'ignored' | 'rows' | 'operations' | 'orphans' | 'met'> & { run: string; seconds: { staging: number; gates: number } };

async function stage(env: ActEnv, tx: Tx, options: ImportOptions): Promise<Staged> {
  await tx`set local statement_timeout = '10min'`;
  const file = await inspectCsv(options.file);
  const history = options.history ? await inspectCsv(options.history) : undefined;
  const mapping = mapColumns(file.header);
  if (!mapping.fields.some(Boolean)) throw new NoColumns();
  // The history is part of what is loaded: another history is another run.
  const run = history ? `${file.hash.slice(0, 24)}${history.hash.slice(0, 8)}` : file.hash.slice(0, 32);
  await tx`select pg_advisory_xact_lock(hashtext(${run}))`;
  const begun = performance.now();
  const rows = await stageVehicles(tx, run, file);
  const operations = history ? await stageHistory(tx, run, history) : 0;
  const between = performance.now();
  const met = await judge(tx, run, today(env.clock()));
  const [stray] = await tx<{ orphans: number }[]>`
    select count(*)::int as orphans from import_operation o where run = ${run} and not exists (select 1 from import_row r where r.run = o.run and r.key = o.key)`;
  const seconds = { staging: (between - begun) / 1000, gates: (performance.now() - between) / 1000 };
  return { run, file, ignored: mapping.ignored, rows, operations, orphans: stray?.orphans ?? 0, met, seconds };
}
