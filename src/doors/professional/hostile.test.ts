import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { vehicleActs } from '../../../db/seeds/acts.ts';
import { demoCompanyId, demoPartnerId } from '../../../db/seeds/partners.ts';
import { car } from '../../../db/seeds/stories.ts';
import { demoCountry, type Country } from '../../../tests/setup/country.ts';
import { enterCompany } from '../../../tests/setup/company.ts';
import { enter, plain } from '../../../tests/setup/enter.ts';
import { perform } from '../../core/act/perform.ts';
import { insertKey } from '../../core/access/api-keys.ts';
import { openSession } from '../../core/access/sessions.ts';
import { uuid } from '../../core/values/ids.ts';
import { accountOf } from '../../domains/partners/index.ts';

let country: Country;
beforeAll(async () => { country = await demoCountry(); }, 60_000);
afterAll(() => country.close());

const keyOf = (user: string) => insertKey(country.db.owner, { id: uuid(), key: user, owner: { kind: 'partner', id: demoPartnerId(user) }, label: user, scopes: ['demarches:write', 'dossiers:read'], expires: null, demo: false });

describe('ce qu’un professionnel, ou qui le sert, envoie de travers', () => {
  test('un lot se lit avec la clé d’un lecteur ou d’un comptable, et n’est ni envoyé, ni confirmé, ni abandonné par elle', async () => {
    await Promise.all(['garage-3', 'garage-4'].map(keyOf));
    const rows = [{ sujet: '471001NC', document: 'situation' }];
    const { id } = (await country.ask('demo-partner', 'POST', '/api/v1/batches', { demarche: 'demander-attestation', rows })).json<{ id: string }>();
    for (const key of ['garage-3', 'garage-4']) {
      for (const step of ['', `/${id}/commit`, `/${id}/abandon`]) expect((await country.ask(key, 'POST', `/api/v1/batches${step}`, { demarche: 'demander-attestation', rows })).statusCode, `${key} ${step}`).toBe(403);
      expect((await country.ask(key, 'GET', `/api/v1/batches/${id}`)).json()).toMatchObject({ state: 'checked' });
    }
    expect((await country.ask('demo-partner', 'POST', `/api/v1/batches/${id}/abandon`)).json()).toMatchObject({ state: 'abandoned' });
  });

  test('un virement démesuré est refusé : le compte reste lisible', async () => {
    const till = await enter(country, 'caisse');
    const before = await accountOf(country.db.pools.acts, demoCompanyId('garage'));
    for (const montant of ['9007199254740991', '1 000 000 001', '-5', '0']) {
      expect((await till.post('/guichet/comptes-professionnels', { ridet: '0000001', montant, reference: `VIR ${montant}` })).statusCode, montant).toBe(422);
    }
    expect(await accountOf(country.db.pools.acts, demoCompanyId('garage'))).toEqual(before);
    await till.post('/guichet/comptes-professionnels', { ridet: '0000001', montant: '1 000', reference: 'VIR bon' });
    expect((await accountOf(country.db.pools.acts, demoCompanyId('garage'))).balance).toBe(before.balance + 1000);
  });

  test('l’adresse d’un webhook qui n’est pas un identifiant n’existe pas', async () => {
    const cookies = { 'sitt-partner': await openSession(country.db.sql, 'partner', { kind: 'partner', id: demoPartnerId('garage-1') }, {}, country.at.now) };
    for (const id of ['-'.repeat(36), 'a'.repeat(36), 'x']) expect((await country.server.inject({ url: `/professionnel/webhooks/${id}`, cookies })).statusCode, id).toBe(404);
  });

  test('un fichier de lot : un guillemet dans une cellule se lit, « Texte Unicode » aussi ; un classeur, un fichier abîmé, une colonne en double sont dits', async () => {
    const lucie = await enterCompany(country, 'garage-1');
    const send = async (bytes: Buffer | string) => {
      const sent = await lucie.post('/professionnel/lots/nouveau/demander-attestation', {}, [{ field: 'fichier', name: 'lot.csv', bytes }]);
      return `${sent.statusCode} ${plain(sent.statusCode === 303 ? (await lucie.get(String(sent.headers.location))).body : sent.body)}`;
    };
    expect(await send('sujet;document\n=LIEN("x");situation\n')).toMatch(/^303 .*rien ne répond à « =LIEN/);
    expect(await send(Buffer.from('\uFEFFsujet\tdocument\n471001NC\tsituation\n', 'utf16le'))).toMatch(/^303 .*471001NC/);
    expect(await send(Buffer.from('PK\u0003\u0004\u0000"x\u0000;"\u0000', 'latin1'))).toMatch(/^422 .*Ce fichier est un classeur/);
    expect(await send(Buffer.concat([Buffer.from('sujet;document\nmatériel;'), Buffer.from([0xe9, 0x0a])]))).toMatch(/^422 .*UTF-8, mais abîmé/);
    expect(await send('sujet;document;document\n471001NC;situation;history\n')).toMatch(/^422 .*La colonne « document » est là deux fois/);
    // The page gone back to, and sent again: the same table is the same batch, another is another.
    const paste = async (tableau: string) => String((await lucie.post('/professionnel/lots/nouveau/demander-attestation', { _request: 'page-gone-back-to', tableau })).headers.location);
    const [one, same, other] = [await paste('Immatriculation;document\n471001NC;situation'), await paste('Immatriculation;document\n471001NC;situation'), await paste('Immatriculation;document\n471001NC;history')];
    expect([one, other]).toEqual([same, expect.not.stringContaining(same)]);
    const csv = await country.ask('demo-partner', 'POST', '/api/v1/batches', { demarche: 'demander-attestation', csv: 'sujet;document\n471001NC;situation;de trop\n' });
    expect([csv.statusCode, csv.body]).toEqual([422, expect.stringContaining('Ligne 2, colonne C : « de trop » n’est sous aucun titre')]);
  });

  test('une page d’un parc qui n’est pas un nombre entier s’ouvre comme une autre', async () => {
    const fleet = Array.from({ length: 60 }, (_, index) => `41${4000 + index}NC`).flatMap((plate) => vehicleActs({ key: plate, plate, chassis: `FL4DEMO00${plate.slice(0, 6)}`, technical: car, since: '2025-02-01T22:00:00.000Z', holders: [{ personId: demoCompanyId('garage'), role: 'holder', principal: true }], commune: '98818', usage: 'private' }));
    await perform(country.app.world, { requestId: 'fleet', author: { kind: 'system', job: 'essai' }, judgedOn: '2026-11-20', subjects: [], decide: async () => ({ acts: fleet, result: null }) });
    const lucie = await enterCompany(country, 'garage-1');
    for (const asked of ['1.001', '2.9', '1e308', '-1', 'x']) expect((await lucie.get(`/professionnel/vehicules?page=${asked}`)).statusCode, asked).toBe(200);
    expect(plain((await lucie.get('/professionnel/vehicules?page=2.9')).body), 'the second page').toMatch(/414 059 NC/);
  });
});
