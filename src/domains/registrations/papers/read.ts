import type { Facets } from '../../../core/act/facets.ts';
import { stateAt } from '../../../core/act/read.ts';
import { loadStates } from '../../../core/act/store.ts';
import type { Sql, Tx } from '../../../core/db/sql.ts';
import { formatShortDate, today } from '../../../core/values/time.ts';
import { territory } from '../../../territory/index.ts';
import type { DrawEnv, Ordered, PaperRow, Vouched } from '../../documents/index.ts';
import { displayName, residenceLines, type PersonState } from '../../people/index.ts';
import { chassisOf, makeAndModel, technicalOf } from '../../vehicles/index.ts';
import { holdersOf, plateOf, usageOf } from '../model/state.ts';
import type { Registered } from '../views.ts';

/** The vehicle as the register knew it at the moment of the order: later acts never change a paper. */
export async function vehicleAt(env: DrawEnv, paper: PaperRow): Promise<Registered> {
  const known = await stateAt(env.sql, env.facets, { kind: 'vehicle', id: paper.subject_id }, { knownAt: paper.ordered_at.toISOString() });
  if (!known) throw new Error('a paper of a vehicle that was not known');
  return known as unknown as Registered;
}

/** The name and address of a person at that moment; dashes once their identity is erased. */
export async function personAt(env: DrawEnv, id: string, at: Date): Promise<{ name: string; lines: readonly string[] }> {
  const state = (await stateAt(env.sql, env.facets, { kind: 'person', id }, { knownAt: at.toISOString() }))?.['person'] as PersonState | undefined;
  const address = state?.addresses.find((one) => one.to === null)?.address;
  return { name: state?.identity ? displayName(state.identity) : '', lines: address ? residenceLines(address) : [] };
}

/** What the code of a vehicle's paper vouches for: the vehicle and who holds it, by ids only. */
export async function vouchVehicle(kind: string, tx: Sql | Tx, facets: Facets, order: Ordered): Promise<Vouched> {
  const { vehicle, registration } = (await loadStates(tx, facets, [{ kind: 'vehicle', id: order.subject_id }])).get(order.subject_id) as unknown as Registered;
  const plate = plateOf(registration);
  return {
    kind, ...(plate ? { plate } : {}),
    content: JSON.parse(JSON.stringify({
      act: order.act_id, plate, chassis: chassisOf(vehicle), technical: technicalOf(vehicle), usage: usageOf(registration),
      holders: holdersOf(registration).map(({ personId, role }) => ({ personId, role })),
    })) as Vouched['content'],
  };
}

/** The three rubrics by which anyone knows a vehicle. */
export function vehicleFields({ vehicle, registration }: Registered) {
  return [
    { code: 'A', label: 'Immatriculation', value: territory.formatPlate(plateOf(registration) ?? '') },
    { code: 'D.1', label: 'Marque et modèle', value: makeAndModel(vehicle) },
    { code: 'E', label: 'Numéro de série (VIN)', value: chassisOf(vehicle) ?? '' },
  ];
}

export const shortDay = (at: Date | string): string => formatShortDate(today(new Date(at)));
