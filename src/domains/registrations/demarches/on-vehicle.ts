import type { z } from 'zod';
import { clerk, type Actor, type Capacity } from '../../../core/access/actor.ts';
import type { DemarcheSpec } from '../../../core/demarche/define.ts';
import { blocked, demarche, type Demarche } from '../../../core/demarche/index.ts';
import { loadSigning, partiesOf, personRef, powerBlocks, representing, type ActFamily, type Side, type Signing } from '../../people/index.ts';
import { stockActBlocks } from '../rules/stock.ts';
import { certificates } from '../rules/titles.ts';
import { holdersSide, signingIds, type Need } from '../rules/sides.ts';
import { holder, registeredVehicle, type Registered } from '../views.ts';

/** What most errands on one's own vehicle share: its holder or a clerk asks, pays, and gets a new certificate. */
export const onVehicle = {
  family: 'titulaire', who: [holder, clerk], presence: 'remote', subject: registeredVehicle,
  signatures: () => [], pay: 'before-decision', issues: certificates,
} as const;

/** Whoever stands for a holder: by a power of the register that covers this family of errands. */
export const representative = (act: ActFamily): Capacity => representing(act, (state) => signingIds((state as Registered).registration));

/**
 * An errand on a vehicle that its holders ask for: each of them signs, or whoever has the power for them, and a power that
 * nobody has shown blocks, at every door. `act`: the family of errands that a mandate may be limited to. `need`: who of
 * them signs. What the errand itself adds (a new co-holder, a buyer) stands in its own parts. `onPaper`: who, besides an
 * agent, brings the paper that the holders signed.
 */
export function ofHolders<Schema extends z.ZodObject, F>(act: ActFamily, need: Need, spec: DemarcheSpec<Registered, Schema, F>, onPaper: (c: { actor: Actor; today: string }) => boolean = () => false): Demarche {
  type C = { actor: Actor; today: string; on: string; state: Registered; facts: F };
  const asked = ({ actor, today, on }: C) => ({ actor, on, act, onPaper: onPaper({ actor, today }) });
  const side = ({ state }: C): Side => holdersSide(state.registration, need);
  const signing = ({ facts }: C): Signing => (facts as F & { holdersSigning: Signing }).holdersSigning;
  return demarche<Registered, Schema, F & { holdersSigning: Signing }>({
    ...spec,
    who: spec.who.flatMap((capacity) => (capacity === holder ? [holder, representative(act)] : [capacity])),
    touches: (c) => [...signingIds(c.state.registration).map(personRef), ...(spec.touches?.(c) ?? [])],
    facts: {
      ...spec.facts,
      holdersSigning: (tx: Parameters<typeof loadSigning>[0], { state }: { state: Registered }) => loadSigning(tx, signingIds(state.registration)),
    } as DemarcheSpec<Registered, Schema, F & { holdersSigning: Signing }>['facts'],
    blocks: (c) => [...spec.blocks(c), ...powerBlocks(side(c), signing(c), asked(c))],
    signatures: (c) => [...partiesOf(side(c), signing(c), asked(c)), ...spec.signatures(c)],
    decide: (c) => {
      const verdict = spec.decide(c);
      const found = 'accepted' in verdict ? stockActBlocks(c.state.registration, verdict.accepted) : [];
      return found.length ? blocked(found) : verdict;
    },
  });
}
