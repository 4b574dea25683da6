import { afterAll, beforeAll, expect, it } from 'vitest';
import { register, type TestRegister } from '../fixture.ts';
import { act } from '../../../core/act/types.ts';
import { vehicleRef } from '../../vehicles/index.ts';
import type { RegistrationAct } from '../model/acts.ts';
import { uuid } from '../../../core/values/ids.ts';
import { evaluateDossier } from '../../../core/demarche/index.ts';

let r: TestRegister;
beforeAll(async () => { r = await register(); });
afterAll(() => r.close());

it('une date d’acquisition corrigée ne passe pas devant les titulaires d’avant : leurs périodes ne se retournent pas', async () => {
  const [ada, bob, cleo] = await Promise.all(['Ada', 'Bob', 'Cleo'].map((name) => r.person(`${name} Exemple`, '98814', null)));
  const vehicle = await r.vehicle('MR0DEMO0000000555', [ada as string]);
  const pass = async (to: string, day: string, titleNumber: string) => {
    r.time.now = new Date(`${day}T02:00:00Z`);
    await r.record([act<RegistrationAct>({ kind: 'registration.holders-changed', subjects: [vehicleRef(vehicle)], payload: { holders: [{ personId: to, role: 'holder', principal: true }], commune: null, reason: 'vente', titleNumber } })]);
  };
  await pass(bob as string, '2026-11-25', 'T-1');
  await pass(cleo as string, '2026-11-28', 'T-2');
  r.time.now = new Date('2026-12-05T02:00:00Z');
  const blockersFor = async (since: string) => {
    const dossier = await r.open(r.counter, 'rectifier', { kind: 'vehicle', id: vehicle }, { what: 'holder-since', since, reason: 'La facture prouve une autre date.' });
    const { verdict } = await evaluateDossier(r.world, dossier, r.clerk);
    return verdict && 'blocked' in verdict ? verdict.blocked.map(({ code }) => code) : [];
  };
  // Bob holds since the 25th, Cleo since the 28th.
  expect(await blockersFor('1900-01-01')).toEqual(['avant-precedent']);
  expect(await blockersFor('2026-11-21')).toEqual(['avant-precedent']);
  expect(await blockersFor('2026-11-27')).toEqual([]);
  expect(await blockersFor('2026-12-01')).toEqual([]);
});

it('l’acte cité est de ce véhicule : un identifiant inventé, ou l’acte d’un autre, n’entre pas au journal', async () => {
  const ada = await r.person('Ada Exemple', '98814', null);
  const [vehicle, other] = [await r.vehicle('MR0DEMO0000000556', [ada]), await r.vehicle('MR0DEMO0000000557', [ada])];
  const actOf = async (id: string) => (await r.db.owner<{ act_id: string }[]>`select act_id from act_subject where subject_id = ${id} limit 1`)[0]?.act_id ?? '';
  const verdictFor = async (cites: string) => {
    const dossier = await r.open(r.counter, 'rectifier', { kind: 'vehicle', id: vehicle }, { what: 'technical', technical: { R: 'VERT' }, cites, reason: 'La couleur exacte est verte.' });
    const { verdict } = await evaluateDossier(r.world, dossier, r.clerk);
    return verdict && 'blocked' in verdict ? verdict.blocked.map(({ code, path }) => [code, path]) : 'accepted';
  };
  expect(await verdictFor(uuid())).toEqual([['acte-inconnu', 'cites']]);
  expect(await verdictFor(await actOf(other))).toEqual([['acte-inconnu', 'cites']]);
  expect(await verdictFor(await actOf(vehicle))).toBe('accepted');
});
