import { copyRows } from '../core/db/copy.ts';
import type { Tx } from '../core/db/sql.ts';
import { encodePartialDate, parsePartialDate } from '../core/values/partial-date.ts';
import { normalizeChassis } from '../domains/vehicles/index.ts';
import { territory } from '../territory/index.ts';
import { addressIn, saysAddress } from './address.ts';
import { headings, historyHeadings, mapColumns, type Mapping } from './columns.ts';
import { readCsv, withoutControls, type CsvFile } from './read.ts';

/** Copies a file of vehicles into the waiting room, as read: nothing is corrected but the spelling of numbers and dates. @returns how many rows */
export async function stageVehicles(tx: Tx, run: string, file: CsvFile): Promise<number> {
  await tx`delete from import_row where run = ${run}`;
  await tx`delete from import_remark where run = ${run}`;
  const mapping = mapColumns(file.header, headings);
  let count = 0;
  const staged = async function* () {
    for await (const { line, values } of readCsv(file)) {
      count += 1;
      yield stagedRow(run, line, values, mapping);
    }
  };
  await copyRows(tx, 'import_row', ['run', 'line', 'key', 'plate', 'chassis', 'born', 'fields'], staged());
  return count;
}

/** No box of a register holds more signs: a row that has one is refused, so that it never reaches an index. */
const HUGE = 1_000;

function stagedRow(run: string, line: number, values: readonly string[], { fields: names }: Mapping) {
  const fields: Record<string, string> = {};
  const [odd, huge]: [string[], string[]] = [[], []];
  names.forEach((name, index) => {
    const read = values[index] ?? '';
    // PostgreSQL takes no NUL, and nobody sees the other control signs; nothing else is touched.
    const value = withoutControls(read);
    if (!name || !value) return;
    if (value !== read) odd.push(name);
    if (value.length > HUGE) huge.push(name);
    fields[name] = value.slice(0, HUGE);
  });
  if (values.length !== names.length) fields['_columns'] = String(values.length);
  if (odd.length) fields['_controls'] = odd.join(', ');
  if (huge.length) fields['_huge'] = huge.join(', ');
  if (saysAddress(fields) && !addressIn(fields)) fields['_address'] = [fields['holderCommune'], fields['place'] ?? fields['holderBox'] ?? ''].filter(Boolean).join(' ');
  const plate = fields['plate'] ? territory.normalizePlate(fields['plate']) : null;
  const chassis = fields['chassis'] ? normalizeChassis(fields['chassis']) : null;
  const born = fields['B'] ? parsePartialDate(fields['B']) : undefined;
  return { run, line, key: (fields['key'] ?? plate ?? chassis ?? '').slice(0, HUGE), plate, chassis, born: born ? encodePartialDate(born) : null, fields };
}

/** Copies the history that comes with the vehicles. @returns how many operations */
export async function stageHistory(tx: Tx, run: string, file: CsvFile): Promise<number> {
  await tx`delete from import_operation where run = ${run}`;
  const { fields: names } = mapColumns(file.header, historyHeadings);
  let count = 0;
  const staged = async function* () {
    for await (const { line, values } of readCsv(file)) {
      count += 1;
      const read = Object.fromEntries(names.flatMap((name, index) => (name && values[index] ? [[name, withoutControls(values[index])]] : []))) as Record<string, string>;
      const month = parsePartialDate(read['month'] ?? '');
      yield {
        run, line, key: (read['key'] ?? '').slice(0, HUGE), ordering: Number.parseInt(read['ordering'] ?? '0', 10) || 0,
        month: month ? encodePartialDate(month) : null, code: (read['code'] ?? '').slice(0, HUGE), cancelled: /^(oui|o|1|true)$/i.test(read['cancelled'] ?? ''),
      };
    }
  };
  await copyRows(tx, 'import_operation', ['run', 'line', 'key', 'ordering', 'month', 'code', 'cancelled'], staged());
  return count;
}
