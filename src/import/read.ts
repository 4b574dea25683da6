import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { CsvError, parse, type Options } from 'csv-parse';
import { parse as parseNow } from 'csv-parse/sync';

export type Encoding = 'utf-8' | 'windows-1252' | 'utf-16le' | 'utf-16be';
export type CsvFile = { readonly path: string; readonly hash: string; readonly encoding: Encoding; readonly delimiter: string; readonly header: readonly string[] };

/** The file cannot be read as what it should be: nothing was written. The message is a French sentence that says what to do. */
export class UnreadableFile extends Error {}

/** No row of a register is longer: one that is has a quote that nobody closed. */
const LONGEST = 256 * 1024;
const START = 128 * 1024;
// Old exports mix the ends of lines; a quote in the middle of a word is only a quote.
const options = (delimiter: string): Options => ({
  delimiter, record_delimiter: ['\r\n', '\n', '\r'], bom: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true, trim: true, max_record_size: LONGEST,
});

/** Reads a file once to know it: its hash, how its letters are written, and what separates its columns. @throws UnreadableFile */
export async function inspectCsv(path: string): Promise<CsvFile> {
  const start = await startOf(path);
  const encoding = wide(start) ?? (await isUtf8(path) ? 'utf-8' : 'windows-1252');
  const text = new TextDecoder(encoding).decode(start);
  const end = /[\r\n]/.exec(text.trimStart());
  if (!end && start.length === START) throw new UnreadableFile(`« ${basename(path)} » n’a pas d’en-tête : sa première ligne dépasse ${START / 1024} Kio.`);
  const delimiter = delimiterOf(text.trimStart().split(/[\r\n]/, 1)[0] ?? '');
  let header: string[] | undefined;
  try {
    [header] = parseNow(text, { ...options(delimiter), to: 1 } as never) as unknown as string[][];
  } catch (error) {
    throw inFrench(path, error);
  }
  if (!header) throw new UnreadableFile(`« ${basename(path)} » est vide.`);
  return { path, hash: await hashOf(path), encoding, delimiter, header: header.map(withoutControls) };
}

/** Signs that no spreadsheet shows and that PostgreSQL or a terminal takes amiss. */
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;
export const withoutControls = (text: string): string => text.replace(CONTROLS, '');

async function startOf(path: string): Promise<Buffer> {
  const name = basename(path);
  const what = await stat(path).catch(() => { throw new UnreadableFile(`Le fichier « ${name} » n’existe pas, ou ne peut pas être lu.`); });
  if (what.isDirectory()) throw new UnreadableFile(`« ${name} » est un dossier : donnez le fichier CSV qu’il contient.`);
  if (!what.isFile()) throw new UnreadableFile(`« ${name} » n’est pas un fichier.`);
  if (what.size === 0) throw new UnreadableFile(`« ${name} » est vide.`);
  const handle = await open(path).catch(() => { throw new UnreadableFile(`Le fichier « ${name} » ne peut pas être lu : vérifiez ses droits.`); });
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(START), 0, START, 0);
    const start = buffer.subarray(0, bytesRead);
    const other = Object.entries(signatures).find(([signs]) => start.toString('latin1', 0, 8).startsWith(signs));
    if (other) throw new UnreadableFile(`« ${name} » est ${other[1]}, pas un CSV : ouvrez-le et enregistrez la feuille en « CSV UTF-8 ».`);
    return start;
  } finally {
    await handle.close();
  }
}

/** How files begin that are often sent in place of a CSV. */
const signatures: Readonly<Record<string, string>> = {
  'PK\u0003\u0004': 'un classeur (Excel .xlsx, LibreOffice .ods) ou une archive zip', '\u00d0\u00cf\u0011\u00e0': 'un ancien classeur Excel (.xls)', '%PDF': 'un PDF', '\u001f\u008b': 'un fichier compressé (gzip)',
};

/** UTF-16, as « Texte Unicode » of Excel is: by its mark, or by the zeros that every other byte then is. */
function wide(start: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if (start.length < 2) return undefined;
  const [a, b] = start;
  if ((a === 0xff && b === 0xfe) || (a !== 0 && b === 0 && start[3] === 0)) return 'utf-16le';
  return (a === 0xfe && b === 0xff) || (a === 0 && b !== 0 && start[2] === 0) ? 'utf-16be' : undefined;
}

async function isUtf8(path: string): Promise<boolean> {
  const strict = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) strict.decode(chunk, { stream: true });
    strict.decode();
    return true;
  } catch {
    return false;
  }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) hash.update(chunk);
  return hash.digest('hex');
}

/** The sign that parts the heading most often; a comma where none does. */
function delimiterOf(line: string): string {
  const count = (sign: string) => line.split(sign).length - 1;
  return [';', '\t', '|'].reduce((best, sign) => (count(sign) > count(best) ? sign : best), ',');
}

export type CsvRow = { readonly line: number; readonly values: readonly string[] };

/** The rows after the heading, one by one, numbered as records (the heading is 1). A row of the wrong length comes as it is. @throws UnreadableFile */
export async function* readCsv(file: CsvFile): AsyncGenerator<CsvRow> {
  const text = Readable.toWeb(createReadStream(file.path)).pipeThrough(new TextDecoderStream(file.encoding) as never);
  const parser = parse({ ...options(file.delimiter), from: 2 });
  const rows = Readable.fromWeb(text as never).on('error', (error) => parser.destroy(error)).pipe(parser);
  let line = 1;
  try {
    for await (const values of rows as AsyncIterable<string[]>) yield { line: (line += 1), values };
  } catch (error) {
    throw inFrench(file.path, error);
  }
}

function inFrench(path: string, error: unknown): unknown {
  if (!(error instanceof CsvError)) return error;
  const near = /at line (\d+)/.exec(error.message)?.[1];
  const where = `« ${basename(path)} »${near ? `, ligne ${near}` : ''}`;
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') return new UnreadableFile(`${where} : un guillemet (") ouvert n’est jamais refermé, tout ce qui suit est avalé. Rien n’est repris : corrigez la ligne.`);
  if (error.code === 'CSV_MAX_RECORD_SIZE') return new UnreadableFile(`${where} : plus de ${LONGEST / 1024} Kio pour une seule ligne. Un guillemet (") y est sans doute resté ouvert. Rien n’est repris : corrigez la ligne.`);
  return new UnreadableFile(`${where} : ce n’est pas une ligne de CSV (${error.code}). Rien n’est repris.`);
}
