import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../../core/access/actor.ts';
import { demoAgentId } from '../../../core/access/demo.ts';
import { act, type Json, type SubjectRef } from '../../../core/act/types.ts';
import { fromPool } from '../../../core/act/draws.ts';
import { approveDossier, type Outcome } from '../../../core/demarche/index.ts';
import { actsOf, loadStates } from '../../../core/act/store.ts';
import { uuid } from '../../../core/values/ids.ts';
import { vehicleRef, type VehicleAct, type VehicleState } from '../../vehicles/index.ts';
import { pickup, register, type TestRegister } from '../fixture.ts';
import type { RegistrationAct } from '../model/acts.ts';
import { lifeOf, plateOf } from '../model/state.ts';
import { contestedVehicles } from '../store-identity.ts';

let r: TestRegister;
let holder = '';
beforeAll(async () => { r = await register(); holder = await r.person('Exemple', '98814', null); });
afterAll(() => r.close());

const second: Extract<Actor, { kind: 'agent' }> = { kind: 'agent', agentId: demoAgentId('instruction'), name: 'Noé Exemple', roles: ['examining-clerk'], office: 'noumea' };

/** Two records of one file with one plate: both contested, as an import leaves them. */
async function twins(plate: string, chassis: readonly [string, string]): Promise<[string, string]> {
  const ids = [uuid(), uuid()] as [string, string];
  for (const [index, id] of ids.entries()) {
    const ref = { ...vehicleRef(id), fresh: true as const };
    await r.record([
      act<VehicleAct>({ kind: 'vehicle.described', subjects: [ref], payload: { chassis: chassis[index] as string, technical: pickup, approval: null } }),
      act<VehicleAct>({ kind: 'vehicle.disputed', subjects: [ref], payload: { reason: 'La même plaque figure sur plusieurs lignes du fichier.' } }),
      act<RegistrationAct>({ kind: 'registration.hold-set', subjects: [ref], payload: { holdId: uuid(), type: 'identity-dispute', authority: 'dittt', reference: 'reprise essai', basis: 'doublon', until: null } }),
      act<RegistrationAct>({ kind: 'registration.registered', subjects: [ref], payload: { plate, series: 'nc', titleNumber: fromPool('titre'), form: 'paper', holders: [{ personId: holder, role: 'holder', principal: true }], commune: '98814', usage: 'private', origin: 'legacy' } }),
    ]);
  }
  return ids;
}

async function settle(vehicleId: string, more: Record<string, Json>): Promise<Outcome> {
  const dossier = await r.open(r.counter, 'trancher-identite', { kind: 'vehicle', id: vehicleId }, { ground: 'examination', reference: 'PV-DEMO-9', on: '2026-11-19', reason: 'La frappe à froid a été relevée.', ...more });
  await r.bring(r.counter, dossier.id);
  const first = await r.submit(r.counter, dossier.id);
  return first.kind === 'moved' ? approveDossier(r.world, { actor: second, door: 'counter' }, dossier.id) : first;
}
const vehicleOf = async (id: string) => (await loadStates(r.world.read, r.world.facets, [{ kind: 'vehicle', id }])).get(id)?.['vehicle'] as VehicleState;
const waiting = async () => (await contestedVehicles(r.world.read, { limit: 50, offset: 0 })).map(({ vehicleId }) => vehicleId);

describe('une identité contestée (code-route-numero)', { timeout: 30_000 }, () => {
  it('se décide à deux agents, sur preuve : l’une garde le numéro, l’autre fiche sort du parc, et l’acte cite la contestation', async () => {
    const [kept, left] = await twins('301901NC', ['DEMOTWIN000000001', 'DEMOTWIN000000002']);
    expect((await contestedVehicles(r.world.read, { limit: 50, offset: 0 }))).toMatchObject([{ rivals: [expect.any(String)] }, { rivals: [expect.any(String)] }]);
    expect(await settle(left, { outcome: 'anothers' })).toMatchObject({ dossier: { state: 'issued' } });
    expect(await settle(kept, { outcome: 'its-own' })).toMatchObject({ dossier: { state: 'issued' } });
    const [a, b] = await Promise.all([r.registration(kept), r.registration(left)]);
    expect([plateOf(a), plateOf(b), lifeOf(a), lifeOf(b)]).toEqual(['301901NC', null, 'registered', 'out-of-fleet']);
    expect((await vehicleOf(kept)).disputed).toBeNull();
    expect((await vehicleOf(left)).disputed).toContain('plusieurs lignes');
    expect(await waiting()).toEqual([]);
    const acts = await actsOf(r.world.read, kept);
    const contest = acts.find(({ kind, payload }) => kind === 'vehicle.disputed' && (payload as { reason: string | null }).reason);
    expect(acts.find(({ kind }) => kind === 'registration.hold-lifted')?.cites).toEqual([contest?.id]);
  });

  it('la fiche reprise sort du parc : le véhicule qu’elle seule contestait est libéré par le même acte ; un tiers le contesterait encore', async () => {
    const stands = await r.vehicle('DEMOTWIN000000011', [holder]);
    const plate = plateOf(await r.registration(stands)) as string;
    const newcomers = [uuid(), uuid()] as [string, string];
    const contest = (ref: SubjectRef, others: string[]) => [
      act<VehicleAct>({ kind: 'vehicle.disputed', subjects: [ref], payload: { reason: `La plaque ${plate} est portée deux fois.`, grounds: ['twin'], twins: others } }),
      act<RegistrationAct>({ kind: 'registration.hold-set', subjects: [ref], payload: { holdId: uuid(), type: 'identity-dispute', authority: 'dittt', reference: 'reprise essai', basis: 'doublon', until: null } }),
    ];
    for (const id of newcomers) {
      const ref = { ...vehicleRef(id), fresh: true as const };
      await r.record([
        act<VehicleAct>({ kind: 'vehicle.described', subjects: [ref], payload: { chassis: null, technical: pickup, approval: null } }),
        ...contest(ref, [stands]),
        act<RegistrationAct>({ kind: 'registration.registered', subjects: [ref], payload: { plate, series: 'nc', titleNumber: fromPool('titre'), form: 'paper', holders: [], commune: '98814', usage: 'private', origin: 'legacy' } }),
      ]);
    }
    await r.record(contest(vehicleRef(stands), newcomers));
    expect(await waiting()).toEqual(expect.arrayContaining([stands, ...newcomers]));
    expect(await settle(newcomers[0], { outcome: 'anothers' })).toMatchObject({ dossier: { state: 'issued' } });
    expect((await vehicleOf(stands)).disputed).toBeTruthy();
    expect((await vehicleOf(stands)).contest?.twins).toEqual([newcomers[1]]);
    expect(await settle(newcomers[1], { outcome: 'anothers' })).toMatchObject({ dossier: { state: 'issued' } });
    expect((await vehicleOf(stands)).disputed).toBeNull();
    expect((await r.registration(stands)).holds).toMatchObject([{ type: 'identity-dispute', to: expect.any(String) as string }]);
    expect(plateOf(await r.registration(stands))).toBe(plate);
    expect(await waiting()).not.toEqual(expect.arrayContaining([stands]));
  });

  it('un seul agent ne suffit pas ; un numéro porté sans contestation par un autre ne se donne pas deux fois', async () => {
    const [one] = await twins('301902NC', ['DEMOTWIN000000003', 'DEMOTWIN000000004']);
    const sure = await r.vehicle('DEMOTWIN000000005', [holder]);
    expect(await settle(one, { outcome: 'its-own', chassis: 'DEMOTWIN000000005' })).toMatchObject({ kind: 'blocked', blockers: [{ code: 'identite-prise' }] });
    const dossier = await r.open(r.counter, 'trancher-identite', { kind: 'vehicle', id: one }, { outcome: 'its-own', ground: 'judgment', reference: 'J-1', on: '2026-11-19', reason: 'Le jugement le dit.' });
    await r.bring(r.counter, dossier.id);
    expect(await r.submit(r.counter, dossier.id)).toMatchObject({ dossier: { state: 'in_review', reviewers: 2 } });
    expect(await approveDossier(r.world, r.counter, dossier.id)).toMatchObject({ dossier: { state: 'in_review' } });
    expect(await waiting()).toContain(one);
    expect(await settle(sure, { outcome: 'its-own' })).toMatchObject({ kind: 'blocked', blockers: [{ code: 'identite-non-contestee' }] });
  });
});
