import { afterAll, beforeAll, expect, it } from 'vitest';
import { act } from '../../core/act/types.ts';
import { loadStates } from '../../core/act/store.ts';
import { locateVehicle, type Registered } from '../../domains/registrations/index.ts';
import { insuranceFacet } from '../../domains/insurance/index.ts';
import { territory } from '../../territory/index.ts';
import { register, type TestRegister } from '../../domains/registrations/fixture.ts';
import { vehicleRef } from '../../domains/vehicles/index.ts';
import { verdictOf } from './verdict.ts';

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
