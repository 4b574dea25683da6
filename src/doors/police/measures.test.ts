import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoCountry, type Country } from '../../../tests/setup/country.ts';
import { enter, plain, type Desk } from '../../../tests/setup/enter.ts';
import { trade, type Trade } from '../../../tests/setup/trade.ts';
import { toldTo, work } from '../../../tests/setup/worker.ts';
import { demoPersonId } from '../../core/access/demo-citizens.ts';
import { openSession } from '../../core/access/sessions.ts';
import type { Caller } from '../../core/demarche/index.ts';
import { deterministicId } from '../../core/values/ids.ts';

let country: Country;
let desk: Trade;
beforeAll(async () => { country = await demoCountry(); desk = trade(country); }, 60_000);
afterAll(() => country.close());

const at = (agent: string): Promise<Desk> => enter(country, agent, '/police');
const PLATE = '462777NC';
const vehicle = () => desk.find('poser-opposition', PLATE);
const set = async (who: Desk, type: string, authority: string, reference: string) => who.post(`/police/mesures/poser-opposition?sujet=${await vehicle()}`, { type, authority, reference, basis: 'Essai de démonstration' });
const lift = async (who: Desk, reference: string) => who.post(`/police/mesures/lever-opposition?sujet=${await vehicle()}`, { reference, reason: 'Le motif a cessé.', basis: 'Décision fictive' });
const open = async (): Promise<string[]> => (await country.db.owner<{ reference: string }[]>`select payload ->> 'reference' as reference from act a join act_subject s on s.act_id = a.id
  where s.subject_id = ${await vehicle()} and a.kind = 'registration.hold-set' and not exists (select 1 from act l where l.kind = 'registration.hold-lifted' and l.payload ->> 'holdId' = a.payload ->> 'holdId') order by 1`).map(({ reference }) => reference);

describe('seule l’autorité qui a ordonné une mesure la lève', () => {
  test('vol, immobilisation, fourrière : une autre est refusée en mots, qui nomment celle qui peut ; puis l’ordonnatrice lève', async () => {
    const desks = { police: await at('police'), gendarmerie: await at('gendarmerie') };
    for (const [type, own, other, name] of [['theft', 'police', 'gendarmerie', 'Police nationale'], ['immobilisation', 'gendarmerie', 'police', 'Gendarmerie'], ['pound', 'police', 'gendarmerie', 'Police nationale']] as const) {
      expect((await set(desks[own], type, own, `${type}-1`)).statusCode).toBe(303);
      const refused = await lift(desks[other], `${type}-1`);
      expect(refused.statusCode, type).toBe(409);
      expect(plain(refused.body), type).toMatch(new RegExp(`ordonnée par : ${name}\\. Elle seule la lève`));
      expect(refused.body, 'nothing typed is lost').toContain('Le motif a cessé.');
      expect(await open()).toEqual([`${type}-1`]);
      expect((await lift(desks[own], `${type}-1`)).statusCode).toBe(303);
      expect(await open()).toEqual([]);
    }
  });

  test('une fourrière posée par la fourrière n’est pas levée par la gendarmerie ; celle de la gendarmerie, pas par la fourrière', async () => {
    const gendarme = await at('gendarmerie');
    const pound = desk.pro('fourriere-1', 'pound');
    const input = { type: 'pound', authority: 'pound', reference: 'F-FOUR', basis: 'Essai de démonstration' };
    const ended = (reference: string) => ({ reference, reason: 'Retiré', basis: 'Essai de démonstration' });
    expect(desk.codes(await desk.ask(pound, 'poser-opposition', PLATE, input))).toEqual(['issued']);
    expect(plain((await lift(gendarme, 'F-FOUR')).body)).toMatch(/ordonnée par : Fourrière\. Elle seule la lève/);
    expect((await set(gendarme, 'pound', 'gendarmerie', 'F-GEND')).statusCode).toBe(303);
    const refused = await desk.ask(pound, 'lever-opposition', PLATE, ended('F-GEND'));
    expect(refused).toMatchObject({ kind: 'blocked', blockers: [{ code: 'autre-autorite', message: expect.stringContaining('Gendarmerie'), clearedBy: { who: 'Gendarmerie' } }] });
    expect(await open()).toEqual(['F-FOUR', 'F-GEND']);
    expect(desk.codes(await desk.ask(pound, 'lever-opposition', PLATE, ended('F-FOUR')))).toEqual(['issued']);
    expect((await lift(gendarme, 'F-GEND')).statusCode).toBe(303);
    expect(await open()).toEqual([]);
  });
});

describe('le titulaire d’un véhicule tenu par une autorité', () => {
  test('est prévenu d’une fourrière et de sa levée, les lit sur sa page, avec qui la lève ; d’une opposition du Trésor il lit, sans message', async () => {
    const me = demoPersonId('marie');
    const mine = await desk.find('poser-opposition', '455321NC');
    const page = async () => plain((await country.server.inject({ url: `/usager/vehicules/${mine}`, cookies })).body);
    const cookies = { 'sitt-citizen': await openSession(country.db.sql, 'citizen', { kind: 'citizen', id: deterministicId('demo-account', 'marie') }, {}, country.at.now) };
    const told = async () => { await work(country); return (await toldTo(country, me, 'measure-%')).map(({ template, data }) => [template, data['measure']]); };
    expect(await page()).not.toMatch(/mesure court/);
    const order = async (type: string, authority: string, by: Caller) => desk.codes(await desk.ask(by, 'poser-opposition', '455321NC', { type, authority, reference: `M-${type}`, basis: 'Essai de démonstration' }));
    expect(await order('pound', 'pound', desk.pro('fourriere-1', 'pound'))).toEqual(['issued']);
    expect(await told()).toEqual([['measure-set', 'Véhicule en fourrière']]);
    expect(await page()).toMatch(/Une mesure court sur ce véhicule.*Véhicule en fourrière.*Fourrière, réf\. M-pound.*Pour qu’elle soit levée : obtenir la mainlevée/);
    const payer = await at('tresor');
    expect((await payer.post(`/police/mesures/poser-opposition?sujet=${mine}`, { type: 'treasury', authority: 'treasury', reference: 'M-TRESOR', basis: 'Essai de démonstration' })).statusCode).toBe(303);
    expect(await page()).toMatch(/Des mesures courent.*Opposition du Trésor/);
    expect(desk.codes(await desk.ask(desk.pro('fourriere-1', 'pound'), 'lever-opposition', '455321NC', { reference: 'M-pound', reason: 'Retiré', basis: 'Essai de démonstration' }))).toEqual(['issued']);
    expect(await told()).toEqual([['measure-set', 'Véhicule en fourrière'], ['measure-lifted', 'Véhicule en fourrière']]);
    expect(await page()).not.toMatch(/fourrière/i);
  });
});

describe('la paierie, qui ne contrôle pas au bord de la route', () => {
  test('trouve le véhicule par son numéro, inscrit et lève son opposition, et n’en apprend rien d’autre', async () => {
    const payer = await at('tresor');
    const home = plain((await payer.get('/police')).body);
    expect(home).toMatch(/Agir sur un véhicule/);
    expect(home).not.toMatch(/Motif|Contrôler sans réseau/);
    const none = await payer.post('/police/mesures', { q: '999999NC', mesure: 'poser-opposition' });
    expect([none.statusCode, plain(none.body)]).toEqual([422, expect.stringContaining('Aucun véhicule ne porte ce numéro')]);
    expect(none.body).toContain('value="999999NC"');
    const found = await payer.post('/police/mesures', { q: '462 777 nc', mesure: 'poser-opposition' });
    expect(found.headers.location).toBe(`/police/mesures/poser-opposition?sujet=${await vehicle()}`);
    const form = plain((await payer.get(String(found.headers.location))).body);
    expect(form).toMatch(/Opposition du Trésor/);
    expect((await payer.get(String(found.headers.location))).body.match(/checked/g), 'its only measure, in its only name').toHaveLength(2);
    expect(form).not.toMatch(/Véhicule déclaré volé|titulaire/i);
    expect((await set(payer, 'treasury', 'treasury', 'T-1')).headers.location).toBe('/police');
    expect(plain((await payer.get('/police')).body)).toMatch(/enregistré sous le numéro/);
    expect((await lift(await at('police'), 'T-1')).statusCode).toBe(409);
    expect((await lift(payer, 'T-1')).statusCode).toBe(303);
    expect(await open()).toEqual([]);
    expect((await payer.post('/police', { q: PLATE, motive: 'roadside' })).statusCode).toBe(403);
    expect((await payer.post('/police/mesures', { q: PLATE, mesure: 'montrer-consultations' })).statusCode).toBe(404);
  });
});
