import { afterAll, beforeAll, expect, it } from 'vitest';
import { demoCountry, type Country } from '../../../tests/setup/country.ts';
import { enter, plain } from '../../../tests/setup/enter.ts';

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

it('rembourser ce qui n’a jamais été reçu, taper un NUL, chercher un agent inventé : une phrase, jamais une panne', async () => {
  const [desk, head] = [await enter(country, 'guichet'), await enter(country, 'direction', '/pilotage')];
  const begun = await desk.post('/guichet/demarches/changer-adresse', { sujet: '471001NC' });
  const path = String(begun.headers.location).replace(/\/saisie$/, '');
  expect((await desk.post(`${path}/rembourser`, { motif: 'Il demande à être remboursé.' })).statusCode).toBe(303);
  expect(plain((await desk.get(`${path}/saisie`)).body)).toContain('Il n’y a rien à rembourser');
  expect((await desk.post(`${path}/brouillon`, { 'address.place': '1 rue\u0000 de l’Essai' })).statusCode).toBe(200);
  const [draft] = await country.db.owner<{ input: { address?: { place?: string } } }[]>`select input from dossier where id = ${path.split('/').at(-1) ?? ''}`;
  expect(draft?.input.address?.place).toBe('1 rue de l’Essai');
  for (const page of [`/pilotage/agents/${'-'.repeat(36)}`]) expect((await head.get(page)).statusCode).toBe(404);
});
