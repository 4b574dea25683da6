/** A batch as a file or a pasted table: its header, a template to fill in, its rows by column, and the report that goes back. */
import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { CsvError, parse } from 'csv-parse';
import { stringify } from 'csv-stringify/sync';
import { slicesOf, UnreadableText } from '../../../core/values/file-text.ts';
import { exampleOf, fieldsFor, fieldsOf, flatten, type Caller, type Demarche, type Field, type Flat, type InputError } from '../../../core/demarche/index.ts';

export const SUBJECT = 'sujet';

/** The header that a template file offers: what finds the subject, then every path of the input. */
export function headerOf(d: Demarche, { actor }: Pick<Caller, 'actor'>): string[] {
  return [...(d.subject.mode === 'existing' ? [SUBJECT] : []), ...fieldsFor(d.input, actor).map(({ path }) => path)];
}

/** What a column asks, as a form asks it: « Acheteur, Nom ». */
export const questionOf = ({ letter, label, group, unit }: Pick<Field, 'letter' | 'label' | 'group' | 'unit'>): string => `${group && group !== label ? `${group}, ` : ''}${label}${unit ? ` (${unit})` : ''}${letter ? `, repère ${letter}` : ''}`;

/** What is wrong in a column, with its question: whoever fills a spreadsheet sees no form. */
export function columnError(d: Demarche, { path, message }: InputError): string {
  const field = fieldsOf(d.input).find((one) => one.path === path);
  return `Colonne ${path}${field ? ` (« ${questionOf(field)} »)` : ''} : ${message}`;
}

/** A file to fill in: its header, and one row of example. A spreadsheet opens it as it is. */
export function templateOf(d: Demarche, caller: Pick<Caller, 'actor'>, today: string): string {
  const row = { ...flatten(d.input, exampleOf(d.input, today)), ...(d.subject.mode === 'existing' ? { [SUBJECT]: '412345NC' } : {}) };
  return `\uFEFF${stringify([row], { header: true, columns: headerOf(d, caller), delimiter: ';', escape_formulas: true })}`;
}

/** No démarche has so many questions, no answer so many signs: a table that has more is none, and is not read to its end. */
const COLUMNS = 400;
const LONGEST = 65_536;
/** Rows a turn: others are served between two. */
const TURN = 100;

/** Rows by column, each with its line in the spreadsheet. */
export type Table = { records: Flat[]; lines: number[] };

/**
 * Rows by column, from a file or a pasted table; a line whose cells are all empty is none, but counts as a spreadsheet counts it.
 * A quote within a cell is a sign like another. Nothing that was typed is left out in silence: a cell under no title, or two
 * columns of one question, refuse the table.
 * @param most rows that may be sent: what comes after is not read
 * @param pathOf the column that a title stands for; absent, each is itself
 * @throws UnreadableText
 */
export async function readTable(text: string, most: number, pathOf?: (title: string) => string | undefined): Promise<Table> {
  const table: Table = { records: [], lines: [] };
  const wide: { line: number; at: number; cell: string }[] = [];
  let paths: readonly string[] | undefined;
  let line = 0;
  for await (const cells of cellsOf(text)) {
    line += 1;
    if (line % TURN === 0) await nextTurn();
    if (!cells.some(Boolean)) continue;
    if (!paths) paths = pathsOf(cells, line, pathOf);
    else if (table.records.length === most) throw new UnreadableText(`Un lot contient ${most} lignes au plus : celui-ci en a davantage.`);
    else {
      const at = firstWide(cells, paths);
      if (at >= 0) wide.push({ line, at, cell: cells[at] as string });
      table.records.push(rowOf(cells, paths));
      table.lines.push(line);
    }
  }
  const [first, ...others] = wide;
  if (first) throw new UnreadableText(`Ligne ${first.line}, colonne ${letterOf(first.at)} : « ${first.cell.slice(0, 40)} » n’est sous aucun titre${others.length ? ` (de même aux lignes ${others.slice(0, 19).map((one) => one.line).join(', ')})` : ''} ; si une cellule contient le signe qui sépare les colonnes, mettez-la entre guillemets.`);
  return table;
}

/** The column of each title. */
function pathsOf(titles: readonly string[], line: number, pathOf: ((title: string) => string | undefined) | undefined): readonly string[] {
  if (titles.length > COLUMNS) throw new UnreadableText(`Ce tableau a plus de ${COLUMNS} colonnes : vérifiez qu’il commence par la ligne de titres du modèle.`);
  if (pathOf && !titles.some((title) => title && pathOf(title))) throw new UnreadableText(`Ligne ${line} : aucun titre n’est celui d’une colonne de cette démarche (${titles.filter(Boolean).slice(0, 4).map((title) => `« ${title.slice(0, 40)} »`).join(', ')}). Reprenez la ligne de titres du modèle.`);
  const paths = titles.map((title) => (title ? pathOf?.(title) ?? title : ''));
  const twice = paths.findIndex((path, at) => path && paths.indexOf(path) < at);
  if (twice > 0) throw new UnreadableText(sameColumn(titles[paths.indexOf(paths[twice] as string)] as string, titles[twice] as string));
  return paths;
}

const sameColumn = (one: string, other: string): string =>
  one === other ? `La colonne « ${one} » est là deux fois : gardez-en une.` : `Les colonnes « ${one} » et « ${other} » répondent à la même question : gardez-en une.`;

const firstWide = (cells: readonly string[], paths: readonly string[]): number => cells.findIndex((cell, at) => cell && !paths[at]);
const rowOf = (cells: readonly string[], paths: readonly string[]): Flat => Object.fromEntries(paths.flatMap((path, at) => (path && at < cells.length ? [[path, cells[at] as string]] : [])));

/** Every line, those without an answer too: a spreadsheet counts them. */
async function* cellsOf(text: string): AsyncGenerator<string[]> {
  const { delimiter, table } = announced(text);
  const options = { bom: true, delimiter, trim: true, relax_column_count: true, relax_quotes: true, max_record_size: LONGEST };
  try {
    yield* Readable.from(slicesOf(table)).pipe(parse(options)) as AsyncIterable<string[]>;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { records, column } = error as CsvError & { records?: number; column?: number };
    const where = `Ligne ${(records ?? 0) + 1}${typeof column === 'number' ? `, colonne ${letterOf(column)}` : ''}`;
    if (error.code === 'CSV_MAX_RECORD_SIZE') throw new UnreadableText(`${where} : elle a plus de ${LONGEST} signes ; une cellule est énorme, ou un guillemet n’est pas fermé.`);
    throw new UnreadableText(error.code === 'CSV_QUOTE_NOT_CLOSED' ? `${where} : un guillemet s’ouvre et ne se ferme pas. Fermez-le, ou retirez-le.` : `${where} : un guillemet y est mal placé. Doublez ceux qui font partie du texte, ou retirez-les.`);
  }
}

/** Excel says which sign parts its cells on a line that it does not show, « sep=; »; else it is that of the titles: « Ada, Marie » in a file of semicolons is one cell. */
function announced(text: string): { delimiter: string; table: string } {
  const [line, delimiter] = /^\uFEFF?"?sep=(.)"?[;,\t]*(?:\r\n?|\n|$)/i.exec(text) ?? [];
  if (line !== undefined && delimiter) return { delimiter, table: text.slice(line.length) };
  const [titles = ''] = text.trimStart().split(/[\r\n]/, 1);
  return { delimiter: [';', '\t', ','].find((one) => titles.includes(one)) ?? ';', table: text };
}

/** The name that a spreadsheet gives to its columns: A, B … Z, AA. */
const letterOf = (at: number): string => (at < 26 ? '' : letterOf(Math.floor(at / 26) - 1)) + String.fromCharCode(65 + (at % 26));

/** Columns that no field has: said once, for the whole file. */
export function unknownColumns(d: Demarche, caller: Pick<Caller, 'actor'>, records: readonly Flat[]): string[] {
  const known = new Set(headerOf(d, caller));
  return [...new Set(records.flatMap((flat) => Object.keys(flat)))].filter((column) => !known.has(column));
}

/** The report that goes back: a spreadsheet must not take a sentence for a formula. */
export const reportOf = (results: readonly object[]): string => stringify([...results], { header: true, delimiter: ';', escape_formulas: true });
