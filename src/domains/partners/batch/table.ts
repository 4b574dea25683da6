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

/**
 * Rows by column, from a file or a pasted table; a line whose cells are all empty is none. A quote within a cell is a sign like
 * another. Nothing that was typed is left out in silence: a cell under no title, or two columns of one title, refuse the table.
 * @param most rows that may be sent: what comes after is not read
 * @throws UnreadableText
 */
export async function readTable(text: string, most: number): Promise<Flat[]> {
  const rows: Flat[] = [];
  const wide: number[] = [];
  let titles: readonly string[] | undefined;
  for await (const cells of cellsOf(text)) {
    if (!titles) titles = titlesOf(cells);
    else if (rows.length === most) throw new UnreadableText(`Un lot contient ${most} lignes au plus : celui-ci en a davantage.`);
    else {
      if (isWide(cells, titles)) wide.push(rows.length + 2);
      rows.push(rowOf(cells, titles));
    }
    if (rows.length % TURN === 0) await nextTurn();
  }
  if (wide.length) throw new UnreadableText(`${wide.length > 1 ? `Les lignes ${wide.slice(0, 20).join(', ')} ont` : `La ligne ${wide[0]} a`} plus de cellules que la ligne de titres : une cellule contient sans doute le signe qui sépare les colonnes. Mettez-la entre guillemets.`);
  return rows;
}

function titlesOf(cells: readonly string[]): readonly string[] {
  if (cells.length > COLUMNS) throw new UnreadableText(`Ce tableau a plus de ${COLUMNS} colonnes : vérifiez qu’il commence par la ligne de titres du modèle.`);
  const twice = cells.find((title, at) => title && cells.indexOf(title) < at);
  if (twice) throw new UnreadableText(`La colonne « ${twice} » est là deux fois : gardez-en une.`);
  return cells;
}

const isWide = (cells: readonly string[], titles: readonly string[]): boolean => cells.some((cell, at) => cell && !titles[at]);
const rowOf = (cells: readonly string[], titles: readonly string[]): Flat => Object.fromEntries(titles.flatMap((title, at) => (title && at < cells.length ? [[title, cells[at] as string]] : [])));

async function* cellsOf(text: string): AsyncGenerator<string[]> {
  const options = { bom: true, delimiter: delimiterOf(text), trim: true, skip_empty_lines: true, skip_records_with_empty_values: true, relax_column_count: true, relax_quotes: true, max_record_size: LONGEST };
  try {
    yield* Readable.from(slicesOf(text)).pipe(parse(options)) as AsyncIterable<string[]>;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new UnreadableText(error.code === 'CSV_MAX_RECORD_SIZE' ? `Une ligne de ce tableau a plus de ${LONGEST} signes : une cellule est énorme, ou un guillemet n’est pas fermé.`
      : 'Ce tableau ne se lit pas : vérifiez qu’il commence par la ligne de titres du modèle, et que les guillemets se ferment.');
  }
}

/** One for the whole table, that of its titles: « Ada, Marie » in a file of semicolons is one cell. */
function delimiterOf(text: string): string {
  const [titles = ''] = text.trimStart().split(/[\r\n]/, 1);
  return [';', '\t', ','].find((one) => titles.includes(one)) ?? ';';
}

/** Columns that no field has: said once, for the whole file. */
export function unknownColumns(d: Demarche, caller: Caller, records: readonly Flat[]): string[] {
  const known = new Set(headerOf(d, caller));
  return Object.keys(records[0] ?? {}).filter((column) => !known.has(column));
}

/** The report that goes back: a spreadsheet must not take a sentence for a formula. */
export const reportOf = (results: readonly object[]): string => stringify([...results], { header: true, delimiter: ';', escape_formulas: true });
