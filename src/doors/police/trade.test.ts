import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoCompanyId } from '../../../db/seeds/partners.ts';
import { demoCountry, type Country } from '../../../tests/setup/country.ts';
import { enter, plain, type Desk } from '../../../tests/setup/enter.ts';
import { trade, type Trade } from '../../../tests/setup/trade.ts';

let country: Country;
let t: Trade;
let police: Desk;
beforeAll(async () => {
  country = await demoCountry();
  t = trade(country);
  police = await enter(country, 'police', '/police');
}, 60_000);
afterAll(() => country.close());

/** The light and the words of the check of a number. */
async function check(q: string): Promise<{ light: string | undefined; said: string }> {
  await police.post('/police', { q, motive: 'roadside' });
  const { body } = await police.get('/police/controle');
  return { light: /sitt-verdict--(\w+)/.exec(body)?.[1], said: plain(body) };
}
const drive = (number: string, vehicle: string) => t.ask(t.pro('garage-2', 'dealer'), 'declarer-sortie-w', number, { number, vehicle, driver: 'Teva Exemple', hours: '4' });

test('en stock, sous un W déclaré : pas de certificat, et rien à redire ; le même parc sans sortie déclarée est arrêté', async () => {
  const out = await check('474101NC');
  expect(out.light).toBe('green');
  expect(out.said).toMatch(/Titre aucun \(en stock\)/);
  expect(out.said).toMatch(/Ni vol, ni immobilisation\. Sans certificat, roule sous le W 1 W, déclaré du \d\d\/\d\d\/\d{4} à 00:00 au /);
  const still = await check('474102NC');
  expect(still.light).toBe('red');
  expect(still.said).toMatch(/Aucune sortie sous un numéro W n’est déclarée à cette heure/);
  expect(still.said).not.toMatch(/roule sous le W/);
});

test('le numéro W dit le véhicule, sa situation et ses heures ; un numéro sans sortie le dit', async () => {
  const { said } = await check('1W');
  expect(said).toMatch(/Véhicule déclaré 474 101 NC \(en stock chez ce professionnel\) Conducteur déclaré Aline Exemple Sortie du \d\d\/\d\d\/\d{4} à 00:00 au/);
  expect((await check('2W')).said).toMatch(/À vérifier Aucune sortie n’est déclarée/);
});

test('orange : le véhicule du stock d’un autre, ou deux W sur le même ; le titre d’avant l’achat, présenté, reste rouge', async () => {
  expect(t.codes(await drive('4W', '474102NC'))).toEqual(['issued']);
  const other = await check('474102NC');
  expect(other.light).toBe('amber');
  expect(other.said).toMatch(/roule sous le W 4 W, déclaré (de \d\d:\d\d à \d\d:\d\d|du .{18,40}) Le véhicule déclaré n’est pas dans le stock/);
  const [old] = await country.db.owner<{ value: string }[]>`select number as value from pub_registrations_title_check where vehicle_id = ${await t.find('declarer-cession', '474102NC')} limit 1`;
  expect((await check(old?.value ?? '')).light).toBe('red');
  expect(t.codes(await drive('3W', '474101NC'))).toEqual(['issued']);
  expect(await check('474101NC')).toMatchObject({ light: 'amber', said: expect.stringContaining('Plusieurs numéros W sont déclarés sur ce véhicule à la même heure') as string });
  const back = await t.ask(t.pro('garage-2', 'dealer'), 'terminer-sortie-w', '3W', { number: '3W' });
  country.at.now = new Date(country.at.now.getTime() + 60_000);
  expect([t.codes(back), (await check('474101NC')).light]).toEqual([['issued'], 'green']);
});

test('un véhicule immatriculé sous le W d’un professionnel est à vérifier ; le professionnel suspendu, ses W ne valent plus', async () => {
  const before = await check('471001NC');
  expect(before.said).not.toMatch(/Sortie sous W/);
  expect(t.codes(await drive('3W', '471001NC'))).toEqual(['issued']);
  expect((await check('471001NC')).light).toBe('amber');
  await country.db.owner`update accreditation set status = 'suspended', suspended_at = now() where company_id = ${demoCompanyId('parc')}`;
  const stopped = await check('474101NC');
  expect(stopped.light).toBe('amber');
  expect(stopped.said).toMatch(/L’accréditation de ce professionnel est suspendue ou finie/);
});
