import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoPartnerId } from '../../../db/seeds/partners.ts';
import { demoCountry, type Country } from '../../../tests/setup/country.ts';
import { insertKey } from '../../core/access/api-keys.ts';
import { uuid } from '../../core/values/ids.ts';

const PATH = '/api/v1/webhooks';
let country: Country;
beforeAll(async () => {
  country = await demoCountry();
  for (const [key, user] of [['ours', 'garage-1'], ['theirs', 'location-1']] as const) await insertKey(country.db.owner, { id: uuid(), key, owner: { kind: 'partner', id: demoPartnerId(user) }, label: key, scopes: ['webhooks:manage'], expires: null, demo: false });
}, 60_000);
afterAll(() => country.close());

type One = { id: string; url: string; open: boolean; secret?: string };
const url = 'https://www.exemple.nc/sitt';
const ask = (key: string | null, method: 'GET' | 'POST' | 'DELETE', path = '', body?: object) => country.ask(key, method as 'GET', `${PATH}${path}`, body);

describe('les adresses d’une entreprise par l’interface de programmation', () => {
  test('s’ajoutent avec leur secret, s’essaient, se ferment, se rejouent, se retirent ; une autre entreprise ne les trouve à aucune adresse', async () => {
    const made = (await ask('ours', 'POST', '', { url })).json<One>();
    expect(made).toMatchObject({ url, open: true, secret: expect.stringMatching(/^whsec_/) as unknown });
    expect((await ask('ours', 'GET')).json<One[]>().map(({ id, secret }) => [id, secret]), 'the secret is not in the list').toEqual([[made.id, undefined]]);
    expect((await ask('theirs', 'GET')).json()).toEqual([]);
    for (const [method, path] of [['GET', ''], ['GET', '/deliveries'], ['POST', '/secret'], ['POST', '/ping'], ['POST', '/close'], ['POST', '/open'], ['POST', '/replay'], ['DELETE', '']] as const) {
      expect((await ask('theirs', method, `/${made.id}${path}`)).statusCode, path).toBe(404);
      expect((await ask(null, method, `/${made.id}${path}`)).statusCode, path).toBe(401);
    }
    expect((await ask('ours', 'POST', `/${made.id}/ping`)).statusCode).toBe(202);
    const [told] = (await ask('ours', 'GET', `/${made.id}/deliveries`)).json<{ type: string; event: string; delivery: string }[]>();
    expect(told).toMatchObject({ type: 'ping', delivery: 'pending' });
    expect((await ask('ours', 'POST', `/${made.id}/secret`)).json<One>().secret).not.toBe(made.secret);
    expect((await ask('ours', 'POST', `/${made.id}/close`)).json()).toMatchObject({ open: false, closedBy: 'company' });
    expect((await ask('ours', 'POST', `/${made.id}/open`)).json()).toMatchObject({ open: true });
    await country.db.owner`update partner_webhook_delivery set state = 'dead'`;
    expect((await ask('ours', 'POST', `/${made.id}/replay`, {})).json()).toEqual({ replayed: 1 });
    expect((await ask('ours', 'POST', `/${made.id}/replay`, { event: 'x' })).statusCode).toBe(422);
    expect((await ask('ours', 'DELETE', `/${made.id}`)).statusCode).toBe(200);
    expect((await ask('ours', 'GET')).json()).toEqual([]);
  });

  test('une clé de démarches ne les tient pas ; une adresse de l’intérieur est refusée, et la sixième aussi', async () => {
    expect((await ask('demo-partner', 'POST', '', { url })).statusCode).toBe(403);
    for (const inside of ['https://169.254.169.254/', 'http://www.exemple.nc/', 'https://intranet/', '', 'x']) expect((await ask('ours', 'POST', '', { url: inside })).statusCode, inside).toBe(422);
    expect((await ask('ours', 'POST', '', { url: 12 } as never)).statusCode).toBe(422);
    for (let n = 0; n < 5; n += 1) expect((await ask('ours', 'POST', '', { url: `${url}/${n}` })).statusCode).toBe(201);
    expect((await ask('ours', 'POST', '', { url: `${url}/0` })).statusCode, 'known already').toBe(201);
    expect((await ask('ours', 'POST', '', { url: `${url}/6` })).json()).toMatchObject({ status: 409, detail: 'Une entreprise a 5 adresses au plus : retirez-en une d’abord.' });
    expect((await ask('theirs', 'POST', '', { url })).statusCode).toBe(201);
  });
});
