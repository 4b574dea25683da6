import type { Side } from '../../people/index.ts';
import { holdersOf, principalOf, type RegistrationState } from '../model/state.ts';

/** Who of the holders signs an errand: all of them, the principal one (their own name or address), or any. */
export type Need = 'all' | 'principal' | 'one';

/** Those whose right it is, the principal first: a lessee uses the vehicle and signs for none of this. */
export function signingIds(state: RegistrationState): string[] {
  const owners = holdersOf(state).filter(({ role }) => role !== 'lessee');
  return [...owners.filter(({ principal }) => principal), ...owners.filter(({ principal }) => !principal)].map(({ personId }) => personId);
}

/** The holders as the one rule of powers sees them. */
export function holdersSide(state: RegistrationState, need: Need): Side {
  const main = principalOf(state);
  const owners = holdersOf(state);
  const ids = need === 'principal' ? (main ? [main.personId] : []) : signingIds(state);
  const lessor = owners.some(({ role }) => role === 'lessor');
  const called = (id: string) => (lessor ? 'le bailleur' : owners.some((one) => one.personId === id && one.principal) ? 'le titulaire' : 'un co-titulaire');
  return { ids, called, key: 'titulaire', role: 'holder', need: need === 'one' ? 'one' : 'all', own: true };
}

/** The sellers of a sale that was declared: the same rule, later. */
export const sellersSide = (ids: readonly string[]): Side => ({ ids, called: () => 'le vendeur', key: 'vendeur', role: 'seller', need: 'all', own: true });
