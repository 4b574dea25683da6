import { act, type ActDraft } from '../../../core/act/types.ts';
import { blocker, type Blocker } from '../../../core/demarche/index.ts';
import { vehicleRef } from '../../vehicles/index.ts';
import type { RegistrationAct } from '../model/acts.ts';
import type { FleetChange } from '../model/fleet.ts';
import type { Registered } from '../model/registered.ts';
import { holdersOf, lifeOf, principalOf } from '../model/state.ts';
import { lifeBlocks, usual } from './blocks.ts';
import { nextTitle } from './titles.ts';

/** Why this vehicle is left as it is: the same obstacles as for one alone, and a holder that is no longer the company. */
export function rowBlockers(state: Registered, companyId: string, change: FleetChange, now: string): Blocker[] {
  const held = principalOf(state.registration)?.personId === companyId;
  const found: readonly Blocker[] = change.kind === 'address' ? lifeBlocks(state) : usual(state, 'transfer', now);
  return [...(held ? [] : [blocker('plus-titulaire', 'L’entreprise n’est pas, ou n’est plus, titulaire de ce véhicule.', 'changement-obligatoire', 'son titulaire d’aujourd’hui', 'rien n’est à faire pour cette entreprise')]), ...found];
}
export const rowBlocks = (...given: Parameters<typeof rowBlockers>): string[] => rowBlockers(...given).map(({ code }) => code);

/** The change of one vehicle. A certificate follows where one stands: none for a vehicle in stock or off the road. */
export function rowActs(vehicleId: string, { registration }: Registered, companyId: string, change: FleetChange): ActDraft[] {
  const titleNumber = lifeOf(registration) === 'registered' ? nextTitle() : null;
  const subjects = [vehicleRef(vehicleId)];
  if (change.kind === 'address') return [act<RegistrationAct>({ kind: 'registration.commune-changed', subjects, payload: { commune: change.commune, titleNumber } })];
  const holders = holdersOf(registration).map(({ personId, role, principal }) => ({ personId: personId === companyId ? change.into : personId, role, principal }));
  return [act<RegistrationAct>({ kind: 'registration.holders-changed', subjects, payload: { holders, commune: change.commune, reason: 'fusion', titleNumber } })];
}
