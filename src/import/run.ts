import { basename } from 'node:path';
import type { ActEnv } from '../core/act/perform.ts';
import type { Sql, Tx } from '../core/db/sql.ts';
import { sha256 } from '../core/crypto/index.ts';
import { today } from '../core/values/time.ts';
import { headings, historyHeadings, holdHeadings, mapColumns } from './columns.ts';
import { compare, type Difference } from './diff.ts';
import { judge } from './gates.ts';
import { loadRows, type RowOutcome, type RowResult } from './load.ts';
import { stageHolds } from './holds.ts';
import { inspectCsv, UnreadableFile, type CsvFile } from './read.ts';
import { stageHistory, stageVehicles } from './stage.ts';

export type ImportOptions = { file: string; history?: string; holds?: string; source: string; progress?: (done: number, rows: number) => void };
export type ImportReport = {
  file: CsvFile; ignored: readonly string[]; rows: number; operations: number; holds: number; orphans: number;
  met: ReadonlyMap<string, number>; results: readonly RowResult[]; totals: Readonly<Record<RowOutcome, number>>;
  seconds: { staging: number; gates: number; load: number };
};

/** Loads a file of the old register. Safe to stop, to run again, and to run twice at once. @throws UnreadableFile */
export async function importFile(env: ActEnv, options: ImportOptions): Promise<ImportReport> {
  const files = await openFiles(options);
  return alone(env, files.run, async () => {
    const staged = await env.acts.begin((tx) => stage(env, tx, files)) as Staged;
    const started = performance.now();
    try {
      const { run, rows } = staged;
      const results = await loadRows(env, { run, source: options.source, lines: rows }, (done) => options.progress?.(done, rows));
      const totals = { loaded: 0, disputed: 0, refused: 0, already: 0 };
      for (const { outcome } of results) totals[outcome] += 1;
      return { ...staged, results, totals, seconds: { ...staged.seconds, load: (performance.now() - started) / 1000 } };
    } finally {
      await emptyRoom(env.acts, files.run);
    }
  });
}

/**
 * One load of a file at a time: two would share the rows that wait, and the first to end takes them away.
 * What a load left that was killed is swept by the next. @throws UnreadableFile when another runs
 */
async function alone<T>(env: ActEnv, run: string, work: () => Promise<T>): Promise<T> {
  const held = await env.acts.reserve();
  const lock = async (of: string) => (await held<{ mine: boolean }[]>`select pg_try_advisory_lock(hashtext('import'), hashtext(${of})) as mine`)[0]?.mine ?? false;
  const unlock = (of: string) => held`select pg_advisory_unlock(hashtext('import'), hashtext(${of}))`;
  try {
    if (!await lock(run)) throw new UnreadableFile('Ce fichier est déjà en cours de reprise ou de comparaison : attendez la fin de l’autre.');
    try {
      for (const { run: left } of await held<{ run: string }[]>`select distinct run from import_row where run <> ${run}`) {
        if (await lock(left)) await emptyRoom(held, left).finally(() => unlock(left));
      }
      return await work();
    } finally {
      await unlock(run);
    }
  } finally {
    held.release();
  }
}

async function emptyRoom(sql: Sql, run: string): Promise<void> {
  for (const table of ['import_row', 'import_operation', 'import_hold', 'import_remark']) await sql`delete from ${sql(table)} where run = ${run}`;
}

/** What loading the file would change, against what the register holds of the same source. Writes nothing. */
export async function diffFile(env: ActEnv, options: ImportOptions): Promise<{ staged: Staged; differences: Difference[] }> {
  const files = await openFiles(options);
  return alone(env, files.run, async () => {
    let found: { staged: Staged; differences: Difference[] } | undefined;
    await env.acts.begin(async (tx) => {
      const staged = await stage(env, tx, files);
      found = { staged, differences: await compare(tx, env.facets, { run: staged.run, source: options.source, today: today(env.clock()), withHolds: files.holds !== undefined }) };
      throw new Undone();
    }).catch((error: unknown) => { if (!(error instanceof Undone)) throw error; });
    return found as { staged: Staged; differences: Difference[] };
  });
}

class Undone extends Error {}

export type Staged = Pick<ImportReport, 'file' | 'ignored' | 'rows' | 'operations' | 'holds' | 'orphans' | 'met'> & { run: string; seconds: { staging: number; gates: number } };

type Files = { run: string; vehicles: CsvFile; history: CsvFile | undefined; holds: CsvFile | undefined; ignored: readonly string[] };

/** Knows the files and their headings before anything is written. @throws UnreadableFile */
async function openFiles(options: ImportOptions): Promise<Files> {
  const vehicles = await inspectCsv(options.file);
  const history = options.history ? await inspectCsv(options.history) : undefined;
  const holds = options.holds ? await inspectCsv(options.holds) : undefined;
  const { fields, ignored } = understood(vehicles, headings);
  if (!['key', 'plate', 'chassis'].some((field) => fields.includes(field))) throw new UnreadableFile(`Aucune colonne de « ${basename(vehicles.path)} » ne nomme le véhicule : il faut « vehicule », « immatriculation » ou « numero_chassis ». Voyez docs/import.md.`);
  // Loaded as vehicles, the lines of the history or of the holds would each leave a vehicle that nobody knows anything of.
  if (fields.every((field) => field === null || field === 'key')) throw new UnreadableFile(`« ${basename(vehicles.path)} » ne dit rien des véhicules que leur clé. L’historique se donne par --history, les mesures par --holds, après le fichier des véhicules. Voyez docs/import.md.`);
  if (history) needs(history, historyHeadings, ['key', 'code'], 'à l’historique');
  if (holds) needs(holds, holdHeadings, ['key', 'type', 'authority', 'reference'], 'au fichier des mesures');
  // The history and the holds are part of what is loaded: others are another run.
  return { run: runOf(vehicles, history, holds), vehicles, history, holds, ignored };
}

function runOf(vehicles: CsvFile, history: CsvFile | undefined, holds: CsvFile | undefined): string {
  if (holds) return sha256(Buffer.from([vehicles, history, holds].map((one) => one?.hash ?? '').join())).toString('hex').slice(0, 32);
  return history ? `${vehicles.hash.slice(0, 24)}${history.hash.slice(0, 8)}` : vehicles.hash.slice(0, 32);
}

function needs(file: CsvFile, known: typeof headings, fields: readonly string[], whose: string): void {
  const lacking = fields.filter((field) => !understood(file, known).fields.includes(field));
  if (lacking.length) throw new UnreadableFile(`Il manque ${whose} « ${basename(file.path)} » la colonne ${lacking.map((field) => `« ${known[field]?.[0]} »`).join(' et ')}. Voyez docs/import.md.`);
}

function understood(file: CsvFile, known: typeof headings) {
  const mapping = mapColumns(file.header, known);
  const twice = mapping.doubled.map((names) => names.map((name) => `« ${name} »`).join(' et ')).join(' ; ');
  if (twice) throw new UnreadableFile(`Des colonnes de « ${basename(file.path)} » disent la même chose : ${twice}. Laquelle croire ? Gardez-en une de chaque.`);
  return mapping;
}

async function stage(env: ActEnv, tx: Tx, { run, vehicles, history, holds: measures, ignored }: Files): Promise<Staged> {
  await tx`set local statement_timeout = '10min'`;
  const begun = performance.now();
  const rows = await stageVehicles(tx, run, vehicles);
  if (!rows) throw new UnreadableFile(`« ${basename(vehicles.path)} » n’a que son en-tête : il n’y a rien à reprendre.`);
  const operations = history ? await stageHistory(tx, run, history) : 0;
  const day = today(env.clock());
  const holds = measures ? await stageHolds(tx, run, measures, day) : 0;
  const between = performance.now();
  // What was copied a moment ago has no statistics yet: taken for a row or two, it would be looked through again for each operation.
  await tx`set local enable_nestloop = off`;
  const met = await judge(tx, run, day);
  const [stray] = await tx<{ orphans: number }[]>`
    select count(*)::int as orphans from (select run, key from import_operation where run = ${run} union all select run, key from import_hold where run = ${run}) o
    where not exists (select 1 from import_row r where r.run = o.run and r.key = o.key)`;
  await tx`set local enable_nestloop = on`;
  const seconds = { staging: (between - begun) / 1000, gates: (performance.now() - between) / 1000 };
  return { run, file: vehicles, ignored, rows, operations, holds, orphans: stray?.orphans ?? 0, met, seconds };
}
