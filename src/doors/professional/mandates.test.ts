import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { enterCompany } from '../../../tests/setup/company.ts';
import { demoCountry, type Country } from '../../../tests/setup/country.ts';
import { plain } from '../../../tests/setup/enter.ts';
import { trade, type Trade } from '../../../tests/setup/trade.ts';
import { toldTo, work } from '../../../tests/setup/worker.ts';
import { demoCompanyId } from '../../../db/seeds/partners.ts';
import { demoPersonId } from '../../core/access/demo-citizens.ts';
import { addDays, formatShortDate, today } from '../../core/values/time.ts';

let country: Country;
let t: Trade;
beforeAll(async () => { country = await demoCountry(); t = trade(country); }, 60_000);
afterAll(() => country.close());

const URL = '/professionnel/mandats';
const inDays = (days: number) => formatShortDate(addDays(today(country.at.now), days));
const sale = { soldOn: formatShortDate(addDays(today(new Date()), -1)), soldAt: '08:30', purpose: 'use', 'buyer.name': 'Jean Exemple-Leroux', 'buyer.email': 'jean@exemple.nc' };

describe('les mandats qu’une entreprise a reçus', () => {
  test('elle lit de qui, pour quoi, sur quels véhicules et jusqu’à quand ; elle agit de là, ou rend le mandat ; une autre, ou qui ne fait que lire, ne peut ni l’un ni l’autre', async () => {
    const [lucie, naomi, maui] = await Promise.all([enterCompany(country, 'garage-1'), enterCompany(country, 'garage-3'), enterCompany(country, 'location-1')]);
    expect(plain((await lucie.get(URL)).body)).toContain('Personne ne vous a donné mandat');
    expect(t.codes(await t.ask(t.citizen('marie'), 'donner-mandat', null, { 'holder.by': 'company', 'holder.ridet': '0000001', 'acts.cession': 'oui', from: inDays(0), to: inDays(30) }))).toEqual(['issued']);
    const list = (await lucie.get(URL)).body;
    expect(plain(list)).toMatch(/EXEMPLE-WAMYTAN.*Vendre, donner ou céder.*471 001 NC/);
    expect((await country.db.owner`select 1 from access_log where person_id = ${demoPersonId('marie')} and purpose = 'mandats reçus par l’entreprise'`).length, 'she reads who read it').toBe(1);
    expect(plain((await maui.get(URL)).body), 'another company reads nothing of it').not.toContain('WAMYTAN');
    const vehicle = /mandats\/vehicules\/([0-9a-f-]{36})/.exec(list)?.[1] ?? '';
    const power = /mandats\/([0-9a-f-]{36})\/rendre/.exec(list)?.[1] ?? '';
    const there = (await lucie.get(`${URL}/vehicules/${vehicle}`)).body;
    expect(there).toMatch(/demarches\/declarer-cession\?recherche=\d{6}NC/);
    expect(there, 'her mandate does not open it').not.toContain('demarches/demander-duplicata?');
    expect((await maui.get(`${URL}/vehicules/${vehicle}`)).statusCode).toBe(404);
    expect((await naomi.get(`${URL}/vehicules/${vehicle}`)).statusCode).toBe(403);
    expect(plain((await naomi.get(URL)).body), 'a reader reads').toContain('WAMYTAN');
    expect((await naomi.post(`${URL}/${power}/rendre`, {})).statusCode).toBe(403);
    expect((await maui.post(`${URL}/${power}/rendre`, {})).statusCode).toBe(404);
    expect((await lucie.post(`${URL}/${power}/rendre`, {})).statusCode).toBe(303);
    expect(plain((await lucie.get(URL)).body)).toMatch(/Le mandat est rendu.*Personne ne vous a donné mandat/);
    expect(t.codes(await t.ask(t.pro('garage-2', 'dealer'), 'declarer-cession', '471001NC', sale)), 'it acts no more').toEqual(['not-entitled']);
    await work(country);
    expect(await toldTo(country, demoPersonId('marie'), 'mandate-%')).toMatchObject([{ template: 'mandate-given-back', data: { holder: 'Garage Exemple', acts: 'Vendre, donner ou céder', $page: '/usager/mandats' } }]);
    expect(await toldTo(country, demoCompanyId('garage'), 'mandate-%'), 'who gave it back knows').toEqual([]);
  });

  test('repris par qui l’a donné, l’entreprise l’apprend ; terminé au guichet sur un papier, les deux ; ce qu’un juge a donné ne se dit pas par message', async () => {
    const give = async () => t.codes(await t.ask(t.citizen('marie'), 'donner-mandat', null, { 'holder.by': 'company', 'holder.ridet': '0000001', 'acts.cession': 'oui', from: inDays(0), to: inDays(30) }));
    const numberOf = async () => (await country.db.owner<{ number: string }[]>`select payload ->> 'number' as number from act where kind = 'power.recorded' and payload ->> 'holder' = ${demoCompanyId('garage')} order by recorded_at desc limit 1`)[0]?.number ?? '';
    expect(await give()).toEqual(['issued']);
    expect(t.codes(await t.ask(t.citizen('marie'), 'revoquer-mandat', await numberOf(), { reason: 'Une raison à elle.' }))).toEqual(['issued']);
    await work(country);
    const [taken, ...others] = await toldTo(country, demoCompanyId('garage'), 'mandate-%');
    expect([taken?.template, others]).toEqual(['mandate-taken-back', []]);
    expect(taken?.data).toMatchObject({ grantor: expect.stringContaining('EXEMPLE') as unknown, $page: '/professionnel/mandats' });
    expect(JSON.stringify(taken?.data), 'her reason is hers').not.toContain('raison à elle');
    expect((await toldTo(country, demoPersonId('marie'), 'mandate-%')).map(({ template }) => template)).toEqual(['mandate-given-back']);

    expect(await give()).toEqual(['issued']);
    expect(['issued', 'in_review']).toContain(t.codes(await t.ask(t.agent('guichet'), 'revoquer-mandat', await numberOf(), {}))[0]);
    await work(country);
    expect([(await toldTo(country, demoCompanyId('garage'), 'mandate-ended')).length, (await toldTo(country, demoPersonId('marie'), 'mandate-ended')).length]).toEqual([1, 1]);
    const guardian = await country.db.owner<{ number: string }[]>`
      select a.payload ->> 'number' as number from act a join act_private p on p.act_id = a.id and p.name = 'power' where a.kind = 'power.recorded' and p.content ->> 'kind' in ('tutelle', 'minor-guardian', 'parental') limit 1`;
    const before = (await country.db.owner`select 1 from message where template like 'mandate-%'`).length;
    expect(t.codes(await t.ask(t.agent('guichet'), 'revoquer-mandat', guardian[0]?.number ?? '', {}))).toEqual(['issued']);
    await work(country);
    expect((await country.db.owner`select 1 from message where template like 'mandate-%'`).length).toBe(before);
  });
});
