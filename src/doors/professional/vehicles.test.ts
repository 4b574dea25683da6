import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSession } from '../../core/access/sessions.ts';
import { demoCompanyId, demoPartnerId } from '../../../db/seeds/partners.ts';
import { demoCountry, type Country } from '../../../tests/setup/country.ts';
import { plain } from '../../../tests/setup/enter.ts';

const VEHICLES = '/professionnel/vehicules';
let country: Country;
beforeAll(async () => { country = await demoCountry(); }, 60_000);
afterAll(() => country.close());

/** What a user of a company reads at an address. */
async function reader(user: string) {
  const token = await openSession(country.db.sql, 'partner', { kind: 'partner', id: demoPartnerId(user) }, {}, country.at.now);
  return (url: string) => country.server.inject({ url, cookies: { 'sitt-partner': token } });
}
const addressOf = (html: string, label: RegExp): string => html.split('<tr').filter((row) => label.test(plain(row))).map((row) => /href="([^"]+)"/.exec(row)?.[1] ?? '')[0] ?? '';

describe('les véhicules d’une entreprise', () => {
  test('son stock et son parc, chacun avec ce qu’on peut en faire ; la lecture est inscrite', async () => {
    const read = await reader('parc-1');
    const list = (await read(VEHICLES)).body;
    expect(plain(list)).toMatch(/474 101 NC .* Négociant, en stock À vendre roule sous W seulement/);
    const address = addressOf(list, /474 101/);
    const one = await read(address);
    expect(plain(one.body)).toMatch(/Négociant, en stock/);
    expect(one.body).toContain('?recherche=474101NC');
    const logged = await country.db.sql`select 1 from access_log where person_id = ${demoCompanyId('parc')} and data_kind = 'véhicules'`;
    expect(logged.length, 'the company sees in its log that this was read').toBeGreaterThan(0);
    const start = await read(/href="([^"]+\?recherche=474101NC)"/.exec(one.body)![1]!);
    expect(start.body).toMatch(/name="recherche"[^>]*value="474101NC"|value="474101NC"[^>]*name="recherche"/);
  });

  test('le véhicule d’une autre entreprise n’existe pas ; ni celui d’une adresse au hasard', async () => {
    const [ours, theirs] = [await reader('parc-1'), await reader('location-1')];
    const address = addressOf((await ours(VEHICLES)).body, /474 101/);
    expect((await ours(address)).statusCode).toBe(200);
    expect((await theirs(address)).statusCode).toBe(404);
    expect((await theirs(`${VEHICLES}/nimporte`)).statusCode).toBe(404);
    expect(plain((await theirs(VEHICLES)).body)).not.toMatch(/474 101/);
    expect((await theirs(`${VEHICLES}/parc.csv`)).body).not.toMatch(/474101/);
  });

  test('se cherche par le début d’une plaque et s’emporte en CSV', async () => {
    const read = await reader('parc-1');
    expect(plain((await read(`${VEHICLES}?q=474+101+nc`)).body)).toMatch(/Un véhicule\./);
    expect(plain((await read(`${VEHICLES}?q=999&page=9`)).body)).toMatch(/Aucune plaque de votre parc ne commence par « 999 »/);
    const csv = (await read(`${VEHICLES}/parc.csv`)).body;
    expect(csv.split('\n')[0]).toMatch(/plaque;vehicule;role;certificat;visite;visite_avant;vente_declaree/);
    expect(csv).toMatch(/474101NC;[^;]+;stock;/);
  });
});
