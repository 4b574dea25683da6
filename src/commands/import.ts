import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { CannotStart, readConfig } from '../core/config.ts';
import { openDatabase } from '../core/db/database.ts';
import { slug } from '../core/values/text.ts';
import { diffCsv, printDiff, printImport, reportCsv } from '../import/report.ts';
import { UnreadableFile } from '../import/read.ts';
import { diffFile, importFile, type ImportOptions } from '../import/run.ts';
import { openApp } from './open.ts';
import { notUnderstood } from './options.ts';

const USAGE = 'Usage : npm run import -- FICHIER.csv [--history HISTORIQUE.csv] [--holds MESURES.csv] [--source NOM] [--diff]';

/** `npm run import`: loads a file of the old register, or says what it would change. 1 when a row was refused. */
export async function importCommand(args: string[]): Promise<number> {
  const { options, diff } = readArguments(args);
  const config = readConfig();
  const database = await openDatabase(config, 'la reprise', false);
  try {
    const { app } = await openApp(config, database, () => config.publicUrl);
    const write = async (hash: string, kind: string, content: string): Promise<string> => {
      const path = join(config.data, 'imports', `${slug(basename(options.file))}-${hash.slice(0, 8)}${kind}.csv`);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, content);
      return relative(process.cwd(), path);
    };
    if (diff) {
      const found = await diffFile(app.world, options);
      console.log(`${printDiff(found)}\nTous les écarts, ligne à ligne : ${await write(found.staged.file.hash, '-ecarts', diffCsv(found.differences))}`);
      return 0;
    }
    const report = await importFile(app.world, { ...options, progress: bar });
    console.log(`${printImport(report)}\nRapport ligne à ligne : ${await write(report.file.hash, '', reportCsv(report))}`);
    return report.totals.refused ? 1 : 0;
  } catch (error) {
    throw error instanceof UnreadableFile ? new CannotStart(error.message) : error;
  } finally {
    await database.close();
  }
}

/** A word that is not understood stops everything: a mistyped --diff would load the register instead of comparing it. */
export function readArguments(args: string[]): { options: ImportOptions; diff: boolean } {
  const { values, positionals } = strictly(args);
  const [file, ...others] = positionals;
  if (!file || others.length) throw new CannotStart(USAGE);
  const { history, holds } = values;
  for (const path of [file, history, holds]) if (path && !existsSync(path)) throw new CannotStart(`Le fichier « ${path} » n’existe pas.`);
  const source = values.source ?? slug(basename(file).replace(/\.[^.]*$/, ''));
  return { options: { file, source, ...(history ? { history } : {}), ...(holds ? { holds } : {}) }, diff: values.diff === true };
}

function strictly(args: string[]) {
  try {
    return parseArgs({ args, allowPositionals: true, options: { history: { type: 'string' }, holds: { type: 'string' }, source: { type: 'string' }, diff: { type: 'boolean' } } });
  } catch (error) {
    throw notUnderstood(error, USAGE);
  }
}

function bar(done: number, rows: number): void {
  if (process.stdout.isTTY) process.stdout.write(`\r  ${done}/${rows} véhicules${done === rows ? '\n' : ''}`);
}
