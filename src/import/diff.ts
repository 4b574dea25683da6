import { isDeepStrictEqual } from 'node:util';
import type { Facets } from '../core/act/facets.ts';
import { loadStates } from '../core/act/store.ts';
import type { Tx } from '../core/db/sql.ts';
import { escapeLike } from '../core/values/text.ts';
import type { LawDate } from '../core/values/time.ts';
import { displayName, personRef, type PersonState } from '../domains/people/index.ts';
import { communeIn, holdRules, plateOf, principalOf, titleOf, usageOf, type HoldType, type RegistrationState } from '../domains/registrations/index.ts';
import { chassisOf, technicalFields, technicalOf, vehicleRef, type VehicleState } from '../domains/vehicles/index.ts';
import { personIn, technicalIn, vehicleId, type StagedRow } from './acts.ts';
import { isOver, type StagedHold } from './holds.ts';

export type Difference =
  | { kind: 'new'; line: number; key: string }
  | { kind: 'changed'; line: number; key: string; field: string; register: string; file: string }
  /** In the register from this source, and no longer in the file. `key`: its plate, else its chassis number, else its id. */
  | { kind: 'absent'; key: string };

/** Row by row, what the file says otherwise than the register. A value that the file leaves empty is no difference. `withHolds`: a file of holds came too. */
export async function compare(tx: Tx, facets: Facets, staged: { run: string; source: string; today: LawDate; withHolds: boolean }): Promise<Difference[]> {
  const { run, source } = staged;
  const differences: Difference[] = [];
  const met = new Set<string>();
  // By lines and not by a cursor: what is asked of the same connection meanwhile would wait for its end, and it for us.
  for (let after = 0; ;) {
    const rows = await tx<StagedRow[]>`select line, key, plate, chassis, fields from import_row where run = ${run} and line > ${after} order by line limit 500`;
    if (!rows.length) return [...differences, ...await absent(tx, source, met)];
    after = rows.at(-1)?.line ?? 0;
    const refs = rows.map((row) => vehicleRef(vehicleId(source, row.key)));
    const [states, stored, holds] = [
      await loadStates(tx, facets, refs), await tx<{ id: string }[]>`select id from subject where id = any(${refs.map((ref) => ref.id)}::uuid[])`,
      Map.groupBy(await tx<StagedHold[]>`select key, type, authority, reference, since, until, basis from import_hold where run = ${run} and problem is null and key = any(${rows.map((row) => row.key)}::text[])`, (one) => one.key),
    ];
    const known = new Set(stored.map((one) => one.id));
    const registrationOf = (id: string) => states.get(id)?.['registration'] as RegistrationState;
    const holders = await loadStates(tx, facets, refs.flatMap(({ id }) => { const main = known.has(id) && principalOf(registrationOf(id)); return main ? [personRef(main.personId)] : []; }));
    for (const [index, row] of rows.entries()) {
      const id = refs[index]?.id ?? '';
      met.add(id);
      if (!known.has(id)) {
        differences.push({ kind: 'new', line: row.line, key: row.key });
        continue;
      }
      const registration = registrationOf(id);
      const holder = holders.get(principalOf(registration)?.personId ?? '')?.['person'] as PersonState | undefined;
      const said = [...valuesOf(row, states.get(id)?.['vehicle'] as VehicleState, registration, holder), ...(staged.withHolds ? holdsOf(registration, holds.get(row.key) ?? [], staged.today) : [])];
      differences.push(...said.filter(([, mine, theirs]) => !isDeepStrictEqual(mine, theirs)).map(([field, mine, theirs]) => ({ kind: 'changed' as const, line: row.line, key: row.key, field, register: text(mine), file: text(theirs) })));
    }
  }
}

type Said = readonly [field: string, register: unknown, file: unknown];

function valuesOf(row: StagedRow, vehicle: VehicleState, registration: RegistrationState, holder: PersonState | undefined): Said[] {
  const present = technicalOf(vehicle) as Record<string, unknown>;
  const named = personIn(row.fields);
  const said: Said[] = [
    ['immatriculation', plateOf(registration), row.plate], ['châssis', chassisOf(vehicle), row.chassis],
    ['titre', titleOf(registration)?.number ?? null, row.fields['title'] ?? null], ['commune', communeIn(registration), row.fields['commune'] ?? null], ['usage', usageOf(registration), row.fields['usage'] ?? null],
    ['titulaire', holder?.identity ? displayName(holder.identity) : null, named && row.plate ? displayName(named) : null],
    ...Object.entries(technicalIn(row.fields)).map(([field, value]): Said => [field, present[field], value]),
  ];
  return said.filter(([, , theirs]) => theirs !== null);
}

/** Holds that stand on one side only. */
function holdsOf(registration: RegistrationState, file: readonly StagedHold[], today: LawDate): Said[] {
  const nameOf = ({ type, authority, reference }: { type: HoldType; authority: string; reference: string }) => `${holdRules[type].label}, ${authority}, réf. ${reference}`;
  const mine = new Set(registration.holds.filter(({ to, until, type }) => to === null && type !== 'identity-dispute' && (until === null || until > today)).map(nameOf));
  const theirs = new Set(file.filter((one) => !isOver(one, today)).map(nameOf));
  return [...[...theirs].filter((one) => !mine.has(one)).map((one): Said => ['mesure', null, one]), ...[...mine].filter((one) => !theirs.has(one)).map((one): Said => ['mesure', one, null])];
}

/** What the register has of this source and the file no longer names. */
async function absent(tx: Tx, source: string, met: ReadonlySet<string>): Promise<Difference[]> {
  const loaded = await tx<{ id: string }[]>`
    select s.subject_id as id from act a join act_subject s on s.act_id = a.id where a.kind = 'vehicle.described' and a.request_id like ${`import:%:${escapeLike(source)}:%`}`;
  const gone = loaded.map(({ id }) => id).filter((id) => !met.has(id));
  const named = await tx<{ id: string; kind: string; value: string }[]>`
    select vehicle_id as id, kind, value from vehicle_identifier where vehicle_id = any(${gone}::uuid[]) and kind in ('plate', 'chassis') and until is null order by kind`;
  const names = new Map(named.map(({ id, value }) => [id, value]));
  return gone.map((id) => ({ kind: 'absent', key: names.get(id) ?? id }));
}

const labels = new Map<string, string>(technicalFields.map(({ key, label }) => [key, `${label} (${key})`]));
/** A field as a clerk reads it: « Première mise en circulation (B) ». */
export const fieldLabel = (field: string): string => labels.get(field) ?? field;

function text(value: unknown): string {
  if (value === null || value === undefined) return '(vide)';
  if (typeof value !== 'object') return String(value as string | number | boolean);
  return (value as { value?: string }).value ?? JSON.stringify(value);
}
