import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoAccreditationId, demoCompanyId } from '../../../db/seeds/partners.ts';
import { demoCountry, type Country } from '../../../tests/setup/country.ts';
import { enter, plain } from '../../../tests/setup/enter.ts';
import { trade } from '../../../tests/setup/trade.ts';
import { formatShortDate, today } from '../../core/values/time.ts';

let country: Country;
beforeAll(async () => { country = await demoCountry(); }, 60_000);
afterAll(() => country.close());

const pageOf = (company: string, more = '') => `/guichet/professionnels/${demoAccreditationId(company)}${more}`;
const readings = async () => (await country.db.owner`select 1 from access_log where data_kind = 'sorties sous W, avec leur conducteur' and person_id = ${demoCompanyId('parc')}`).length;

test('la gestionnaire lit les sorties étranges, leurs raisons et qui conduit, et c’est écrit ; sans W, rien n’en est dit', async () => {
  const manager = await enter(country, 'partenaires');
  const t = trade(country);
  expect(t.codes(await t.ask(t.pro('garage-2', 'dealer'), 'declarer-sortie-w', '4W', { number: '4W', vehicle: '474101NC', driver: 'Teva Exemple', hours: '4' }))).toEqual(['issued']);
  const before = await readings();
  const words = plain((await manager.get(pageOf('parc'))).body);
  expect(words).toMatch(/Sorties sous W à regarder .*1 W 474 101 NC ?, en stock chez ce professionnel du .{40,60} Aline Exemple Annoncée pour 72 heures : plus de 24\. Le même véhicule est aussi sous le 4 W, .+ La nuit, entre 21 h et 5 h/);
  expect(await readings()).toBe(before + 1);
  expect(plain((await manager.get(pageOf('banque'))).body)).not.toMatch(/Sorties sous W/);
  // The period of the page is that of the list.
  const past = formatShortDate(today(new Date(country.at.now.getTime() - 20 * 86_400_000)));
  expect(plain((await manager.get(pageOf('parc', `?du=${past}&au=${past}`))).body)).toMatch(/Sorties sous W à regarder Aucune dans cette période/);
});

test('rentrée aussitôt, une sortie annoncée trop longue le reste à lire', async () => {
  const t = trade(country);
  const garage = t.pro('garage-2', 'dealer');
  expect(t.codes(await t.ask(garage, 'declarer-sortie-w', '3W', { number: '3W', vehicle: 'VF1ESSAIW00000009', driver: 'Teva Exemple', hours: '60' }))).toEqual(['issued']);
  country.at.now = new Date(country.at.now.getTime() + 60_000);
  expect(t.codes(await t.ask(garage, 'terminer-sortie-w', '3W', { number: '3W' }))).toEqual(['issued']);
  const manager = await enter(country, 'partenaires');
  expect(plain((await manager.get(pageOf('garage'))).body)).toMatch(/Annoncée pour 60 heures : plus de 24\./);
});

test('un agent d’un autre rôle est refusé, et rien n’est écrit', async () => {
  const before = await readings();
  for (const agent of ['guichet', 'caisse']) expect((await (await enter(country, agent)).get(pageOf('parc'))).statusCode, agent).toBe(403);
  expect(await readings()).toBe(before);
});
