import { copyRows } from '../core/db/copy.ts';
import type { Tx } from '../core/db/sql.ts';
import { act, type ActDraft, type SubjectRef } from '../core/act/types.ts';
import { deterministicId } from '../core/values/ids.ts';
import { encodePartialDate, formatPartialDate, parsePartialDate } from '../core/values/partial-date.ts';
import { fold } from '../core/values/text.ts';
import { instantOf, type LawDate } from '../core/values/time.ts';
import { authorities, holdRules, type HoldType, type RegistrationAct } from '../domains/registrations/index.ts';
import { holdHeadings, mapColumns } from './columns.ts';
import { readCsv, withoutControls, type CsvFile } from './read.ts';

/** A hold of the old register that can be read. Dates are partial, as `encodePartialDate` writes them. */
export type StagedHold = { key: string; type: HoldType; authority: string; reference: string; since: string | null; until: string | null; basis: string | null };

/** Short names that old files use, besides our own codes and labels. */
const spoken: Readonly<Record<string, HoldType>> = {
  vol: 'theft', gage: 'gage', 'opposition tresor': 'treasury', otci: 'treasury', saisie: 'seizure', 'opposition judiciaire': 'judicial', 'non transferable': 'customs', douane: 'customs',
  immobilisation: 'immobilisation', fourriere: 'pound', endommage: 'damaged', 'a verifier': 'inquiry', litige: 'dispute', deces: 'death', usurpation: 'plate-theft',
};
// A contested identity is found by the load itself, never told by a file.
const types = new Map<string, HoldType>([
  ...Object.entries(holdRules).filter(([type]) => type !== 'identity-dispute').flatMap(([type, { label }]) => [[fold(type), type as HoldType], [fold(label), type as HoldType]] as const), ...Object.entries(spoken),
]);
const orderers = new Map<string, string>(Object.entries(authorities).flatMap(([code, name]) => [[fold(code), code], [fold(name), code]] as const));

/** Copies the holds that come with the vehicles, each with what makes it unreadable. @returns how many */
export async function stageHolds(tx: Tx, run: string, file: CsvFile, today: LawDate): Promise<number> {
  await tx`delete from import_hold where run = ${run}`;
  const { fields: names } = mapColumns(file.header, holdHeadings);
  let count = 0;
  const staged = async function* () {
    for await (const { line, values } of readCsv(file)) {
      count += 1;
      const read = Object.fromEntries(names.flatMap((name, index) => (name && values[index] ? [[name, withoutControls(values[index]).slice(0, 200)]] : []))) as Record<string, string>;
      yield { run, line, ...readHold(read, values.length === names.length, today), said: `${line} : ${[read['type'], read['authority'], read['reference']].filter(Boolean).join(', ')}`.slice(0, 120) };
    }
  };
  await copyRows(tx, 'import_hold', ['run', 'line', 'key', 'type', 'authority', 'reference', 'since', 'until', 'basis', 'problem', 'said'], staged());
  return count;
}

function readHold(read: Readonly<Record<string, string>>, whole: boolean, today: LawDate) {
  const [type, authority] = [types.get(fold(read['type'] ?? '')) ?? null, orderers.get(fold(read['authority'] ?? '')) ?? null];
  const [since, until] = [parsePartialDate(read['from'] ?? ''), parsePartialDate(read['to'] ?? '')];
  const reference = read['reference'] ?? '';
  const day = (date: typeof since) => (date?.precision === 'day' ? date.value : undefined);
  const [from, to] = [day(since), day(until)];
  const dates = (read['from'] && !since) || (read['to'] && !until) || (from && from > today) || (from && to && to <= from);
  const problem = !type || !authority ? 'mesure-inconnue' : !whole || !reference || reference.length > 60 || dates ? 'mesure-illisible' : to && to <= today && !from ? 'mesure-finie' : null;
  return { key: read['key'] ?? '', type, authority, reference, since: since ? encodePartialDate(since) : null, until: until ? encodePartialDate(until) : null, basis: read['basis'] ?? null, problem };
}

/** What the holds say of their vehicles, as remarks on the vehicles' rows. */
export async function judgeHolds(tx: Tx, run: string, today: LawDate): Promise<void> {
  await tx`
    insert into import_remark (run, line, rule, detail)
    select r.run, r.line, h.problem, left(string_agg(h.said, ' ; ' order by h.line), 300) from import_hold h join import_row r on r.run = h.run and r.key = h.key
    where h.run = ${run} and h.problem is not null group by r.run, r.line, h.problem
    union all
    select r.run, r.line, 'vol-en-double', null from import_row r
    where r.run = ${run} and r.key in (select key from import_hold where run = ${run} and type = 'theft' and problem is null and (until is null or until > ${today}) group by key having count(*) > 1)`;
}

/** Whether the end that the source gives is past. */
export const isOver = ({ until }: StagedHold, today: LawDate): boolean => until !== null && until.length === 10 && until <= today;

/** The holds of a vehicle as acts: from their day to their day; one that is over was set and lifted. Of two thefts that stand, the first. */
export function holdActs(vehicle: SubjectRef, source: string, holds: readonly StagedHold[], today: LawDate): ActDraft[] {
  const once = new Map(holds.map((hold) => [holdId(source, hold), hold]));
  const theft = [...once.values()].find((hold) => hold.type === 'theft' && !isOver(hold, today));
  return [...once].filter(([, hold]) => hold.type !== 'theft' || isOver(hold, today) || hold === theft).flatMap(([id, hold]) => {
    const [since, until] = [parsePartialDate(hold.since ?? ''), parsePartialDate(hold.until ?? '')];
    const end = until?.precision === 'day' ? until.value : null;
    const known = [hold.basis ?? `Mesure reprise de l’ancien registre (« ${source} »)`, since && since.precision !== 'day' ? `depuis ${formatPartialDate(since)} selon la source` : '', until && !end ? `jusqu’à ${formatPartialDate(until)} selon la source` : ''];
    return [
      act<RegistrationAct>({
        kind: 'registration.hold-set', subjects: [vehicle], ...(since?.precision === 'day' ? { effectiveAt: startOf(since.value) } : {}),
        payload: { holdId: id, type: hold.type, authority: hold.authority, reference: hold.reference, basis: known.filter(Boolean).join(', '), until: end },
      }),
      ...(end && isOver(hold, today) ? [act<RegistrationAct>({ kind: 'registration.hold-lifted', subjects: [vehicle], effectiveAt: startOf(end), payload: { holdId: id, reason: 'Fin donnée par l’ancien registre' } })] : []),
    ];
  });
}

const startOf = (day: string): string => instantOf(day, '00:00').toISOString();
const holdId = (source: string, { key, type, authority, reference, since }: StagedHold): string => deterministicId('import-hold-of', source, key, type, authority, reference, since ?? '');
