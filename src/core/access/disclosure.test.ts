import { glob, readFile } from 'node:fs/promises';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../../tests/setup/database.ts';
import { authorities, json, page, route, type Purpose } from '../http/index.ts';
import { Browser, testServer } from '../http/test-server.ts';
import { uuid } from '../values/ids.ts';
import { readingsOf } from './access-log.ts';
import type { Actor } from './actor.ts';
import { createAgent } from './agents.ts';
import { disclose, DisclosureLog } from './disclosure.ts';
import { seal, sealAll, type Sealed } from './sealed.ts';

let db: TestDatabase;
let log: DisclosureLog;
const clerk: Actor = { kind: 'agent', agentId: uuid(), name: 'Agent Secret', roles: ['clerk'], office: 'noumea' };
const officer: Actor = { kind: 'authority', agentId: uuid(), name: 'Brigadier Secret', authority: 'police', unit: 'Nouméa' };
const why: Purpose = { code: 'instruction', route: 'GET /guichet/personne/:id', requestId: uuid() };
const person = (id = uuid()) => ({ id, sealed: seal({ name: 'Exemple' }, { personIds: [id], kind: 'identité' }) });

beforeAll(async () => {
  db = await testDatabase();
  log = new DisclosureLog(db.url, { deferral: (actor) => (actor.kind === 'authority' && actor.authority === 'police' ? 30 : null) });
});
afterAll(async () => { await log.close(); await db.close(); });

describe('ce qui est scellé', () => {
  test('ne s’écrit ni en JSON, ni en texte, ni par inspection, ni par copie', () => {
    const { sealed } = person();
    expect(() => JSON.stringify({ deep: [sealed] })).toThrow('disclose it first');
    expect(() => `${sealed as unknown as string}`).toThrow('disclose it first');
    expect(inspect(sealed, { showHidden: true, depth: 9 })).toBe('Sealed<identité>');
    expect(JSON.stringify({ ...sealed })).not.toContain('Exemple');
    expect(JSON.stringify(structuredClone(sealed))).not.toContain('Exemple');
  });
  test('ne passe par le type d’aucune réponse', () => {
    const { sealed } = person();
    // @ts-expect-error a page takes text
    const html = () => page(sealed);
    // @ts-expect-error not even deep in a JSON answer
    const deep = () => json({ holders: [{ sealed }] });
    // @ts-expect-error a sealed name is not a name
    const name: string = sealed;
    expect([typeof html, typeof deep, typeof name]).toEqual(['function', 'function', 'object']);
    expect(json({ holders: [{ name: 'x' }] }).kind).toBe('json');
  });
});

test('un seul fichier ouvre les sceaux', async () => {
  const breakers: string[] = [];
  for await (const file of glob('src/**/*.{ts,tsx}')) {
    if (!file.endsWith('.test.ts') && (await readFile(file, 'utf8')).includes('breakSeal')) breakers.push(file.replaceAll('\\', '/'));
  }
  expect(breakers.sort()).toEqual(['src/core/access/disclosure.ts', 'src/core/access/sealed.ts']);
});

describe('le journal des consultations', () => {
  test('la ligne est écrite et validée avant que la donnée soit rendue', async () => {
    const { id, sealed } = person();
    const value = await disclose(log, clerk, why, sealed.map(({ name }) => name.toUpperCase()));
    const rows = await db.owner`select actor_id, purpose, service, route, request_id, data_kind from access_log where person_id = ${id}`;
    expect([value, [...rows]]).toEqual(['EXEMPLE', [{ actor_id: clerk.kind === 'agent' && clerk.agentId, purpose: 'instruction', service: 'office:noumea', route: why.route, request_id: why.requestId, data_kind: 'identité' }]]);
  });
  test('une liste : une attente, une ligne par personne', async () => {
    const people = Array.from({ length: 20 }, () => person());
    await disclose(log, clerk, why, sealAll(people.map(({ sealed }) => sealed)));
    const [row] = await db.owner<{ count: number }[]>`select count(*) from access_log where person_id in ${db.owner(people.map(({ id }) => id))}`;
    expect(row?.count).toBe(20);
  });
  test('cent lectures à la fois : cent lignes, en quelques écritures', async () => {
    const people = Array.from({ length: 100 }, () => person());
    await Promise.all(people.map(({ sealed }) => disclose(log, clerk, why, sealed)));
    const [row] = await db.owner<{ rows: number; writes: number }[]>`select count(*) as rows, count(distinct xmin::text) as writes from access_log where person_id in ${db.owner(people.map(({ id }) => id))}`;
    expect(row?.rows).toBe(100);
    expect(row?.writes).toBeLessThanOrEqual(3);
  });
  test('journal arrêté : aucune réponse, et la page dit 503', async () => {
    const { id, sealed } = person();
    const officerAccount = await createAgent(db.sql, { name: 'Brigadier Essai', authority: 'police', unit: 'Nouméa' });
    const server = await testServer(db.pools, db.url);
    route(server.app, { method: 'GET', path: '/police/personne', who: authorities(), purpose: 'contrôle', handler: async ({ disclose }) => page((await disclose(sealed)).name) });
    route(server.app, { method: 'GET', path: '/police/sans-motif', who: authorities(), handler: async ({ disclose }) => page((await disclose(sealed)).name) });
    const browser = await Browser.as(server.app, db.pools, 'authority', officerAccount, server.at.now);
    expect((await browser.get('/police/personne')).body).toBe('Exemple');
    expect((await browser.get('/police/sans-motif')).statusCode).toBe(500);
    await db.owner`revoke insert on access_log from sitt_app`;
    const refused = await browser.get('/police/personne');
    await db.owner`grant insert on access_log to sitt_app`;
    expect([refused.statusCode, refused.body.includes('<p>Exemple')]).toEqual([503, false]);
    expect((await browser.get('/police/personne')).body).toBe('Exemple');
    const [row] = await db.owner<{ count: number }[]>`select count(*) from access_log where person_id = ${id}`;
    expect(row?.count).toBe(2);
    await server.close();
    await expect(disclose(server.log, clerk, why, sealed)).rejects.toThrow('not available');
  });
  test('une lecture refusée par la base ne bloque pas les suivantes', async () => {
    const bad = seal('x', { personIds: ['not-a-uuid'], kind: 'identité' });
    await expect(disclose(log, clerk, why, bad)).rejects.toThrow('not available');
    expect(await disclose(log, clerk, why, person().sealed)).toEqual({ name: 'Exemple' });
  });
  test('l’application ne peut ni modifier ni effacer, et le propriétaire non plus', async () => {
    await disclose(log, clerk, why, person().sealed);
    await expect(db.sql`update access_log set purpose = 'x'`).rejects.toThrow(/permission denied/);
    await expect(db.sql`delete from access_log`).rejects.toThrow(/permission denied/);
    await expect(db.owner`delete from access_log`).rejects.toThrow(/append-only/);
  });
});

describe('qui a regardé mon dossier', () => {
  test('le service et le motif, jamais le nom de l’agent ; la police différée par règle ; mes propres lectures non', async () => {
    const { id, sealed } = person();
    const me: Actor = { kind: 'citizen', personId: id, accountId: uuid(), name: 'Exemple', assurance: 'verified' };
    for (const actor of [clerk, officer, me]) await disclose(log, actor, why, sealed as Sealed<unknown>);
    const readings = await readingsOf(db.sql, id);
    expect(readings.map(({ at, ...seen }) => [at instanceof Date, seen])).toEqual([[true, { service: 'office:noumea', purpose: 'instruction', what: 'identité' }]]);
    expect(JSON.stringify(readings)).not.toContain('Secret');
    const past = new DisclosureLog(db.url, { clock: () => new Date(Date.now() - 31 * 86_400_000), deferral: () => 30 });
    await disclose(past, officer, why, sealed);
    await past.close();
    expect((await readingsOf(db.sql, id)).map(({ service }) => service)).toEqual(['office:noumea', 'police:Nouméa']);
    expect(await readingsOf(db.sql, uuid())).toEqual([]);
  });
});
