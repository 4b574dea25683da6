import { covers } from '../../core/access/index.ts';
import type { Capacity } from '../../core/access/actor.ts';
import type { LawDate } from '../../core/values/time.ts';
import { personFacet } from './facet.ts';
import type { ActFamily } from './model/index.ts';
import { personOf } from './rules/parties.ts';
import { knownPerson, powersIn } from './signing.ts';

/**
 * Whoever acts for somebody by a power of the register: parent, guardian, curator, manager, mandataire, heir, owner of a
 * share, holder of a mandate for this family of errands. The démarche touches the persons: their powers are read under lock.
 * @param principals for whom one may act, from the subject's state
 */
export function representing(act: ActFamily, principals: (state: unknown) => readonly string[]): Capacity {
  return {
    name: 'representative', label: 'son représentant ou son mandataire, dont le pouvoir est au registre',
    holds: ({ actor, state, get, today }) => {
      const me = personOf(actor);
      return me !== null && principals(state).some((id) => {
        const person = get(personFacet, id);
        // The account of a professional stands for its company.
        if (actor.kind === 'partner' && id === me) return true;
        const shares = knownPerson(id, person)?.situations.some((one) => one.kind === 'members' && standing(one, today) && one.personIds.includes(me)) ?? false;
        return shares || powersIn(person).some((power) => power.holder === me && standing(power, today) && (power.acts === 'any' || covers(power.acts, act)));
      });
    },
  };
}

const standing = ({ from, to }: { from: LawDate; to: LawDate | null }, on: LawDate): boolean => from <= on && (to === null || on < to);
