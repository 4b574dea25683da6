import { perform, type ActEnv } from '../core/act/perform.ts';
import type { ActDraft } from '../core/act/types.ts';
import { requestId } from '../core/values/ids.ts';
import { today } from '../core/values/time.ts';
import { registrationFacet } from '../domains/registrations/index.ts';
import { vehicleRef } from '../domains/vehicles/index.ts';
import { vehicleId } from './acts.ts';
import { holdActs, type StagedHold } from './holds.ts';

const holdOf = ({ payload }: ActDraft): string => (payload as { holdId: string }).holdId;

/**
 * The holds that a file gives of a vehicle which is in the register already: those that it lacks are set by the same acts as at
 * the first load, the others are left alone, whatever has become of them since. A second theft that stands adds nothing.
 * @returns how many were added: none the second time
 */
export async function addStandingHolds(env: ActEnv, { run, source, key }: { run: string; source: string; key: string }, holds: readonly StagedHold[]): Promise<number> {
  const [id, day] = [vehicleId(source, key), today(env.clock())];
  const wanted = holdActs(vehicleRef(id), source, holds, day);
  const { acts } = await perform(env, {
    requestId: requestId('import-standing-holds', run, source, key), author: { kind: 'system', job: 'import' }, judgedOn: day, subjects: [vehicleRef(id)],
    decide: async ({ get }) => {
      const known = get(registrationFacet, id).holds;
      const stolen = known.some(({ type, to }) => type === 'theft' && to === null);
      const lifted = new Set(wanted.filter(({ kind }) => kind === 'registration.hold-lifted').map(holdOf));
      const fresh = wanted.filter((draft) => !known.some((one) => one.id === holdOf(draft)) && !(stolen && (draft.payload as { type?: string }).type === 'theft' && !lifted.has(holdOf(draft))));
      return fresh.length ? { acts: fresh, result: null } : { none: null };
    },
  });
  return acts.filter(({ kind }) => kind === 'registration.hold-set').length;
}
