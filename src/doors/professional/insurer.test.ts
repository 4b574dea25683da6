import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { enterCompany, type CompanyDesk } from '../../../tests/setup/company.ts';
import { demoCountry, type Country } from '../../../tests/setup/country.ts';
import { plain } from '../../../tests/setup/enter.ts';

let country: Country;
let insurer: CompanyDesk;
const HOME = '/professionnel/assurances';
beforeAll(async () => { country = await demoCountry(); insurer = await enterCompany(country, 'assureur-1'); }, 60_000);
afterAll(() => country.close());

describe('la porte d’un assureur', () => {
  test('voit ses contrats, ce qui est en désaccord, et rien d’un titulaire', async () => {
    const words = plain((await insurer.get(HOME)).body);
    expect(words).toMatch(/AE-1001 depuis le 01\/01\/2025/);
    expect(words).toMatch(/À vérifier : plaque et numéro de série en désaccord .*AE-1002/);
    expect(words).not.toMatch(/ME-77|Wamytan|Leroux/);
    await insurer.post(`${HOME}/recherche`, { q: 'ae-1006' });
    const found = plain((await insurer.get(HOME)).body);
    expect(found).toMatch(/Tout ce que vous en avez dit .*3 novembre 2026 .*du 01\/01\/2026 au 30\/09\/2026.*2 octobre 2026 .*depuis le 01\/01\/2026/);
    await insurer.post(`${HOME}/recherche`, { q: 'ME-77' });
    expect(plain((await insurer.get(HOME)).body)).toMatch(/Aucun de vos contrats/);
    expect((await insurer.get(`${HOME}/interruptions`)).body).toMatch(/Aucune interruption/);
    const sent = await insurer.post(`${HOME}/fichier`, {}, [{ field: 'file', name: 'contrats.csv', bytes: 'contrat;plaque;vin;debut\nV-1;471001NC;MR0DEMO0000000001;01/01/2020\n', type: 'text/csv' }]);
    const sending = String(sent.headers.location);
    await insurer.post(`${HOME}/recherche`, { q: '471 001 NC' });
    // The plate, the chassis number: of a vehicle whose holder the register knows.
    const pages = await Promise.all(['', '/contrat', '/fichier', '/interruptions'].map((path) => `${HOME}${path}`).concat(sending, `${sending}/lignes.csv`).map(async (path) => (await insurer.get(path)).body));
    expect(pages.join()).toMatch(/471 ?001 ?NC/);
    expect(pages.join()).not.toMatch(/Wamytan|Leroux|Marie|titulaire :/i);
  });

  test('enregistre un contrat, dit ce qui ne va pas, et rend compte d’un fichier ligne par ligne', async () => {
    const dated = (name: string, day: string) => ({ [`${name}.$day`]: day.slice(8), [`${name}.$month`]: day.slice(5, 7), [`${name}.$year`]: day.slice(0, 4) });
    const empty = { ...dated('to', ''), ...dated('correctsFrom', ''), plate: '', endReason: '' };
    const wrong = await insurer.post(`${HOME}/contrat`, { ...empty, contract: 'P-1', vin: '', ...dated('from', '2026-02-31') });
    expect([wrong.statusCode, plain(wrong.body)]).toEqual([422, expect.stringMatching(/2 réponses sont à corriger|Une réponse est à corriger/)]);
    const fields = { ...empty, contract: 'p-1', vin: 'UU1DEMO0000000012', ...dated('from', '2026-02-01') };
    expect((await insurer.post(`${HOME}/contrat`, fields)).headers.location).toBe(HOME);
    expect(plain((await insurer.get(HOME)).body)).toMatch(/Contrat P-1 : enregistré/);
    expect((await insurer.post(`${HOME}/contrat`, { ...fields, ...dated('from', '2026-03-01') })).statusCode, 'overlaps').toBe(409);
    const sent = await insurer.post(`${HOME}/fichier`, {}, [{ field: 'file', name: 'contrats.csv', bytes: 'contrat;vin;debut\nP-2;UU1DEMO0000000012;01/01/2024\n=P;;01/01/2024\n', type: 'text/csv' }]);
    const report = await insurer.get(String(sent.headers.location));
    expect(plain(report.body)).toMatch(/1 ligne prise sur 2.*3 =P Refusé Donnez le numéro de série/);
    const csv = (await insurer.get(`${String(sent.headers.location)}/lignes.csv`)).body;
    expect(csv.split('\n')[2], 'no formula').toMatch(/^3;'=P;/);
    expect((await insurer.post(`${HOME}/fichier`, {}, [{ field: 'file', name: 'contrats.csv', bytes: 'bonjour', type: 'text/csv' }])).statusCode).toBe(422);
    const columns = await insurer.post(`${HOME}/fichier`, {}, [{ field: 'file', name: 'contrats.csv', bytes: 'a;b\n1;2\n', type: 'text/csv' }]);
    expect(plain(columns.body)).toMatch(/Il manque les colonnes « contrat » et « debut »\..*Motifs : échéance, résiliation/);
    const reason = await insurer.post(`${HOME}/fichier`, {}, [{ field: 'file', name: 'contrats.csv', bytes: 'contrat;vin;debut;fin;motif\nP-4;UU1DEMO0000000012;01/01/2022;01/06/2022;parti\n', type: 'text/csv' }]);
    expect(plain((await insurer.get(String(reason.headers.location))).body)).toContain('Ce motif de fin n’est pas connu. Connus : échéance, résiliation');
  });

  test('un garage, un agent et un visiteur n’y entrent pas ; sans accréditation en cours, rien n’est pris', async () => {
    const garage = await enterCompany(country, 'garage-1');
    for (const path of ['', '/contrat', '/fichier', '/interruptions']) {
      expect((await garage.get(`${HOME}${path}`)).statusCode, path).toBe(403);
      expect((await country.server.inject({ url: `${HOME}${path}` })).statusCode, path).not.toBe(200);
    }
    await country.db.owner`update accreditation set status = 'suspended', suspended_at = now() where kind = 'insurer'`;
    expect((await insurer.post(`${HOME}/fichier`, {}, [{ field: 'file', name: 'contrats.csv', bytes: 'contrat;vin;debut\nP-9;UU1DEMO0000000012;01/01/2023\n', type: 'text/csv' }])).statusCode).toBe(403);
    expect(await country.db.owner`select 1 from insurance_notice where contract = 'P-9'`).toHaveLength(0);
    await country.db.owner`update accreditation set status = 'active', suspended_at = null where kind = 'insurer'`;
  });
});
