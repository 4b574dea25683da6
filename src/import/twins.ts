import { perform, type ActEnv } from '../core/act/perform.ts';
import { act, type ActDraft } from '../core/act/types.ts';
import { deterministicId, requestId } from '../core/values/ids.ts';
import { today } from '../core/values/time.ts';
import { plateOf, registrationFacet, rivalsOf, type RegistrationAct } from '../domains/registrations/index.ts';
import { vehicleFacet, vehicleRef, type ContestGround, type VehicleAct } from '../domains/vehicles/index.ts';

/** A row of an old file, as a contest names it: the clerk finds it again in the source. */
export const namedIn = (source: string, key: string): string => `reprise « ${source} », véhicule ${key}`;

/**
 * The vehicle that stands is contested as much as the newcomer that bears its number: nobody knows yet which is right.
 * Once for the two of them, whatever the runs; nothing when a clerk has settled it meanwhile.
 */
export async function contestStanding(env: ActEnv, standing: string, newcomer: { id: string; source: string; key: string }): Promise<void> {
  const ref = vehicleRef(standing);
  await perform(env, {
    requestId: requestId('import-twin', newcomer.id, standing), author: { kind: 'system', job: 'import' }, judgedOn: today(env.clock()), subjects: [ref],
    decide: async ({ tx, get }) => {
      const rivals = await rivalsOf(tx, standing, null);
      const { disputed, contest } = get(vehicleFacet, standing);
      if (contest?.twins.includes(newcomer.id) || !rivals.some((one) => one.vehicleId === newcomer.id && one.contested)) return { none: null };
      const name = namedIn(newcomer.source, newcomer.key);
      const reason = [...(disputed ? [disputed] : []), `Une fiche reprise porte la même plaque ou le même numéro de châssis (${name}).`].join(' ');
      const grounds = [...new Set<ContestGround>([...(contest?.grounds ?? []), 'twin'])];
      const registration = get(registrationFacet, standing);
      const held = registration.holds.some(({ type, to }) => type === 'identity-dispute' && to === null);
      const acts: ActDraft[] = [act<VehicleAct>({ kind: 'vehicle.disputed', subjects: [ref], payload: { reason, grounds, twins: [...(contest?.twins ?? []), newcomer.id] } })];
      if (plateOf(registration) && !held) acts.push(act<RegistrationAct>({ kind: 'registration.hold-set', subjects: [ref], payload: { holdId: deterministicId('import-twin-hold', standing, newcomer.id), type: 'identity-dispute', authority: 'dittt', reference: name.slice(0, 60), basis: reason, until: null } }));
      return { acts, result: null };
    },
  });
}
