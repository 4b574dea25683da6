import { isDeepStrictEqual } from 'node:util';
import type { Facets } from '../core/act/facets.ts';
import { loadStates } from '../core/act/store.ts';
import type { Tx } from '../core/db/sql.ts';
import { chassisOf, technicalOf, vehicleRef, type VehicleState } from '../domains/vehicles/index.ts';
import { communeIn, plateOf, titleOf, type RegistrationState } from '../domains/registrations/index.ts';
import { technicalIn, vehicleId, type StagedRow } from './acts.ts';

export type Difference =
  | { kind: 'new'; line: number; key: string }
  | { kind: 'changed'; line: number; key: string; field: string; register: string; file: string };

/** Row by row, what the file says otherwise than the register. A value that the file leaves empty is no difference. */
export async function compare(tx: Tx, facets: Facets, run: string, source: string): Promise<Difference[]> {
  const differences: Difference[] = [];
  // By lines and not by a cursor: what is asked of the same connection meanwhile would wait for its end, and it for us.
  for (let after = 0; ;) {
    const rows = await tx<StagedRow[]>`select line, key, plate, chassis, fields from import_row where run = ${run} and line > ${after} order by line limit 500`;
    if (!rows.length) return differences;
    after = rows.at(-1)?.line ?? 0;
    const refs = rows.map((row) => vehicleRef(vehicleId(source, row.key)));
    const states = await loadStates(tx, facets, refs);
    const known = new Set((await tx<{ id: string }[]>`select id from subject where id = any(${refs.map((ref) => ref.id)}::uuid[])`).map((one) => one.id));
    for (const [index, row] of rows.entries()) {
      const id = refs[index]?.id ?? '';
      if (!known.has(id)) differences.push({ kind: 'new', line: row.line, key: row.key });
      else differences.push(...changes(row, states.get(id)?.['vehicle'] as VehicleState, states.get(id)?.['registration'] as RegistrationState));
    }
  }
}

function changes(row: StagedRow, vehicle: VehicleState, registration: RegistrationState): Difference[] {
  const present = technicalOf(vehicle) as Record<string, unknown>;
  const said: [string, unknown, unknown][] = [
    ['immatriculation', plateOf(registration), row.plate], ['châssis', chassisOf(vehicle), row.chassis],
    ['titre', titleOf(registration)?.number ?? null, row.fields['title'] ?? null], ['commune', communeIn(registration), row.fields['commune'] ?? null],
    ...Object.entries(technicalIn(row.fields)).map(([field, value]): [string, unknown, unknown] => [field, present[field], value]),
  ];
  return said.filter(([, mine, theirs]) => theirs !== null && !isDeepStrictEqual(mine, theirs))
    .map(([field, mine, theirs]) => ({ kind: 'changed', line: row.line, key: row.key, field, register: text(mine), file: text(theirs) }));
}

function text(value: unknown): string {
  if (value === null || value === undefined) return '(vide)';
  if (typeof value !== 'object') return String(value as string | number | boolean);
  return (value as { value?: string }).value ?? JSON.stringify(value);
}
