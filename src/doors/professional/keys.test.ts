import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoPartnerId } from '../../../db/seeds/partners.ts';
import { enterCompany, type CompanyDesk } from '../../../tests/setup/company.ts';
import { demoCountry, type Country } from '../../../tests/setup/country.ts';
import { plain } from '../../../tests/setup/enter.ts';

const TEAM = '/professionnel/equipe';
const ERRAND = '/api/v1/demarches/demander-attestation';
let country: Country;
let lucie: CompanyDesk;
let maui: CompanyDesk;
beforeAll(async () => {
  country = await demoCountry();
  [lucie, maui] = await Promise.all([enterCompany(country, 'garage-1'), enterCompany(country, 'location-1')]);
}, 60_000);
afterAll(() => country.close());

const keyIn = (body: string): string => /sitt_[\w-]{43}/.exec(body)?.[0] ?? '';
const make = (desk: CompanyDesk, libelle: string, droits: string, quota = '60', more: Record<string, string> = {}) => desk.post(`${TEAM}/cles`, { libelle, droits, quota, ...more });
const userOf = async (label: string): Promise<string> => (await country.db.owner<{ user_id: string }[]>`select p.user_id from partner_key p join api_key k on k.id = p.key_id where k.label = ${label}`)[0]?.user_id ?? '';
/** An errand that costs little and awaits nobody. */
const errand = (key: string) => country.ask(key, 'POST', ERRAND, { subject: '472100NC', input: { document: 'situation' } });

describe('les clés d’une entreprise', () => {
  test('une clé se montre une fois, n’est gardée nulle part, et fait ce que son droit dit ; elle n’en fait pas plus', async () => {
    const naomi = await enterCompany(country, 'garage-3');
    expect((await make(naomi, 'Lecture', 'lire')).statusCode, 'a reader makes none').toBe(403);
    const once = { _request: 'une-seule-fois' };
    const shown = await make(lucie, 'Logiciel de stock', 'ecrire', '60', once);
    const key = keyIn(shown.body);
    expect([shown.statusCode, key.length]).toEqual([200, 48]);
    expect((await make(lucie, 'Logiciel de stock', 'ecrire', '60', once)).statusCode, 'sent twice, made once').toBe(303);
    expect((await lucie.get(TEAM)).body).not.toContain(key);
    expect(await country.db.owner`select 1 from api_key where label = 'Logiciel de stock'`).toHaveLength(1);
    expect(JSON.stringify(await country.db.owner`select * from api_key where label = 'Logiciel de stock'`)).not.toContain(key);
    expect((await errand(key)).statusCode).toBe(201);
    const reading = keyIn((await make(lucie, 'Tableau de bord', 'lire')).body);
    expect((await errand(reading)).statusCode, 'it reads').toBe(403);
    expect((await country.ask(reading, 'POST', '/api/v1/batches', { demarche: 'demander-attestation', rows: [{ sujet: '472100NC' }] })).statusCode).toBe(403);
    expect((await country.ask(reading, 'GET', `/api/v1/dossiers/${(await errand(key)).json<{ id: string }>().id}`)).statusCode).toBe(200);
  });

  test('ce qui manque est dit près de son champ : aucune clé n’est faite par défaut', async () => {
    const wrong = await make(lucie, '', '', '0');
    expect(wrong.statusCode).toBe(422);
    expect(plain(wrong.body)).toMatch(/Nommez la clé.*Choisissez ce que la clé permet.*Indiquez un nombre entier/);
    expect(plain((await make(lucie, 'x'.repeat(61), 'lire')).body), 'never cut short without a word').toContain('Un nom de 2 à 60 signes.');
    expect((await make(lucie, 'Contrats', 'contrats')).statusCode, 'a garage has no contracts').toBe(422);
    expect(await userOf('Contrats')).toBe('');
  });

  test('un assureur fait la clé par laquelle il dit ses contrats', async () => {
    const key = keyIn((await make(await enterCompany(country, 'assureur-1'), 'Contrats', 'contrats')).body);
    const said = await country.ask(key, 'POST', '/api/v1/insurance/contracts', { contract: 'K-1', vin: 'UU1DEMO0000000012', from: '2026-02-01' });
    expect(said.statusCode, said.body).toBeLessThan(300);
    expect((await errand(key)).statusCode, 'and does nothing else').toBe(403);
  });

  test('le nombre par jour de la clé compte ses démarches, lot compris ; la clé d’à côté n’en souffre pas', async () => {
    const key = keyIn((await make(lucie, 'Deux par jour', 'ecrire', '2')).body);
    expect([(await errand(key)).statusCode, (await errand(key)).statusCode]).toEqual([201, 201]);
    const third = await errand(key);
    expect(third.statusCode).toBe(409);
    expect(third.json<{ detail: string }>().detail).toMatch(/clé/);
    expect((await errand('demo-partner')).statusCode, 'another key of the same company').toBe(201);
    const other = keyIn((await make(lucie, 'Un par jour', 'ecrire', '1')).body);
    const rows = ['472100NC', '452310NC'].map((sujet) => ({ sujet, document: 'situation' }));
    expect((await country.ask(other, 'POST', '/api/v1/batches', { demarche: 'demander-attestation', rows })).json(), 'said by the check, before any row is done').toMatchObject({ good: 1 });
    expect((await country.ask('demo-partner', 'POST', '/api/v1/batches', { demarche: 'demander-attestation', rows })).json()).toMatchObject({ good: 2 });
  });

  test('révoquée, une clé n’ouvre plus rien à la demande suivante ; une autre entreprise ne la trouve pas', async () => {
    const key = keyIn((await make(lucie, 'À révoquer', 'lire')).body);
    const user = await userOf('À révoquer');
    expect((await maui.post(`${TEAM}/${user}/revoquer`)).statusCode).toBe(404);
    expect((await lucie.post(`${TEAM}/${user}/fermer`)).statusCode, 'a key is no person').toBe(404);
    expect((await lucie.post(`${TEAM}/${demoPartnerId('garage-2')}/revoquer`)).statusCode, 'a person is no key').toBe(404);
    const look = () => country.ask(key, 'GET', '/api/v1/batches/x');
    expect((await look()).statusCode, 'alive: no such batch').toBe(404);
    expect((await lucie.post(`${TEAM}/${user}/revoquer`)).statusCode).toBe(303);
    expect((await look()).statusCode).toBe(401);
    expect(plain((await lucie.get(TEAM)).body)).toMatch(/À révoquer [\d ]*révoquée/);
  });

  test('la clé d’une entreprise ne lit ni ne reprend le dossier d’une autre', async () => {
    const [ours, theirs] = await Promise.all([lucie, maui].map(async (desk, index) => keyIn((await make(desk, `Voisins ${index}`, 'ecrire')).body)));
    const { id } = (await errand(ours ?? '')).json<{ id: string }>();
    expect((await country.ask(ours ?? '', 'GET', `/api/v1/dossiers/${id}`)).statusCode).toBe(200);
    expect((await country.ask(theirs ?? '', 'GET', `/api/v1/dossiers/${id}`)).statusCode).toBe(404);
    expect((await country.ask(theirs ?? '', 'POST', `/api/v1/dossiers/${id}/submit`)).statusCode).toBe(404);
  });
});
