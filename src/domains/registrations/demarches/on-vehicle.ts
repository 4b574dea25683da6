import { clerk } from '../../../core/access/actor.ts';
import type { Before, Party } from '../../../core/demarche/index.ts';
import { holdersOf } from '../model/state.ts';
import { holder, registeredVehicle, type Registered } from '../views.ts';
import { certificates } from '../rules/titles.ts';

/** Every holder signs what changes their right; the counter keys a paper that they signed. */
export function everyHolder({ state, actor }: Pick<Before<Registered, unknown>, 'state' | 'actor'>): Party[] {
  if (actor.kind === 'agent') return [];
  return holdersOf(state.registration).filter((one) => one.role !== 'lessee')
    .map((one) => ({ key: `titulaire:${one.personId}`, label: one.principal ? 'Le titulaire' : 'Un co-titulaire', personId: one.personId, role: one.role }));
}

/** What most errands on one's own vehicle share: its holder or a clerk asks, pays, and gets a new certificate. */
export const onVehicle = {
  family: 'titulaire', who: [holder, clerk], presence: 'remote', subject: registeredVehicle,
  signatures: everyHolder, pay: 'before-decision', issues: certificates,
} as const;
