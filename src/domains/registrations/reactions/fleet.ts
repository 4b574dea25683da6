import { perform } from '../../../core/act/perform.ts';
import { act, type Json } from '../../../core/act/types.ts';
import type { Reaction } from '../../../core/jobs/index.ts';
import { inspectionFacet } from '../../inspections/index.ts';
import { vehicleFacet, vehicleRef } from '../../vehicles/index.ts';
import { fleetRef, type FleetAct } from '../model/fleet.ts';
import { rowActs, rowBlocks } from '../rules/fleet.ts';
import { certificates } from '../rules/titles.ts';
import { registrationFacet } from '../store.ts';
import type { FollowEnv } from './reach.ts';

/**
 * Changes each vehicle of a fleet by an act of its own, under the request id `fleet:<case>:<n>`: a run that is cut goes on
 * where it stood, and does nothing twice. What stops one vehicle leaves the others, and is written down.
 */
const changeEach: Reaction<FollowEnv> = { name: 'change-each', run: async ({ world }, asked) => {
  const { companyId, change, vehicles } = asked.payload as unknown as Extract<FleetAct, { kind: 'fleet.asked' }>['payload'];
  const fleet = asked.subjects.find(({ kind }) => kind === 'fleet');
  if (!fleet) throw new Error('a fleet was asked for nowhere');
  for (const [n, vehicleId] of vehicles.entries()) {
    await perform<Json>(world, {
      requestId: `fleet:${fleet.id}:${n}`, author: asked.author, judgedOn: asked.judgedOn, subjects: [vehicleRef(vehicleId), fleetRef(fleet.id)],
      decide: async ({ get, now }) => {
        const state = { vehicle: get(vehicleFacet, vehicleId), registration: get(registrationFacet, vehicleId), inspection: get(inspectionFacet, vehicleId) };
        const codes = rowBlocks(state, companyId, change, now);
        const row = act<FleetAct>({ kind: 'fleet.row', subjects: [fleetRef(fleet.id)], payload: { vehicleId, outcome: codes.length ? 'left' : 'done', codes } });
        return { acts: codes.length ? [row] : [...rowActs(vehicleId, state, companyId, change), row], signatory: asked.signatory, result: n };
      },
      alongside: async ({ tx }, acts) => { if (asked.author.kind === 'dossier') await world.papers.order(tx, certificates(acts), acts, asked.author.dossierId); },
    });
  }
} };

export const fleetReactions = { 'fleet.asked': [changeEach], 'fleet.row': [] } satisfies Record<FleetAct['kind'], readonly Reaction<FollowEnv>[]>;
