import { afterAll, beforeAll, expect, it } from 'vitest';
import { act } from '../../core/act/types.ts';
import { loadStates } from '../../core/act/store.ts';
import { locateVehicle, plateOf, type Registered } from '../../domains/registrations/index.ts';
import { insuranceFacet } from '../../domains/insurance/index.ts';
import { territory } from '../../territory/index.ts';
import { register, type TestRegister } from '../../domains/registrations/fixture.ts';
import { vehicleRef } from '../../domains/vehicles/index.ts';
import { verdictOf, type Verdict } from './verdict.ts';

let r: TestRegister;
beforeAll(async () => { r = await register(); });
afterAll(() => r.close());

it('une plaque remplacée mène encore à son véhicule, et dit qu’elle ne vaut plus ; la nouvelle ne le dit pas', async () => {
  const id = await r.vehicle('MR0DEMO0000002001', [await r.person('Exemple', '98814', null)]);
  const [old] = (await r.registration(id)).plates;
  await r.record([act({ kind: 'registration.plate-changed', subjects: [vehicleRef(id)], payload: { plate: '490001NC', series: 'nc', reason: 'theft', titleNumber: 'T26-490001' } })]);
  expect(await locateVehicle(r.world.read, old!.plate)).toEqual([id]);
  expect(await locateVehicle(r.world.read, '490001 NC')).toEqual([id]);
  const state = (await loadStates(r.world.read, r.world.facets, [{ kind: 'vehicle', id }])).get(id) as unknown as Registered;
  const said = (asked: string) => verdictOf({ id, state, insurance: { covers: [], papers: insuranceFacet.initial } }, asked, r.time.now.toISOString(), 30, r.clerk);
  expect(said(old!.plate)).toMatchObject({ light: 'red', findings: expect.arrayContaining([expect.objectContaining({ label: 'Plaque', said: 'remplacée', detail: expect.stringContaining(territory.formatPlate('490001NC')) })]) });
  expect(said('490001NC').findings.map(({ label }) => label)).not.toContain('Plaque');
  expect(said('490001NC').light).not.toBe('red');
});

it('vendu et non muté : le feu le dit en mots, d’abord attendu puis « non muté », et le titre cédé cesse de valoir ; sans vente, rien n’en est dit', async () => {
  const seller = await r.person('Vendeuse', '98814', { email: 'vendeuse@exemple.invalid' } as never);
  const id = await r.vehicle('MR0DEMO0000002002', [seller]);
  const said = async () => {
    const state = (await loadStates(r.world.read, r.world.facets, [{ kind: 'vehicle', id }])).get(id) as unknown as Registered;
    return verdictOf({ id, state, insurance: { covers: [], papers: insuranceFacet.initial } }, plateOf(state.registration) as string, r.time.now.toISOString(), 30, r.clerk);
  };
  const named = ({ findings }: Verdict, label: string) => findings.find((one) => one.label === label);
  const before = await said();
  expect([named(before, 'Vente'), named(before, 'Titre')?.said]).toEqual([undefined, 'valable']);
  const start = r.time.now;
  r.time.now = new Date('2026-11-21T02:00:00Z');
  await r.sell(seller, id, { name: 'Acheteur Exemple' }, '2026-11-21');
  const fresh = await said();
  expect(fresh).toMatchObject({ light: 'amber', said: 'À vérifier' });
  expect(named(fresh, 'Vente')).toMatchObject({ said: 'vente déclarée, mutation attendue', light: 'amber', detail: expect.stringMatching(/^Vendu le 21\/11\/2026\. .*le vendeur n’est plus le conducteur présumé/) });
  expect(named(fresh, 'Titre')?.said).toMatch(/^cédé, vaut jusqu’au \d\d\/\d\d\/\d{4}$/);
  r.time.now = new Date('2026-12-20T23:00:00Z');
  expect(named(await said(), 'Vente')?.said, 'before thirty whole days').toBe('vente déclarée, mutation attendue');
  r.time.now = new Date('2026-12-21T00:00:00Z');
  expect(named(await said(), 'Vente')?.said).toBe('acquéreur déclaré, non muté');
  r.time.now = new Date('2027-03-01T02:00:00Z');
  const late = await said();
  expect(late.light).toBe('red');
  expect(named(late, 'Vente')?.said).toBe('acquéreur déclaré, non muté');
  expect(named(late, 'Titre')?.said).toMatch(/^cédé, ne vaut plus depuis le/);
  r.time.now = start;
});
