import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoCompanyId, demoPartnerId } from '../../../db/seeds/partners.ts';
import { demoCountry, type Country } from '../../../tests/setup/country.ts';
import { enter } from '../../../tests/setup/enter.ts';
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
      expect((await till.post('/guichet/comptes-professionnels', { ridet: '0000001', montant, reference: `VIR ${montant}` })).statusCode, montant).toBe(303);
    }
    expect(await accountOf(country.db.pools.acts, demoCompanyId('garage'))).toEqual(before);
    await till.post('/guichet/comptes-professionnels', { ridet: '0000001', montant: '1 000', reference: 'VIR bon' });
    expect((await accountOf(country.db.pools.acts, demoCompanyId('garage'))).balance).toBe(before.balance + 1000);
  });

  test('l’adresse d’un webhook qui n’est pas un identifiant n’existe pas', async () => {
    const cookies = { 'sitt-partner': await openSession(country.db.sql, 'partner', { kind: 'partner', id: demoPartnerId('garage-1') }, {}, country.at.now) };
    for (const id of ['-'.repeat(36), 'a'.repeat(36), 'x']) expect((await country.server.inject({ url: `/professionnel/webhooks/${id}`, cookies })).statusCode, id).toBe(404);
  });
});
