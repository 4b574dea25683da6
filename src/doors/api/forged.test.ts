import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoCountry, type Country } from '../../../tests/setup/country.ts';
import { lastSaleCode } from '../../../tests/setup/sale-code.ts';
import { demoAgentId } from '../../core/access/demo.ts';
import { insertKey } from '../../core/access/api-keys.ts';
import { demoPersonId } from '../../core/access/demo-citizens.ts';
import { openSession } from '../../core/access/sessions.ts';
import { deterministicId, uuid } from '../../core/values/ids.ts';
import { receivePayment } from '../../domains/payments/index.ts';
import { humanCode } from '../../core/values/human-code.ts';

let country: Country;
const scopes = ['demarches:read', 'demarches:write', 'dossiers:read', 'vehicles:read'];
const account = (sub: string) => deterministicId('demo-account', sub);
beforeAll(async () => {
  country = await demoCountry();
  for (const sub of ['jean', 'wadra', 'hnaja']) {
    await country.db.owner`insert into citizen_account (id, issuer, sub, person_id, name, assurance, linked_at) values (${account(sub)}, 'demonstration', ${sub}, ${demoPersonId(sub)}, ${sub}, 'verified', now())`;
    await insertKey(country.db.owner, { id: uuid(), key: `key-of-${sub}`, owner: { kind: 'citizen', id: account(sub) }, label: sub, scopes, expires: null, demo: true });
  }
}, 60_000);
afterAll(() => country.close());

const post = (key: string, id: string, body: unknown, query = '') => country.ask(key, 'POST', `/api/v1/demarches/${id}${query}`, body);
const buying = { buyer: { who: 'self' }, usage: 'private', proofs: { insurer: 'Assureur Exemple', contract: 'C-1', licenceNumber: '1' } };

describe('le code d’une vente', () => {
  let code = '';
  let saleId = '';
  beforeAll(async () => {
    expect((await post('demo-citizen', 'declarer-cession', { subject: '471001NC', input: { soldOn: '2026-11-20', soldAt: '10:00', purpose: 'use', buyer: { name: 'Jean Exemple' }, inspection: {} } })).statusCode).toBe(201);
    code = await lastSaleCode(country);
    const [sale] = await country.db.owner<{ sale_id: string }[]>`select sale_id from vehicle_sale where status = 'declared' and vehicle_id = ${deterministicId('demo-vehicle', 'marie-1')} limit 1`;
    saleId = sale?.sale_id ?? (await country.db.owner<{ sale_id: string }[]>`select sale_id from vehicle_sale where status = 'declared' order by sold_at desc limit 1`)[0]?.sale_id ?? '';
  });

  it('seul le code ouvre l’achat : l’identifiant interne de la vente n’est pas une clé, sauf pour son vendeur', async () => {
    expect((await post('key-of-jean', 'completer-achat', { subject: saleId, input: buying }, '?dryRun=true')).statusCode).toBe(404);
    expect((await post('key-of-jean', 'completer-achat', { subject: saleId, input: buying })).statusCode).toBe(404);
    expect((await post('demo-police', 'contester-cession', { subject: saleId, input: {} })).statusCode).toBe(404);
    expect((await post('demo-citizen', 'contester-cession', { subject: saleId, input: {} }, '?dryRun=true')).statusCode).toBe(200);
    expect((await post('key-of-jean', 'completer-achat', { subject: code, input: buying }, '?dryRun=true')).statusCode).toBe(200);
  });

  it('ne se devine pas : vingt codes faux par compte, essais à blanc compris, même tous à la fois et à toutes les portes ; un jour après, on recommence', async () => {
    const wrong = await Promise.all(Array.from({ length: 60 }, (_, index) => post('key-of-wadra', 'completer-achat', { subject: humanCode(8), input: buying }, index % 2 ? '?dryRun=true' : '')));
    const said = wrong.map(({ statusCode }) => statusCode);
    expect([said.filter((one) => one === 404).length, said.filter((one) => one === 429).length]).toEqual([20, 40]);
    const right = await post('key-of-wadra', 'completer-achat', { subject: code, input: buying }, '?dryRun=true');
    expect([right.statusCode, right.json<{ detail: string }>().detail]).toEqual([429, expect.stringMatching(/Trop de codes faux/)]);
    expect(await atDoor('wadra', { code })).toMatchObject({ status: 422, body: expect.stringMatching(/Trop de codes faux/) as unknown });
    expect((await post('key-of-jean', 'completer-achat', { subject: code, input: buying }, '?dryRun=true')).statusCode, 'another account').toBe(200);
    country.at.now = new Date(country.at.now.getTime() + 25 * 3_600_000);
    expect((await post('key-of-wadra', 'completer-achat', { subject: code, input: buying }, '?dryRun=true')).statusCode).toBe(200);
  });

  it('un code juste, ou une faute de frappe que le signe de contrôle voit, ne compte pas', async () => {
    for (let press = 0; press < 25; press += 1) expect((await post('key-of-hnaja', 'completer-achat', { subject: code, input: buying }, '?dryRun=true')).statusCode).toBe(200);
    for (let press = 0; press < 25; press += 1) expect((await post('key-of-hnaja', 'completer-achat', { subject: 'K7QM-2X9D-Z', input: buying }, '?dryRun=true')).statusCode).toBe(404);
    expect((await post('key-of-hnaja', 'completer-achat', { subject: code, input: buying }, '?dryRun=true')).statusCode).toBe(200);
  });

  async function atDoor(sub: string, fields: Record<string, string>) {
    const cookie = `sitt-citizen=${await openSession(country.db.pools.acts, 'citizen', { kind: 'citizen', id: account(sub) }, {}, country.at.now)}`;
    const form = await country.server.inject({ url: '/usager/achat', headers: { cookie } });
    const all = [cookie, ...form.cookies.map(({ name, value }) => `${name}=${value}`)].join('; ');
    const _csrf = /name="_csrf" value="([^"]+)"/.exec(form.body)?.[1] ?? '';
    const answer = await country.server.inject({ method: 'POST', url: '/usager/achat', headers: { cookie: all, 'content-type': 'application/x-www-form-urlencoded' }, payload: new URLSearchParams({ _csrf, ...fields }).toString() });
    return { status: answer.statusCode, body: answer.body };
  }
});

describe('des identifiants et des instants forgés', () => {
  it.each(['-'.repeat(36), '0'.repeat(36), 'f'.repeat(18) + '-'.repeat(18), '00000000-0000-0000-0000-0000000000-0'])('%s n’est pas un identifiant : 404, jamais une panne', async (id) => {
    for (const key of ['demo-counter', 'demo-citizen']) {
      expect((await country.ask(key, 'GET', `/api/v1/dossiers/${id}`)).statusCode).toBe(404);
      for (const step of ['submit', 'payments', 'appeals']) expect((await country.ask(key, 'POST', `/api/v1/dossiers/${id}/${step}`, {})).statusCode).toBe(404);
      expect((await post(key, 'changer-adresse', { subject: id, input: {} })).statusCode).toBe(404);
    }
    expect((await country.ask('demo-counter', 'POST', `/api/v1/dossiers/${id}/approve`)).statusCode).toBe(404);
  });

  it.each(['2026-02-31', '2026-02-31T10:00:00Z', '2026-11-20T10:00:00', '2026-11-20T25:00:00Z', '2026-11-20 junk', '0000-00-00', '2026-11-20T10:00'])('%s ne dit aucun instant : 422', async (text) => {
    for (const axis of ['at', 'knownAt']) {
      const answer = await country.ask('demo-counter', 'GET', `/api/v1/vehicles/469800NC?${axis}=${encodeURIComponent(text)}`);
      expect([answer.statusCode, answer.json<{ errors: { path: string }[] }>().errors[0]?.path]).toEqual([422, axis]);
    }
  });

  it.each(['2027-02-28', '2027-11-20T10:00:00Z', '2027-11-20T10:00:00.123+11:00'])('%s se lit', async (text) => {
    expect((await country.ask('demo-counter', 'GET', `/api/v1/vehicles/469800NC?at=${encodeURIComponent(text)}`)).statusCode).toBe(200);
  });

  it('un dossier complété par l’interface garde l’office de l’agent', async () => {
    const opened = await post('demo-counter', 'changer-adresse', { subject: '472100NC', input: { address: { commune: '98817', placeKind: 'street', place: '1 rue de l’Essai' } } });
    const href = String(opened.headers['location']);
    expect((await country.ask('demo-counter', 'POST', `${href}/submit`)).statusCode).toBe(200);
    const [row] = await country.db.owner<{ office: string }[]>`select office from dossier where id = ${href.split('/').at(-1) ?? ''}`;
    expect([row?.office, demoAgentId('responsable')]).toEqual(['noumea', expect.any(String)]);
  });
});

describe('des corps forgés', () => {
  const raw = (key: string, url: string, payload: string) => country.ask(key, 'POST', url, payload, { headers: { 'content-type': 'application/json' } });
  const steps = ['', '?dryRun=true'];

  it('emboîté sans fin : 400 ; un NUL ou une moitié de caractère : 422, partout où l’interface prend du JSON', async () => {
    const deep = `{"subject":"472100NC","input":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}`;
    const half = '{"subject":"472100NC","input":{"address":{"commune":"98817","placeKind":"street","place":"\\ud800 rue"}}}';
    const nul = half.replace('\\ud800', '\\u0000');
    for (const query of steps) for (const [body, status] of [[deep, 400], [half, 422], [nul, 422], ['{"\\udfff":1}', 422]] as const) {
      expect((await raw('demo-counter', `/api/v1/demarches/changer-adresse${query}`, body)).statusCode, body.slice(0, 60)).toBe(status);
    }
    expect((await raw('demo-counter', '/api/v1/dossiers/00000000-0000-4000-8000-000000000000/refuse', '{"reasons":"\\ud800"}')).statusCode).toBe(422);
    expect((await post('demo-counter', 'changer-adresse', { subject: '472100NC', input: { address: { commune: '98817', placeKind: 'street', place: '1 rue 👩‍👩‍👧‍👦 ﷽' } } }, '?dryRun=true')).statusCode).toBe(200);
  });
});

it('payer par l’interface un dossier dont rien n’est plus dû : 409, jamais une panne', async () => {
  const opened = await post('demo-citizen', 'demander-duplicata', { subject: '455321NC', input: { reason: 'loss', since: '2026-11-01' } });
  const href = String(opened.headers['location']);
  const id = href.split('/').at(-1) ?? '';
  expect(opened.json()).toMatchObject({ state: 'to_pay' });
  // The card was taken, and what follows it has not run yet.
  await country.db.owner.begin(async (tx) => receivePayment(tx, { dossierId: id, provider: 'essai', providerId: id, amount: opened.json<{ quote: { total: number } }>().quote.total, means: 'card-online', receivedAt: country.at.now }));
  const answer = await country.ask('demo-citizen', 'POST', `${href}/payments`, {});
  expect([answer.statusCode, answer.json<{ detail: string }>().detail]).toEqual([409, 'Rien n’est à payer pour ce dossier.']);
});
