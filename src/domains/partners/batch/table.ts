/** A batch as a file or a pasted table: its header, a template to fill in, its rows by column, and the report that goes back. */
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { exampleOf, fieldsFor, flatten, type Caller, type Demarche, type Flat } from '../../../core/demarche/index.ts';

export const SUBJECT = 'sujet';

/** The header that a template file offers: what finds the subject, then every path of the input. */
export function headerOf(d: Demarche, { actor }: Pick<Caller, 'actor'>): string[] {
  return [...(d.subject.mode === 'existing' ? [SUBJECT] : []), ...fieldsFor(d.input, actor).map(({ path }) => path)];
}

/** A file to fill in: its header, and one row of example. A spreadsheet opens it as it is. */
export function templateOf(d: Demarche, caller: Pick<Caller, 'actor'>, today: string): string {
  const row = { ...flatten(d.input, exampleOf(d.input, today)), ...(d.subject.mode === 'existing' ? { [SUBJECT]: '412345NC' } : {}) };
  return `\uFEFF${stringify([row], { header: true, columns: headerOf(d, caller), delimiter: ';', escape_formulas: true })}`;
}

/** Rows by column, from a file or a pasted table. @throws CsvError */
export const readTable = (text: string): Flat[] => parse(text, { bom: true, columns: true, delimiter: delimiterOf(text), trim: true, skip_empty_lines: true, relax_column_count: true });

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
