import type { ActEnv } from '../core/act/perform.ts';
import { recordNew } from '../core/act/bulk.ts';
import type { ActDraft, Json } from '../core/act/types.ts';
import { isRefusal, isRetryable } from '../core/db/errors.ts';
import type { Tx } from '../core/db/sql.ts';
import { requestId } from '../core/values/ids.ts';
import { today, type LawDate } from '../core/values/time.ts';
import { actsOfRow, personId, personIn, vehicleId, type Operation, type StagedRow } from './acts.ts';
import { gateOf } from './gates.ts';
import type { StagedHold } from './holds.ts';
import { addStandingHolds } from './standing-holds.ts';
import { contestStanding, namedIn } from './twins.ts';

/** Whole vehicles in one transaction: small enough to lose little in a stop, large enough to be quick. */
export const CHUNK = 1_000;

export type RowOutcome = 'loaded' | 'disputed' | 'refused' | 'already';
export type RowResult = { line: number; key: string; outcome: RowOutcome; rules: string[]; details?: string[]; twins?: string[] };
type Remark = { line: number; rule: string; detail: string | null };
type Borne = { kind: string; value: string; vehicle: string; disputed: boolean };

/**
 * Loads what waits of one file, chunk after chunk, by lines. A chunk done in an earlier run is not done again: its
 * answer is read back. Another act that takes a plate meanwhile makes the chunk look again.
 */
export async function loadRows(env: ActEnv, file: { run: string; source: string; lines: number }, progress: (done: number) => void = () => undefined): Promise<RowResult[]> {
  const starts = Array.from({ length: Math.ceil(file.lines / CHUNK) }, (_, index) => 2 + index * CHUNK);
  const results = starts.map((): readonly RowResult[] => []);
  const waiting = starts.entries();
  let [done, stopped] = [0, false];
  // Three at a time: one is judged and hashed here while two are written there. Two that meet on a RIDET look again; a failure ends all.
  const ended = await Promise.allSettled([0, 1, 2].map(async () => {
    try {
      for (let next = waiting.next(); !next.done && !stopped; next = waiting.next()) {
        const [index, from] = next.value;
        results[index] = await loadChunk(env, file, from);
        progress(Math.min(done += CHUNK, file.lines));
      }
    } catch (error) {
      stopped = true;
      throw error;
    }
  }));
  const failed = ended.find((one) => one.status === 'rejected');
  if (failed) throw failed.reason;
  return results.flat();
}

async function loadChunk(env: ActEnv, { run, source }: { run: string; source: string }, from: number, attempt = 1): Promise<RowResult[]> {
  try {
    const { result, replayed } = await recordNew(env, {
      requestId: requestId('import', run.slice(0, 32), source, from), author: { kind: 'system', job: 'import' }, judgedOn: today(env.clock()),
      decide: (tx) => decideChunk(tx, { run, source, today: today(env.clock()) }, from),
    });
    const rows = result as RowResult[];
    for (const { key, twins = [] } of rows) for (const twin of twins) await contestStanding(env, twin, { id: vehicleId(source, key), source, key });
    await bringHolds(env, { run, source, today: today(env.clock()) }, from, rows);
    return replayed ? rows.map((row) => (row.outcome === 'refused' ? row : { ...row, outcome: 'already' })) : rows;
  } catch (error) {
    if (attempt < 3 && (isRetryable(error) || isRefusal(error, 'unique'))) return loadChunk(env, { run, source }, from, attempt + 1);
    throw error;
  }
}

/** Vehicles of earlier loads get the holds of this file that they lack; those of this very load have them. */
async function bringHolds(env: ActEnv, { run, source }: Loading, from: number, rows: readonly RowResult[]): Promise<void> {
  const standing = rows.filter(({ outcome, rules }) => outcome === 'already' && rules.includes('mesures-ajoutees'));
  if (!standing.length) return;
  const holds = await env.acts.begin((tx) => holdsOfChunk(tx, run, from)) as Map<string, StagedHold[]>;
  for (const { key } of standing) await addStandingHolds(env, { run, source, key }, holds.get(key) ?? []);
}

async function holdsOfChunk(tx: Tx, run: string, from: number): Promise<Map<string, StagedHold[]>> {
  return Map.groupBy(await tx<StagedHold[]>`
    select key, type, authority, reference, since, until, basis from import_hold
    where run = ${run} and problem is null and key in (select key from import_row where run = ${run} and line >= ${from} and line < ${from + CHUNK}) order by key, line`, (one) => one.key);
}

type Loading = { run: string; source: string; today: LawDate };

async function decideChunk(tx: Tx, { run, source, today: day }: Loading, from: number): Promise<{ acts: ActDraft[]; result: Json }> {
  const rows = await tx<StagedRow[]>`select line, key, plate, chassis, fields from import_row where run = ${run} and line >= ${from} and line < ${from + CHUNK} order by line`;
  if (!rows.length) throw new Error(`the rows ${from}… of this load are no longer staged`);
  const remarks = Map.groupBy(await tx<Remark[]>`select line, rule, detail from import_remark where run = ${run} and line >= ${from} and line < ${from + CHUNK}`, (one) => one.line);
  const operations = Map.groupBy(await tx<(Operation & { key: string })[]>`
    select key, ordering, month, code, cancelled from import_operation
    where run = ${run} and key in (select key from import_row where run = ${run} and line >= ${from} and line < ${from + CHUNK}) order by key, ordering, line`, (one) => one.key);
  const holds = await holdsOfChunk(tx, run, from);
  const register = await standing(tx, source, rows);
  const acts: ActDraft[] = [];
  const result: RowResult[] = [];
  for (const row of rows) {
    const id = vehicleId(source, row.key);
    const { rules: met, twins } = register.twins(row, id);
    const rules = [...(remarks.get(row.line) ?? []).map((one) => one.rule), ...met, ...(register.vehicles.has(id) && holds.has(row.key) ? ['mesures-ajoutees'] : [])];
    const effect = (wanted: string) => rules.map((rule) => gateOf.get(rule)).filter((gate) => gate?.effect === wanted);
    const known = register.vehicles.has(id);
    const outcome = known && !rules.includes('cle-en-double') ? 'already' : effect('refuse').length ? 'refused' : effect('dispute').length ? 'disputed' : 'loaded';
    const details = (remarks.get(row.line) ?? []).flatMap(({ rule, detail }) => (detail ? [`${rule} : ${detail}`] : []));
    result.push({ line: row.line, key: row.key, outcome, rules, ...(details.length ? { details } : {}), ...(twins.length && outcome !== 'refused' ? { twins } : {}) });
    if (outcome === 'refused' || outcome === 'already') continue;
    const doubts = [...effect('dispute'), ...effect('unidentified')];
    const contested = doubts.length ? { reason: [...doubts.map((gate) => gate?.sentence), `Source : ${namedIn(source, row.key)}.`].join(' '), grounds: [...new Set(doubts.map((gate) => gate?.ground ?? 'other'))], twins } : null;
    acts.push(...actsOfRow(row, { source, operations: operations.get(row.key) ?? [], holds: holds.get(row.key) ?? [], today: day, contested, holder: register.holder(row) }));
  }
  return { acts, result };
}

/** What the register already holds of these rows: vehicles of earlier runs, twins, titles and holders. */
async function standing(tx: Tx, source: string, rows: readonly StagedRow[]) {
  const people = new Map(rows.flatMap((row) => { const person = personIn(row.fields); return person ? [[row.line, { person, id: personId(source, row) }] as const] : []; }));
  const ridets = [...people.values()].flatMap(({ person }) => ('ridet' in person && person.ridet ? [person.ridet] : []));
  const ids = [...rows.map((row) => vehicleId(source, row.key)), ...[...people.values()].map((one) => one.id)];
  const values = rows.flatMap((row) => [row.plate, row.chassis, row.fields['title']].filter((value): value is string => Boolean(value)));
  const [subjects, identifiers, companies] = await Promise.all([
    tx<{ id: string }[]>`select id from subject where id = any(${ids}::uuid[])`,
    tx<Borne[]>`select kind, value, vehicle_id as vehicle, disputed from vehicle_identifier where value = any(${values}::text[]) and until is null`,
    tx<{ ridet: string; person_id: string }[]>`select ridet, person_id from person_entry where ridet = any(${ridets}::text[])`,
  ]);
  const vehicles = new Set(subjects.map((one) => one.id));
  const borne = Map.groupBy(identifiers, (one) => `${one.kind} ${one.value}`);
  const byRidet = new Map(companies.map((one) => [one.ridet, one.person_id]));
  const recorded = new Set(vehicles);
  return {
    vehicles,
    /** Which numbers of the row another vehicle bears, and which vehicles. A row that is in the register already is a twin only while it is contested. */
    twins: ({ plate, chassis, fields }: StagedRow, id: string): { rules: string[]; twins: string[] } => {
      const bearers = (kind: string, value: string | null | undefined) => {
        const all = (value && borne.get(`${kind} ${value}`)) || [];
        return vehicles.has(id) && !all.some((one) => one.vehicle === id && one.disputed) ? [] : all.filter((one) => one.vehicle !== id);
      };
      const [plates, frames, titles] = [bearers('plate', plate), bearers('chassis', chassis), bearers('title', fields['title'])];
      return {
        rules: vehicles.has(id) ? [] : [...(plates.length ? ['plaque-au-registre'] : []), ...(frames.length ? ['chassis-au-registre'] : []), ...(titles.length ? ['titre-au-registre'] : [])],
        twins: [...new Set([...plates, ...frames].map((one) => one.vehicle))],
      };
    },
    holder: (row: StagedRow): { id: string; known: boolean } | null => {
      const found = people.get(row.line);
      if (!found || !row.plate) return null;
      const ridet = 'ridet' in found.person ? found.person.ridet : undefined;
      const id = (ridet ? byRidet.get(ridet) : undefined) ?? found.id;
      const known = recorded.has(id) || (ridet !== undefined && byRidet.has(ridet));
      recorded.add(id);
      if (ridet) byRidet.set(ridet, id);
      return { id, known };
    },
  };
}
