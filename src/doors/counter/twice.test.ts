import { afterAll, beforeAll, expect, it } from 'vitest';
import { demoCountry, type Country } from '../../../tests/setup/country.ts';
import { enter } from '../../../tests/setup/enter.ts';

let country: Country;
beforeAll(async () => { country = await demoCountry(); }, 60_000);
afterAll(() => country.close());

it('abandonner deux fois le même dossier : fait une fois, dit deux fois, jamais une panne', async () => {
  const desk = await enter(country, 'guichet');
  const begun = await desk.post('/guichet/demarches/changer-adresse', { sujet: '471001NC' });
  const path = String(begun.headers.location).replace(/\/saisie$/, '');
  const both = await Promise.all([desk.post(`${path}/abandonner`, {}), desk.post(`${path}/abandonner`, {})]);
  expect(both.map(({ statusCode }) => statusCode)).toEqual([303, 303]);
  expect((await desk.post(`${path}/abandonner`, {})).statusCode).toBe(303);
  const [{ times } = { times: 0 }] = await country.db.owner<{ times: number }[]>`select count(*) as times from dossier_event where dossier_id = ${path.split('/').at(-1) ?? ''} and to_state = 'cancelled'`;
  expect(times).toBe(1);
});
