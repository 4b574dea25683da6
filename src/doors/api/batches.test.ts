import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoCompanyId, demoPartnerId } from '../../../db/seeds/partners.ts';
import { demoCountry, type Country } from '../../../tests/setup/country.ts';
import { insertKey } from '../../core/access/api-keys.ts';
import { runDue } from '../../core/jobs/index.ts';
import { uuid } from '../../core/values/ids.ts';
import { accountOf, BATCH, batchOf, batchTask, runSlice } from '../../domains/partners/index.ts';

const PATH = '/api/v1/batches';
let country: Country;
beforeAll(async () => {
  country = await demoCountry();
  for (const user of ['garage-1', 'location-1']) await insertKey(country.db.owner, { id: uuid(), key: user, owner: { kind: 'partner', id: demoPartnerId(user) }, label: user, scopes: ['demarches:write', 'dossiers:read'], expires: null, demo: false });
}, 60_000);
afterAll(() => country.close());

type Sent = { id: string; state: string; rows: number; good: number; done: number; total: number; reserved: number; outcomes: Record<string, number> };
type Line = { line: number; problems: string[]; state: string | null; said: string | null; dossierId: string | null };
const chassis = (n: number) => `MR0DEMO00000009${String(n).padStart(2, '0')}`;
const car = (n: number) => ({
  origin: 'new', chassis: chassis(n), 'technical.D.1': 'TOYOTA', 'technical.J.1': 'CTTE', 'technical.P.3': 'GO', 'technical.F.2': '3 000', 'technical.B': '15/01/2026', 'approval.kind': 'type', 'approval.number': 'PV-1',
  'holder.who': 'self', usage: 'private', 'proofs.insurer': 'Assureur Exemple', 'proofs.contract': 'C-1', 'proofs.licenceNumber': 'P-1',
});
const send = (rows: object[], key = 'garage-1', more: object = {}) => country.ask(key, 'POST', PATH, { demarche: 'premiere-immatriculation', rows, ...more });
const read = async (id: string, key = 'garage-1') => (await country.ask(key, 'GET', `${PATH}/${id}`)).json<Sent>();
const lines = async (id: string, query = '') => (await country.ask('garage-1', 'GET', `${PATH}/${id}/rows${query}`)).json<Line[]>();
const work = () => runDue(country.app.world.acts, { [BATCH]: batchTask(country.app.world) }, country.at.now);
const dossiers = async () => (await country.db.owner<{ n: number }[]>`select count(*)::int as n from dossier where door = 'batch'`)[0]?.n;

describe('un lot par l’interface de programmation', () => {
  test('est vérifié sans que rien ne se fasse, confirmé, suivi, puis rendu ligne par ligne', async () => {
    const before = await dossiers();
    const answer = await send([car(1), car(2), car(1), { ...car(3), usage: 'fusée' }]);
    expect(answer.statusCode).toBe(201);
    const { id } = answer.json<Sent>();
    expect(answer.headers.location).toBe(`${PATH}/${id}`);
    expect(answer.json()).toMatchObject({ state: 'checked', rows: 4, good: 2, done: 0, reserved: 0 });
    expect((await lines(id)).map(({ line, problems }) => [line, problems.length > 0])).toEqual([[2, false], [3, false], [4, true], [5, true]]);
    expect((await lines(id))[2]?.problems.join()).toContain('ligne 2');
    expect(await dossiers(), 'nothing is done').toBe(before);
    const confirmed = await country.ask('garage-1', 'POST', `${PATH}/${id}/commit`);
    expect([confirmed.statusCode, confirmed.json<Sent>().state]).toEqual([202, 'confirmed']);
    expect(confirmed.json<Sent>().reserved).toBe(confirmed.json<Sent>().total);
    expect((await country.ask('garage-1', 'POST', `${PATH}/${id}/commit`)).statusCode, 'twice is once').toBe(202);
    expect((await country.ask('garage-1', 'POST', `${PATH}/${id}/abandon`)).statusCode, 'too late').toBe(409);
    await work();
    expect(await read(id)).toMatchObject({ state: 'done', done: 4, outcomes: { to_complete: 2, rejected: 2 } });
    const after = await lines(id);
    expect(after.map(({ state, dossierId }) => [state, dossierId !== null])).toEqual([['to_complete', true], ['to_complete', true], ['rejected', false], ['rejected', false]]);
    const report = (await country.ask('garage-1', 'GET', `${PATH}/${id}/report`)).json<{ ligne: number; sujet: string; resultat: string }[]>();
    expect(report.map(({ ligne, sujet, resultat }) => [ligne, sujet, resultat])).toEqual([[2, chassis(1), 'to_complete'], [3, chassis(2), 'to_complete'], [4, chassis(1), 'rejected'], [5, chassis(3), 'rejected']]);
    expect(await dossiers()).toBe((before ?? 0) + 2);
  });

  test('celui d’une autre entreprise n’existe pas, à aucune de ses adresses ; sans clé non plus', async () => {
    const { id } = (await send([car(10)])).json<Sent>();
    for (const [method, step] of [['GET', ''], ['GET', '/rows'], ['GET', '/report'], ['POST', '/commit'], ['POST', '/abandon']] as const) {
      expect((await country.ask('location-1', method, `${PATH}/${id}${step}`)).statusCode, step).toBe(404);
      expect((await country.ask(null, method, `${PATH}/${id}${step}`)).statusCode, step).toBe(401);
    }
    for (const wrong of ['x', 'a'.repeat(36)]) expect((await country.ask('garage-1', 'GET', `${PATH}/${wrong}`)).statusCode, wrong).toBe(404);
    expect(await read(id)).toMatchObject({ state: 'checked' });
    // The same key of idempotence chosen by two companies: two batches.
    const same = { headers: { 'idempotency-key': 'same-for-both' } };
    const ours = await country.ask('garage-1', 'POST', PATH, { demarche: 'premiere-immatriculation', rows: [car(11)] }, same);
    const again = await country.ask('garage-1', 'POST', PATH, { demarche: 'premiere-immatriculation', rows: [car(11)] }, same);
    const theirs = await country.ask('location-1', 'POST', PATH, { demarche: 'premiere-immatriculation', rows: [car(12)] }, same);
    expect(again.json<Sent>().id).toBe(ours.json<Sent>().id);
    // Another body under a key that has served is not taken for the first one; at once, one of them is made and the others are it, or refused.
    const other = await country.ask('garage-1', 'POST', PATH, { demarche: 'premiere-immatriculation', rows: [car(13)] }, same);
    expect([other.statusCode, other.json<{ detail: string }>().detail]).toEqual([422, 'Cette clé d’idempotence a déjà servi pour une autre demande.']);
    expect((await country.ask('garage-1', 'POST', PATH, { demarche: 'demander-attestation', rows: [car(11)] }, same)).statusCode, 'another démarche').toBe(422);
    const once = { headers: { 'idempotency-key': 'all-at-once' } };
    const racing = await Promise.all([14, 14, 14, 15].map((n) => country.ask('garage-1', 'POST', PATH, { demarche: 'premiere-immatriculation', rows: [car(n)] }, once)));
    expect(new Set(racing.filter(({ statusCode }) => statusCode === 201).map((one) => one.json<Sent>().id)).size).toBe(1);
    expect(racing.filter(({ statusCode }) => statusCode === 422).length % 3, 'one, or the three others').toBeLessThanOrEqual(1);
    expect(theirs.statusCode).toBe(201);
    expect(theirs.json<Sent>().id).not.toBe(ours.json<Sent>().id);
  });

  test('coupé au milieu, il reprend où il en était : chaque ligne une fois, rien de perdu', async () => {
    const { world } = country.app;
    const { id } = (await send([20, 21, 22, 23].map(car))).json<Sent>();
    await country.ask('garage-1', 'POST', `${PATH}/${id}/commit`);
    const before = await dossiers();
    const batch = async () => (await batchOf(world.acts, demoCompanyId('garage'), id))!;
    await runSlice(world, await batch(), undefined, 2);
    // Cut after its dossier was opened, before its result was written.
    await country.db.owner`update partner_batch_row set state = null, said = null, done_at = null where batch_id = ${id} and line = 3`;
    expect(await read(id)).toMatchObject({ state: 'confirmed', done: 1 });
    await work();
    expect(await read(id)).toMatchObject({ state: 'done', done: 4, outcomes: { to_complete: 4 } });
    expect(await dossiers()).toBe((before ?? 0) + 4);
  });

  test('le quota du jour et le compte bornent : dit à la vérification, refusé à la confirmation', async () => {
    await country.db.owner`update accreditation set quotas = ${JSON.stringify({ 'premiere-immatriculation': 1 })} where company_id = ${demoCompanyId('location')}`;
    const short = (await send([car(30), car(31)], 'location-1')).json<Sent>();
    expect(short.good).toBe(1);
    const [, second] = (await country.ask('location-1', 'GET', `${PATH}/${short.id}/rows`)).json<Line[]>();
    expect(second?.problems.join()).toMatch(/Le quota du jour est atteint : il ne reste que 1 fois/);
    const { available } = await accountOf(country.db.pools.acts, demoCompanyId('garage'));
    const dear = (await send([car(40)])).json<Sent>();
    await country.db.owner`update partner_batch_row set fee = ${available + 1} where batch_id = ${dear.id}`;
    const refused = await country.ask('garage-1', 'POST', `${PATH}/${dear.id}/commit`);
    expect([refused.statusCode, refused.json<{ detail: string }>().detail]).toEqual([409, expect.stringMatching(/ne couvre pas ce lot/)]);
    expect(await read(dear.id)).toMatchObject({ state: 'checked', reserved: 0 });
  });

  test('ses lignes se lisent par pages ; une page demandée de travers est refusée, jamais la première rendue à la place', async () => {
    const { id } = (await send([50, 51, 52].map(car))).json<Sent>();
    expect((await lines(id, '?after=2')).map(({ line }) => line)).toEqual([3, 4]);
    expect(await lines(id, '?after=4')).toEqual([]);
    for (const query of ['?after=deux', '?after=-1', '?apres=2', '?after=2&after=3']) expect((await country.ask('garage-1', 'GET', `${PATH}/${id}/rows${query}`)).statusCode, query).toBe(422);
  });

  test('un envoi vide, trop long, d’une démarche inconnue ou illisible est refusé', async () => {
    expect((await send([])).statusCode).toBe(409);
    expect((await send([], 'garage-1', { rows: 'x' })).statusCode).toBe(422);
    for (const [row, said] of [['x', 'Ligne 3 : un objet est attendu'], [null, 'Ligne 3 : un objet'], [{ holder: { who: 'self' } }, 'Ligne 3, colonne holder : un texte']] as const) {
      const refused = await send([car(62), row as unknown as object]);
      expect([refused.statusCode, refused.json<{ detail: string }>().detail], said).toEqual([422, expect.stringContaining(said)]);
    }
    expect((await send([car(60)], 'garage-1', { demarche: 'inconnue' })).statusCode).toBe(404);
    expect((await country.ask('garage-1', 'POST', PATH, { demarche: 'premiere-immatriculation', csv: 'a;"b' })).statusCode).toBe(422);
    expect((await country.ask('garage-1', 'POST', PATH, { demarche: 'premiere-immatriculation', csv: `chassis;origin\n${chassis(61)};new\n` })).json()).toMatchObject({ rows: 1, good: 0 });
  });

  test('le fichier tel qu’Excel l’écrit : « sep=; », titres en capitales, accentués, lignes et colonnes vides ; ce qui n’est pas une colonne est nommé', async () => {
    const columns = Object.entries(car(63));
    const excel = (titles: readonly string[]) => `\uFEFFsep=;\r\n${titles.join(';')};;\r\n;;\r\n${columns.map(([, value]) => value).join(';')};;\r\n;;\r\n`;
    const csv = async (text: string) => country.ask('garage-1', 'POST', PATH, { demarche: 'premiere-immatriculation', csv: text });
    const read = await csv(excel(columns.map(([path]) => ({ chassis: ' N° de Série ', usage: 'USAGE', 'technical.D.1': 'd.1', 'approval.number': 'APPROVAL.NUMBER' }[path] ?? path))));
    expect(read.json()).toMatchObject({ rows: 1, good: 1, unknownColumns: [] });
    expect((await lines(read.json<Sent>().id)).map(({ line }) => line), 'as Excel counts').toEqual([3]);
    expect((await csv(excel(columns.map(([path]) => (path === 'proofs.contract' ? 'Couleur du toit' : path))))).json()).toMatchObject({ rows: 1, unknownColumns: ['Couleur du toit'] });
    const attestation = async (title: string) => (await country.ask('garage-1', 'POST', PATH, { demarche: 'demander-attestation', csv: `${title};Document\n471001NC;situation\n` })).json<{ unknownColumns?: string[]; detail?: string }>();
    for (const title of ['Immatriculation', 'N° de série', 'NUMERO D’IMMATRICULATION', 'Vin', 'Sujet ', 'Certificat']) expect((await attestation(title)).unknownColumns, title).toEqual([]);
    expect((await attestation('Voiture')).unknownColumns).toEqual(['Voiture']);
    expect((await csv('MR0;NEW\nMR1;NEW\n')).json<{ detail: string }>().detail).toMatch(/^Ligne 1 : aucun titre n’est celui d’une colonne/);
  });
});
