import { setImmediate as nextTurn } from 'node:timers/promises';
import { parse } from 'csv-parse';
import { Readable } from 'node:stream';
import { fileText, slicesOf, UnreadableText as UnreadableContracts } from '../../../core/values/file-text.ts';
import { fold } from '../../../core/values/text.ts';
import { parseDate } from '../../../core/values/time.ts';
import { contractNotice, endReasons, type ContractNotice } from './notice.ts';

/** A line of a file: what it says, or why it cannot be read. Lines count as a spreadsheet does: the header is the first. */
export type FileRow = { line: number } & ({ notice: ContractNotice } | { contract: string; refused: string });
/** The file is not one of contracts: nothing was written. The message is a French sentence that says what to do. */
export { UnreadableContracts };

/** The columns of a file, in French; the names of the API are taken too. */
export const columns = { contrat: 'contract', plaque: 'plate', vin: 'vin', debut: 'from', fin: 'to', motif: 'endReason', 'corrige debut': 'correctsFrom', retire: 'withdrawn' } as const;
type Column = (typeof columns)[keyof typeof columns];
const names: Readonly<Record<string, Column>> = {
  ...columns, contract: 'contract', plate: 'plate', from: 'from', to: 'to', endreason: 'endReason', correctsfrom: 'correctsFrom', withdrawn: 'withdrawn',
  'numero de contrat': 'contract', immatriculation: 'plate', 'numero de serie': 'vin', 'motif de fin': 'endReason',
};
export const MOST_ROWS = 150_000;

/** Reads a CSV of contracts: ';', ',' or tab; UTF-8, Windows or « Texte Unicode ». Others are served meanwhile. @throws UnreadableContracts */
export async function readContracts(bytes: Buffer): Promise<FileRow[]> {
  const text = fileText(bytes);
  const [first = ''] = text.split(/[\r\n]/, 1);
  const delimiter = [';', '\t', ','].find((one) => first.includes(one));
  if (!delimiter) throw new UnreadableContracts('Ce fichier n’est pas un CSV de contrats : ses colonnes sont contrat ; plaque ; vin ; debut ; fin ; motif.');
  let header: (Column | undefined)[] | undefined;
  const rows: FileRow[] = [];
  try {
    for await (const cells of Readable.from(slicesOf(text)).pipe(parse({ delimiter, bom: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true, trim: true, max_record_size: LONGEST })) as AsyncIterable<string[]>) {
      if (!header) header = headerOf(cells);
      else if (rows.length >= MOST_ROWS) throw new UnreadableContracts(`Ce fichier a plus de ${MOST_ROWS} lignes : coupez-le.`);
      else rows.push(readRow(cells, header, rows.length + 2));
      if (rows.length % 500 === 0) await nextTurn();
    }
  } catch (error) {
    throw error instanceof UnreadableContracts ? error : new UnreadableContracts(whyUnreadable(error as { code?: string; lines?: number }));
  }
  if (!rows.length) throw new UnreadableContracts('Ce fichier n’a que son en-tête.');
  return rows;
}

function headerOf(cells: readonly string[]): (Column | undefined)[] {
  const header = cells.map((name) => names[fold(name)]);
  const missing = (['contract', 'from'] as const).filter((name) => !header.includes(name));
  if (missing.length) throw new UnreadableContracts(`Il manque ${missing.length > 1 ? 'les colonnes' : 'la colonne'} ${missing.map((name) => (name === 'from' ? '« debut »' : '« contrat »')).join(' et ')}.`);
  return header;
}

function readRow(cells: readonly string[], header: readonly (Column | undefined)[], line: number): FileRow {
  const raw = Object.fromEntries(header.flatMap((name, index) => (name ? [[name, clean(cells[index] ?? '')]] : []))) as Partial<Record<Column, string>>;
  const read = contractNotice.safeParse({
    ...raw, ...dated(raw, 'from'), ...dated(raw, 'to'), ...dated(raw, 'correctsFrom'),
    endReason: reasonOf(raw.endReason ?? ''), withdrawn: /^(oui|o|1|true|x)$/i.test(raw.withdrawn ?? ''),
  });
  if (read.success) return { line, notice: read.data };
  return { line, contract: (raw.contract ?? '').slice(0, 40), refused: [...new Set(read.error.issues.map(({ message }) => message))].join(' ') };
}

/** A day as people write it; what is none stays as it was typed, and is refused for what it is. */
const dated = (raw: Partial<Record<Column, string>>, name: 'from' | 'to' | 'correctsFrom') => (raw[name] ? { [name]: parseDate(raw[name]) ?? raw[name] } : {});

function reasonOf(text: string): string | undefined {
  if (!text) return undefined;
  return Object.entries(endReasons).find(([id, label]) => fold(id) === fold(text) || fold(label) === fold(text))?.[0] ?? text;
}

const clean = (text: string): string => text.replace(/[\u0000-\u001f\u007f]/g, '').trim();

const LONGEST = 65_536;
function whyUnreadable({ code, lines }: { code?: string; lines?: number }): string {
  const where = lines ? ` vers la ligne ${lines}` : '';
  if (code === 'CSV_MAX_RECORD_SIZE') return `Ce fichier a une ligne de plus de ${LONGEST} signes${where} : une cellule est énorme, ou un guillemet n’y est pas fermé. Rien n’a été pris.`;
  if (code === 'CSV_QUOTE_NOT_CLOSED') return `Ce fichier n’est pas un CSV lisible : un guillemet n’est pas fermé${where}. Rien n’a été pris.`;
  return `Ce fichier n’est pas un CSV lisible${where}. Rien n’a été pris.`;
}
