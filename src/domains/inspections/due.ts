/** Which vehicles the CCTV must call, by the law of a day: counted at night, because a vehicle grows old without any act. */
import type { Facets } from '../../core/act/facets.ts';
import { loadStates } from '../../core/act/store.ts';
import type { Sql } from '../../core/db/sql.ts';
import { transaction } from '../../core/db/sql.ts';
import { today as dayOf, type LawDate } from '../../core/values/time.ts';
import { makeAndModel, technicalOf } from '../vehicles/index.ts';
import type { Above, Inspected } from './model/standing.ts';
import { inspectionStanding } from './rules/periodicity.ts';
import { candidates, replaceDue, type NewDue } from './store.ts';

/** As the worker's calendar calls it. */
export const DUE = 'visits-due';
const BATCH = 1_000;

/** Makes the list anew. Nothing is decided by it: nobody is fined, refused or written to. @returns how many are on it */
export async function listDue(env: { acts: Sql; read: Sql; facets: Facets }, above: Above, now: Date): Promise<number> {
  const today = dayOf(now);
  const late: NewDue[] = [];
  for (let after = ''; ;) {
    const ids = await candidates(env.read, after, BATCH);
    const states = await loadStates(env.read, env.facets, ids.map((id) => ({ kind: 'vehicle', id })));
    for (const id of ids) late.push(...dueOf(id, states.get(id) as unknown as Inspected, above, today));
    if (ids.length < BATCH) break;
    after = ids.at(-1) as string;
  }
  await transaction(env.acts, (tx) => replaceDue(tx, late, now));
  return late.length;
}

function dueOf(id: string, state: Inspected, above: Above, today: LawDate): NewDue[] {
  const standing = above.standing(state.registration);
  if (standing.life !== 'registered') return [];
  const { status, due, why } = inspectionStanding(state.inspection, standing, technicalOf(state.vehicle), today);
  if ((status !== 'overdue' && status !== 'refused') || !due) return [];
  return [{ vehicle_id: id, plate: standing.plate, label: makeAndModel(state.vehicle), due_on: due, status, why: why?.why ?? 'visite refusée' }];
}
