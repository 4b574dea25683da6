import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { parse } from 'csv-parse';

export type CsvFile = { readonly path: string; readonly hash: string; readonly encoding: 'utf-8' | 'windows-1252'; readonly delimiter: ';' | ','; readonly header: readonly string[] };

/** Reads a file once to know it: its hash, whether it is UTF-8 (else Windows-1252), and what separates its columns. */
export async function inspectCsv(path: string): Promise<CsvFile> {
  const hash = createHash('sha256');
  const strict = new TextDecoder('utf-8', { fatal: true });
  let encoding: CsvFile['encoding'] = 'utf-8';
  const start: Buffer[] = [];
  let kept = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    if (kept < 65_536) kept += start.push(chunk) && chunk.length;
    if (encoding === 'utf-8') encoding = decodes(strict, chunk) ? 'utf-8' : 'windows-1252';
  }
  if (encoding === 'utf-8' && !decodes(strict)) encoding = 'windows-1252';
  const text = new TextDecoder(encoding).decode(Buffer.concat(start)).replace(/^\uFEFF/, '');
  const [line = ''] = text.split(/\r?\n/, 1);
  const delimiter = line.split(';').length > line.split(',').length ? ';' : ',';
  const header = line.split(delimiter).map((name) => name.trim().replace(/^"|"$/g, ''));
  return { path, hash: hash.digest('hex'), encoding, delimiter, header };
}

function decodes(strict: TextDecoder, chunk?: Buffer): boolean {
  try {
    strict.decode(chunk, { stream: chunk !== undefined });
    return true;
  } catch {
    return false;
  }
}

export type CsvRow = { readonly line: number; readonly values: readonly string[] };

/** The rows after the heading, one by one, numbered as records (the heading is 1). A row of the wrong length comes as it is. */
export async function* readCsv(file: CsvFile): AsyncGenerator<CsvRow> {
  const text = Readable.toWeb(createReadStream(file.path)).pipeThrough(new TextDecoderStream(file.encoding) as never);
  const parser = parse({ delimiter: file.delimiter, bom: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true, from_line: 2, trim: true });
  const rows = Readable.fromWeb(text as never).on('error', (error) => parser.destroy(error)).pipe(parser);
  let line = 1;
  for await (const values of rows as AsyncIterable<string[]>) yield { line: (line += 1), values };
}
