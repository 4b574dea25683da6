import { Facets } from '../../core/act/facets.ts';
import { loadStates } from '../../core/act/store.ts';
import type { Sql, Tx } from '../../core/db/sql.ts';
import type { RegistrationState } from './model/state.ts';
import { registrationFacet } from './store.ts';

const facets = new Facets([registrationFacet]);

/** What registrations know of one vehicle now, for a fact of an errand that is about something else. */
export async function registrationIn(tx: Sql | Tx, id: string): Promise<RegistrationState> {
  return ((await loadStates(tx, facets, [{ kind: 'vehicle', id }])).get(id)?.['registration'] ?? registrationFacet.initial) as RegistrationState;
}
