/** A batch as a file or a pasted table: its header, a template to fill in, its rows by column, and the report that goes back. */
import { CsvError, parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { UnreadableText } from '../../../core/values/file-text.ts';
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

/**
 * Rows by column, from a file or a pasted table; a line whose cells are all empty is none. A quote within a cell is a sign like
 * another. Nothing that was typed is left out in silence: a cell under no title, or two columns of one title, refuse the table.
 * @throws UnreadableText
 */
export function readTable(text: string): Flat[] {
  const [titles = [], ...rows] = cellsOf(text);
  const twice = titles.find((title, at) => title && titles.indexOf(title) < at);
  if (twice) throw new UnreadableText(`La colonne « ${twice} » est là deux fois : gardez-en une.`);
  const wide = rows.flatMap((cells, index) => (cells.some((cell, at) => cell && !titles[at]) ? [index + 2] : []));
  if (wide.length) throw new UnreadableText(`${wide.length > 1 ? `Les lignes ${wide.slice(0, 20).join(', ')} ont` : `La ligne ${wide[0]} a`} plus de cellules que la ligne de titres : une cellule contient sans doute le signe qui sépare les colonnes. Mettez-la entre guillemets.`);
  return rows.map((cells) => Object.fromEntries(titles.flatMap((title, at) => (title && at < cells.length ? [[title, cells[at] as string]] : []))));
}

function cellsOf(text: string): string[][] {
  try {
    return parse(text, { bom: true, delimiter: delimiterOf(text), trim: true, skip_empty_lines: true, skip_records_with_empty_values: true, relax_column_count: true, relax_quotes: true });
  } catch (error) {
    if (error instanceof CsvError) throw new UnreadableText('Ce tableau ne se lit pas : vérifiez qu’il commence par la ligne de titres du modèle, et que les guillemets se ferment.');
    throw error;
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
