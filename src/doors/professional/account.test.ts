import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoCompanyId } from '../../../db/seeds/partners.ts';
import { enterCompany, type CompanyDesk } from '../../../tests/setup/company.ts';
import { demoCountry, type Country } from '../../../tests/setup/country.ts';
import { enter, plain, type Desk } from '../../../tests/setup/enter.ts';
import { addMonths, today } from '../../core/values/time.ts';
import { accountOf, verifyAccounts } from '../../domains/partners/index.ts';

const ACCOUNT = '/professionnel/compte';
const TRANSFERS = '/guichet/comptes-professionnels';
let country: Country;
let till: Desk;
let yvonne: CompanyDesk;
beforeAll(async () => {
  country = await demoCountry();
  [till, yvonne] = await Promise.all([enter(country, 'caisse'), enterCompany(country, 'garage-4')]);
}, 60_000);
afterAll(() => country.close());

const balance = async (key: string) => (await accountOf(country.db.pools.acts, demoCompanyId(key))).balance;
const transfer = (desk: Desk, ridet: string, montant: string, reference: string) => desk.post(TRANSFERS, { ridet, montant, reference });
const month = () => today(country.at.now).slice(0, 7);
const spends = (key: string, document = 'history') => country.ask(key, 'POST', '/api/v1/demarches/demander-attestation', { subject: '472100NC', input: { document } });

describe('le compte payé d’avance', () => {
  test('un virement s’enregistre une fois, au compte de la bonne entreprise ; une référence déjà servie, un RIDET inconnu, un montant faux ne versent rien', async () => {
    const before = [await balance('garage'), await balance('location')];
    await transfer(till, '0000001', '25 000', 'VIR ESSAI 1');
    expect(plain((await till.get(TRANSFERS)).body)).toMatch(/25 000 F versés au compte de Garage Exemple\. Disponible : /);
    for (const [ridet, montant, reference, said] of [['0000033', '9 000', 'VIR ESSAI 1', /déjà enregistré/], ['9999999', '9 000', 'VIR ESSAI 2', /Aucune entreprise/], ['0000001', 'mille', 'VIR ESSAI 3', /nombre de francs/], ['0000001', '9 000', 'V', /référence/]] as const) {
      const refused = await transfer(till, ridet, montant, reference);
      expect([refused.statusCode, plain(refused.body)]).toEqual([422, expect.stringMatching(said)]);
    }
    expect([await balance('garage'), await balance('location')]).toEqual([(before[0] ?? 0) + 25_000, before[1]]);
    const jeanne = await enter(country, 'inspection', '/guichet');
    expect((await transfer(jeanne, '0000001', '9 000', 'VIR ESSAI 4')).statusCode, 'an inspector keeps no till').toBe(403);
  });

  test('ce qu’une démarche coûte en sort, et se lit ; sans assez, elle attend d’être payée et rien n’est pris', async () => {
    const before = await balance('garage');
    const done = (await spends('demo-partner')).json<{ state: string; number: string }>();
    expect(done.state).toBe('issued');
    expect(await balance('garage')).toBeLessThan(before);
    expect(plain((await yvonne.get(ACCOUNT)).body)).toMatch(new RegExp(`Mouvements des trente derniers jours.*Dossier ${done.number}`));
    // One franc short of the next one.
    const rest = await balance('garage');
    const set = (francs: number) => country.db.owner`update partner_account set balance = ${francs} where company_id = ${demoCompanyId('garage')}`;
    await set(before - rest - 1);
    const waits = (await spends('demo-partner')).json<{ id: string; state: string }>();
    expect([waits.state, await balance('garage')]).toEqual(['to_pay', before - rest - 1]);
    const teva = await enterCompany(country, 'garage-2');
    const page = `/professionnel/dossiers/${waits.id}`;
    await teva.post(`${page}/payer`);
    expect(plain((await teva.get(page)).body)).toContain('Le compte de l’entreprise ne couvre pas encore ce dossier.');
    await set(rest);
    expect((await yvonne.post(`${page}/payer`)).statusCode, 'an accountant looks').toBe(403);
    await teva.post(`${page}/payer`);
    expect(plain((await teva.get(page)).body)).toMatch(/Délivré|Terminé|Fait/i);
    expect(await balance('garage')).toBe(rest - (before - rest));
    expect((await verifyAccounts(country.db.pools.acts)).flatMap(({ faults }) => faults)).toEqual([]);
  });
});

describe('le relevé du mois', () => {
  test('se lit en PDF et en tableau, par qui voit l’argent : pas par un lecteur ni un opérateur', async () => {
    const pdf = await yvonne.get(`${ACCOUNT}/releves/${month()}.pdf`);
    expect([pdf.statusCode, pdf.rawPayload.subarray(0, 5).toString()]).toEqual([200, '%PDF-']);
    const csv = await yvonne.get(`${ACCOUNT}/releves/${month()}.csv`);
    const lines = csv.body.trim().split('\n').map((line) => line.split(';'));
    expect(lines[0]).toEqual(['le', 'objet', 'reference', 'dossier', 'debit', 'credit']);
    const sum = lines.slice(1).reduce((total, line) => total + Number(line[5]) - Number(line[4]), 0);
    expect(sum, 'the movements make the balance').toBe(await balance('garage'));
    for (const user of ['garage-2', 'garage-3']) {
      const desk = await enterCompany(country, user);
      for (const path of ['', `/releves/${month()}.pdf`, `/releves/${month()}.csv`]) expect((await desk.get(`${ACCOUNT}${path}`)).statusCode, `${user} ${path}`).toBe(403);
      expect((await desk.get('/professionnel')).body, 'nor is it offered').not.toContain(`href="${ACCOUNT}"`);
    }
  });

  test('un mois qui n’a pas commencé, ou qui n’en est pas un, n’a pas de relevé ; celui d’une autre entreprise ne dit rien de la nôtre', async () => {
    for (const wrong of [addMonths(`${month()}-01`, 1).slice(0, 7), '2026-13', '1999-01', 'x']) expect((await yvonne.get(`${ACCOUNT}/releves/${wrong}.pdf`)).statusCode, wrong).toBe(404);
    const maui = await enterCompany(country, 'location-1');
    expect((await maui.get(`${ACCOUNT}/releves/${month()}.csv`)).body.trim().split('\n')).toHaveLength(1);
    expect((await yvonne.get(ACCOUNT)).body, 'the months in which it moved').toContain(`releves/${month()}.pdf`);
    for (const desk of [yvonne, maui]) expect((await desk.get(ACCOUNT)).body, 'and none before').not.toContain(`releves/${addMonths(`${month()}-01`, -11).slice(0, 7)}.pdf`);
  });
});
