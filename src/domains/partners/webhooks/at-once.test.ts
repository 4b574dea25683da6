import type { LookupAddress } from 'node:dns';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { demoCompanyId, demoPartnerId } from '../../../../db/seeds/partners.ts';
import { enterCompany } from '../../../../tests/setup/company.ts';
import { demoCountry, type Country } from '../../../../tests/setup/country.ts';
import { plain } from '../../../../tests/setup/enter.ts';
import { startReceiver, type Receiver } from '../../../../tests/setup/receiver.ts';
import { testMessages } from '../../../../tests/setup/sale-code.ts';
import { runDue, startWorker } from '../../../core/jobs/index.ts';
import { addWebhook, deliveriesOf, openOrCloseWebhook, removeWebhook, sweepTold, tellPing, webhooksOf, webhookTasks } from './index.ts';
import { lookupOf, publicLookup, type Resolver } from './guard.ts';

let country: Country;
let receiver: Receiver;
beforeAll(async () => { country = await demoCountry(); country.at.now = new Date(); }, 60_000);
afterAll(() => country.close());
beforeEach(async () => { receiver = await startReceiver(); });
afterEach(async () => {
  receiver.close();
  for (const key of ['garage', 'location', 'assureur']) for (const { id } of await webhooksOf(country.app.world.acts, demoCompanyId(key))) await removeWebhook(country.app.world.acts, demoCompanyId(key), id);
});

const MOST = 5;
const add = async (key: string, path = '', user = `${key}-1`) => (await addWebhook(country.app.world.acts, { companyId: demoCompanyId(key), userId: demoPartnerId(user) }, `${receiver.url}/${key}${path}`, country.at.now, MOST)) ?? '';
/** Only the telling itself: the recurring task that looks for what was left behind is not here. */
const tasks = () => { const { webhook } = webhookTasks({ world: country.app.world, messaging: testMessages, publicUrl: () => 'http://localhost', local: true }); return { webhook: webhook! }; };
const now = () => runDue(country.app.world.acts, tasks(), country.at.now);
const ping = (key: string, id: string) => tellPing(country.app.world.acts, demoCompanyId(key), id, country.at.now);
const deliveries = async (key: string, id: string) => (await deliveriesOf(country.app.world.acts, demoCompanyId(key), id)).map(({ delivery }) => delivery);
const batch = { demarche: 'demander-attestation', rows: [{ sujet: '472100NC', document: 'situation' }] };

describe('ce qu’il y a à dire part aussitôt', () => {
  test('un vrai travailleur, sans tâche récurrente, est réveillé par l’événement lui-même', async () => {
    const id = await add('garage');
    const worker = await startWorker({ url: country.db.url, tasks: tasks() });
    const told = receiver.next();
    await ping('garage', id);
    expect(await told).toMatchObject({ type: 'ping', data: { kind: 'webhook', id } });
    await worker.stop();
  });

  test('à une adresse fermée rien ne part et rien n’attend dans la file ; rouverte, tout part', async () => {
    const id = await add('garage');
    await openOrCloseWebhook(country.app.world.acts, demoCompanyId('garage'), id, false, country.at.now);
    await ping('garage', id);
    expect(await now()).toEqual({ done: 0, failed: [] });
    expect(receiver.got).toEqual([]);
    await openOrCloseWebhook(country.app.world.acts, demoCompanyId('garage'), id, true, country.at.now);
    await now();
    expect(receiver.got).toHaveLength(1);
  });

  test('ce qui suit un refus n’attend pas avec lui ; le refus revient à son heure', async () => {
    const id = await add('garage');
    await ping('garage', id);
    receiver.answer = () => 500;
    await now();
    receiver.answer = () => 200;
    await now();
    expect(receiver.got, 'not before its time').toHaveLength(1);
    country.at.now = new Date(country.at.now.getTime() + 6000);
    await now();
    expect(await deliveries('garage', id)).toEqual(['delivered']);
    // One subject refused: the next subject passes at once.
    receiver.answer = ({ type }) => (type === 'ping' ? 422 : 200);
    await ping('garage', id);
    await country.ask('demo-partner', 'POST', '/api/v1/batches', batch);
    await now();
    expect(receiver.got.slice(2).map(({ type }) => type)).toEqual(['ping', 'batch.moved']);
  });
});

describe('ce qui est dit', () => {
  test('un lot qui avance, à son entreprise seule, avec son état et son lien', async () => {
    await Promise.all([add('garage'), add('location')]);
    const { id } = (await country.ask('demo-partner', 'POST', '/api/v1/batches', batch)).json<{ id: string }>();
    await country.ask('demo-partner', 'POST', `/api/v1/batches/${id}/abandon`);
    await now();
    expect(receiver.got.map(({ path, type, data }) => [path, type, data])).toEqual(['checked', 'abandoned'].map((state) => ['/garage', 'batch.moved', { kind: 'batch', id, state, link: `http://localhost/professionnel/lots/${id}` }]));
  });

  test('des lignes d’assurance à revoir, à leur assureur, avec le lien qui les montre ; un contrat sans reproche ne dit rien', async () => {
    await Promise.all([add('assureur'), add('garage')]);
    const nadia = await enterCompany(country, 'assureur-1');
    const file = (name: string, lines: string) => nadia.post('/professionnel/assurances/fichier', {}, [{ field: 'file', name, bytes: `contrat;plaque;vin;debut\n${lines}\n`, type: 'text/csv' }]);
    await file('bon.csv', 'W-1;448120NC;UU1DEMO0000000012;01/01/2026');
    await now();
    expect(receiver.got).toEqual([]);
    await file('faux.csv', 'W-2;455321NC;MR0DEMO0000000001;01/01/2026');
    await now();
    expect(receiver.got.map(({ path, type }) => [path, type])).toEqual([['/assureur', 'insurance.gap']]);
    const [{ data: { link }, body } = { data: { link: '' }, body: '' }] = receiver.got;
    expect(body).not.toMatch(/455321|MR0DEMO|W-2/);
    expect(plain((await nadia.get(new URL(link).pathname)).body)).toMatch(/W-2/);
    expect((await (await enterCompany(country, 'garage-1')).get(new URL(link).pathname)).statusCode).toBe(403);
  });
});

describe('ce qui est gardé', () => {
  test('une entreprise a un nombre d’adresses, même demandées ensemble ; en retirer une fait une place ; une autre a les siennes', async () => {
    const { acts } = country.app.world;
    const made = await Promise.all(Array.from({ length: 10 }, (_, index) => add('garage', `/${index}`)));
    expect(made.filter(Boolean)).toHaveLength(MOST);
    expect(await add('garage', '/de-plus')).toBe('');
    expect(await add('location')).not.toBe('');
    const lucie = await enterCompany(country, 'garage-1');
    const refused = await lucie.post('/professionnel/webhooks', { adresse: 'https://www.exemple.nc/de-plus' });
    expect([refused.statusCode, plain(refused.body)]).toEqual([422, expect.stringContaining('Une entreprise a 5 adresses au plus')]);
    const [id = ''] = made.filter(Boolean);
    await ping('garage', id);
    await removeWebhook(acts, demoCompanyId('location'), id);
    expect(await webhooksOf(acts, demoCompanyId('garage')), 'not another company’s').toHaveLength(MOST);
    expect((await (await enterCompany(country, 'garage-3')).post(`/professionnel/webhooks/${id}/retirer`)).statusCode, 'a reader').toBe(403);
    expect((await lucie.post(`/professionnel/webhooks/${id}/retirer`)).statusCode).toBe(303);
    expect((await lucie.post('/professionnel/webhooks', { adresse: 'https://www.exemple.nc/de-plus' })).statusCode).toBe(303);
  });

  test('le balai ôte ce qui fut dit ou attend une adresse fermée depuis longtemps ; le récent, et ce qu’une adresse ouverte attend encore, restent', async () => {
    const { acts } = country.app.world;
    const [told, closed, waiting] = [await add('garage', '/dit'), await add('garage', '/ferme'), await add('garage', '/attend')];
    for (const id of [told, closed, waiting]) await ping('garage', id);
    receiver.answer = ({ path }) => (path.endsWith('/dit') ? 200 : 500);
    await now();
    await openOrCloseWebhook(acts, demoCompanyId('garage'), closed, false, country.at.now);
    const events = async () => Number((await country.db.owner`select count(*) as n from partner_webhook_event where subject_id = any(${[told, closed, waiting]})`)[0]?.['n']);
    await sweepTold(acts, new Date(country.at.now.getTime() - 1000));
    expect(await events(), 'recent').toBe(3);
    await sweepTold(acts, new Date(country.at.now.getTime() + 1000));
    expect(await events()).toBe(1);
    expect(await Promise.all([told, closed, waiting].map((id) => deliveries('garage', id)))).toEqual([[], [], ['pending']]);
  });
});

describe('un nom qui mène à l’intérieur', () => {
  const found = (...addresses: string[]): Resolver => (_name, _options, done) => done(null, addresses.map((address): LookupAddress => ({ address, family: address.includes(':') ? 6 : 4 })));
  const asked = (lookup: ReturnType<typeof lookupOf>, name = 'www.exemple.nc') => new Promise((resolve) => lookup(name, { all: true }, (error, address) => resolve(error?.code ?? address)));

  test('est refusé à la connexion même, quel que soit le nom ; un nom public passe', async () => {
    for (const inside of ['10.0.0.1', '127.0.0.1', '169.254.169.254', '::1', '::ffff:192.168.0.1', 'fd12::1']) {
      expect(await asked(lookupOf(found(inside))), inside).toBe('EPRIVATE');
      expect(await asked(lookupOf(found('203.0.114.1', inside))), 'among others').toBe('EPRIVATE');
    }
    expect(await asked(lookupOf(found()))).toBe('EPRIVATE');
    expect(await asked(publicLookup, 'localhost'), 'by the resolver of this machine').toBe('EPRIVATE');
    expect(await asked(lookupOf(found('203.0.114.1')))).toEqual([{ address: '203.0.114.1', family: 4 }]);
  });

  test('une redirection n’est pas suivie : c’est un refus', async () => {
    const id = await add('garage');
    receiver.answer = () => ({ status: 307, location: `${receiver.url}/dedans` });
    await ping('garage', id);
    await now();
    expect(receiver.got.map(({ path }) => path)).toEqual(['/garage']);
    expect((await deliveriesOf(country.app.world.acts, demoCompanyId('garage'), id))[0]).toMatchObject({ delivery: 'pending', outcome: '307' });
  });
});
