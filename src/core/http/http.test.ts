import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../../tests/setup/database.ts';
import { insertKey } from '../access/api-keys.ts';
import { requireOwn } from '../access/own.ts';
import type { Principal } from '../access/sessions.ts';
import { uuid } from '../values/ids.ts';
import { agents, apiScope, citizens, HttpFault, json, keptData, open, page, route, seeOther, takeKept, unprocessable } from './index.ts';
import { Browser, testServer, type TestServer } from './test-server.ts';

let db: TestDatabase;
let server: TestServer;
const clerk: Principal = { kind: 'agent', id: uuid() };
const cashier: Principal = { kind: 'agent', id: uuid() };
const citizen: Principal = { kind: 'citizen', id: uuid() };
const taken: string[] = [];
const form = (csrf: string, typed = '') => `<form method="post"><input name="_csrf" value="${csrf}"><input name="plate" value="${typed}"></form>`;
const done: string[] = [];

beforeAll(async () => {
  db = await testDatabase();
  await db.sql`insert into agent (id, name, roles, office) values (${clerk.id}, 'Agent Essai', '{clerk}', 'noumea'), (${cashier.id}, 'Caisse Essai', '{cashier}', 'noumea')`;
  await db.sql`insert into citizen_account (id, issuer, sub, person_id, name, assurance) values (${citizen.id}, 'essai', 'un', ${uuid()}, 'Citoyenne Essai', 'verified')`;
  await insertKey(db.sql, { id: uuid(), key: 'key-of-clerk', owner: clerk, label: 'essai', scopes: ['demarches:write'], expires: null, demo: false });
  await insertKey(db.sql, { id: uuid(), key: 'key-of-citizen', owner: citizen, label: 'essai', scopes: ['demarches:read'], expires: null, demo: false });
  server = await testServer(db.pools, db.url);
  const { app } = server;
  route(app, { method: 'GET', path: '/guichet/formulaire/:plate', who: agents('clerk'), handler: ({ csrf, session }) => page(form(csrf) + session.takeFlash().map(({ text }) => text).join()) });
  route(app, { method: 'GET', path: '/entrer/agent', who: open('agent'), handler: ({ session }) => { session.start('agent', clerk, keptData(session)); return seeOther('/'); } });
  route(app, { method: 'GET', path: '/guichet/etape/:n', who: agents('clerk'), handler: ({ csrf, session, req }) => page(form(csrf, String(takeKept(session, req.url)?.['plate'] ?? ''))) });
  route(app, { method: 'POST', path: '/guichet/etape/:n', who: agents('clerk'), keepsForm: true, handler: ({ form: typed }) => { taken.push(String(typed['plate'])); return page('pris'); } });
  route(app, { method: 'POST', path: '/guichet/formulaire/:plate', who: agents('clerk'), handler: ({ form: typed, csrf, requestId, files }) => {
    if (typed['plate'] === 'faux') return unprocessable(form(csrf, 'faux'));
    done.push(requestId);
    for (const { name, bytes } of files) done.push(`${name} ${bytes.length}`);
    return seeOther('/guichet/formulaire/1', 'Enregistré.');
  } });
  route(app, { method: 'GET', path: '/usager', who: citizens, handler: () => page('mes véhicules') });
  route(app, { method: 'GET', path: '/usager/dossiers/:owner', who: citizens, handler: ({ actor, params }) => { requireOwn(actor, params['owner'] ?? null); return page('mon dossier'); } });
  route(app, { method: 'POST', path: '/api/v1/demarches/:id', who: apiScope('demarches:write'), handler: ({ requestId, req }) => json({ requestId, body: req.body as { a: number } }, 201) });
  route(app, { method: 'GET', path: '/longue', who: 'public', handler: () => page('<p>Nouméa</p>'.repeat(2000)) });
  route(app, { method: 'GET', path: '/panne', who: 'public', handler: () => { throw new Error('Madame Secrète, 123456NC'); } });
  route(app, { method: 'GET', path: '/api/v1/conflit', who: 'public', handler: () => { throw new HttpFault(409, 'Impossible.', { blockers: [{ code: 'x', message: 'm', law: 'l', clearedBy: { who: 'w', how: 'h' }, path: null }] }); } });
});
afterAll(async () => {
  await server.close();
  await db.close();
});
const as = (kind: 'agent' | 'citizen', principal: Principal) => Browser.as(server.app, db.pools, kind, principal, server.at.now);

describe('qui peut entrer', () => {
  test('une route qui ne dit pas qui peut passer empêche de démarrer', async () => {
    const fresh = await testServer(db.pools, db.url);
    expect(() => fresh.app.get('/oubli', async () => 'x')).toThrow('route GET /oubli does not say who may pass');
    expect(() => route(fresh.app, { method: 'GET', path: '/dit', who: 'public', handler: () => page('x') })).not.toThrow();
    await fresh.close();
  });
  test('le livre des routes dit qui peut', () => {
    const line = server.app.routeBook.find(({ path }) => path === '/guichet/formulaire/:plate');
    expect(line?.who.label).toBe('agents(clerk)');
  });
  test("l'agent du bon rôle passe ; l'autre rôle, le citoyen et l'inconnu non", async () => {
    expect((await (await as('agent', clerk)).get('/guichet/formulaire/1')).statusCode).toBe(200);
    expect((await (await as('agent', cashier)).get('/guichet/formulaire/1')).statusCode).toBe(403);
    const stranger = await new Browser(server.app).get('/guichet/formulaire/1?x=2');
    expect([stranger.statusCode, stranger.headers.location]).toEqual([303, '/guichet/connexion?retour=%2Fguichet%2Fformulaire%2F1%3Fx%3D2']);
    expect((await new Browser(server.app).post('/guichet/formulaire/1')).statusCode).toBe(401);
  });
  test("une session n'ouvre que les portes de son espèce, et un jeton d'agent placé dans le cookie citoyen rien du tout", async () => {
    const browser = await as('agent', clerk);
    browser.cookies.set('sitt-citizen', browser.cookies.get('sitt-agent') as string);
    expect((await browser.get('/usager')).statusCode).toBe(303);
  });
  test("la pièce d'un autre se voit comme une pièce qui n'existe pas : 404 ; la sienne s'ouvre", async () => {
    const other: Principal = { kind: 'citizen', id: uuid() };
    const personId = uuid();
    await db.sql`insert into citizen_account (id, issuer, sub, person_id, name, assurance) values (${other.id}, 'essai', 'deux', ${personId}, 'Autre Essai', 'verified')`;
    const get = async (who: Principal, id: string) => { const answer = await (await as('citizen', who)).get(`/usager/dossiers/${id}`); return [answer.statusCode, answer.body.replace(/[0-9a-f-]{36}/, '')]; };
    expect((await get(other, personId))[0]).toBe(200);
    expect(await get(citizen, personId)).toEqual(await get(citizen, uuid()));
    expect((await get(citizen, personId))[0]).toBe(404);
  });
  test("un compte fermé n'est plus personne à la requête suivante", async () => {
    const id = uuid();
    await db.sql`insert into agent (id, name, roles, office) values (${id}, 'Parti Essai', '{clerk}', 'noumea')`;
    const browser = await as('agent', { kind: 'agent', id });
    expect((await browser.get('/guichet/formulaire/1')).statusCode).toBe(200);
    await db.sql`update agent set active = false where id = ${id}`;
    expect((await browser.get('/guichet/formulaire/1')).statusCode).toBe(303);
  });
  test('la session inactive se ferme, celle qui sert reste ouverte', async () => {
    const idle = await as('agent', clerk);
    const start = server.at.now;
    try {
      server.at.now = new Date(start.getTime() + 29 * 60_000);
      expect((await idle.get('/guichet/formulaire/1')).statusCode).toBe(200);
      server.at.now = new Date(start.getTime() + 58 * 60_000);
      expect((await idle.get('/guichet/formulaire/1')).statusCode).toBe(200);
      server.at.now = new Date(start.getTime() + 89 * 60_000);
      expect((await idle.get('/guichet/formulaire/1')).statusCode).toBe(303);
    } finally { server.at.now = start; }
  });
});

describe('formulaires', () => {
  test('avec son jeton : 303, et le message une seule fois sur la page suivante', async () => {
    const browser = await as('agent', clerk);
    await browser.get('/guichet/formulaire/1');
    expect((await browser.post('/guichet/formulaire/1')).statusCode).toBe(303);
    expect((await browser.get('/guichet/formulaire/1')).body).toContain('Enregistré.');
    expect((await browser.get('/guichet/formulaire/1')).body).not.toContain('Enregistré.');
  });
  test("sans jeton, avec un jeton inventé, avec celui d'une autre session, depuis un autre site : 403", async () => {
    const browser = await as('agent', clerk);
    expect((await browser.post('/guichet/formulaire/1')).statusCode).toBe(403);
    await browser.get('/guichet/formulaire/1');
    expect((await browser.post('/guichet/formulaire/1', { _csrf: 'x' })).statusCode).toBe(403);
    const other = await as('agent', clerk);
    await other.get('/guichet/formulaire/1');
    browser.cookies.set('sitt-csrf', other.cookies.get('sitt-csrf') as string);
    expect((await browser.post('/guichet/formulaire/1', { _csrf: /value="([^"]+)"/.exec(other.page)?.[1] as string })).statusCode).toBe(403);
    await browser.get('/guichet/formulaire/1');
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'cross-site' };
    expect((await browser.post('/guichet/formulaire/1', {}, { headers })).statusCode).toBe(403);
    expect((await browser.post('/guichet/formulaire/1')).statusCode).toBe(303);
  });
  test('la session finie au milieu d’une saisie : ce qui était tapé attend après l’identification, une fois, et rien n’est fait', async () => {
    const start = server.at.now;
    const browser = await as('agent', clerk);
    await browser.get('/guichet/etape/1');
    try {
      server.at.now = new Date(start.getTime() + 31 * 60_000);
      const answer = await browser.post('/guichet/etape/1', { plate: '471001NC' });
      expect([answer.statusCode, answer.headers.location]).toEqual([303, '/guichet/connexion?retour=%2Fguichet%2Fetape%2F1']);
      await browser.get('/entrer/agent');
      expect((await browser.get('/guichet/etape/2')).body).toContain('value=""');
      expect((await browser.get('/guichet/etape/1')).body).toContain('value="471001NC"');
      expect((await browser.get('/guichet/etape/1')).body).toContain('value=""');
      expect(taken).toEqual([]);
    } finally { server.at.now = start; }
  });
  test('une page plus vieille que sa session : ce qui était tapé revient ; d’un autre site, rien n’est gardé', async () => {
    const browser = await as('agent', clerk);
    await browser.get('/guichet/etape/1');
    const foreign = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'cross-site' };
    const older = { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://ailleurs.example' };
    for (const headers of [foreign, older, { ...older, origin: 'null' }]) for (const caller of [browser, new Browser(server.app)]) expect((await caller.post('/guichet/etape/1', { plate: 'forgée', _csrf: 'x' }, { headers })).statusCode).toBeGreaterThanOrEqual(401);
    expect((await browser.get('/guichet/etape/1')).body).toContain('value=""');
    const stale = await browser.post('/guichet/etape/1', { plate: '471001NC', _csrf: 'x' });
    expect([stale.statusCode, stale.headers.location]).toEqual([303, '/guichet/etape/1']);
    expect((await browser.get('/guichet/etape/1')).body).toContain('value="471001NC"');
    expect(taken).toEqual([]);
    expect((await browser.post('/guichet/etape/1', { plate: '471001NC' })).statusCode).toBe(200);
    expect(taken).toEqual(['471001NC']);
  });
  test('une longue page part comprimée à qui sait la lire, et entière à qui ne sait pas', async () => {
    const [small, plain] = await Promise.all(['gzip, br', 'identity'].map((encoding) => server.app.inject({ url: '/longue', headers: { 'accept-encoding': encoding } }))) as [LightMyRequestResponse, LightMyRequestResponse];
    expect([small.headers['content-encoding'], small.headers['vary'], small.rawPayload.length < 1000]).toEqual(['gzip', 'accept-encoding', true]);
    expect(gunzipSync(small.rawPayload).toString()).toBe(plain.body);
    expect(plain.headers['content-encoding']).toBeUndefined();
  });
  test('une erreur rend le formulaire tel qu’il a été rempli : 422', async () => {
    const browser = await as('agent', clerk);
    await browser.get('/guichet/formulaire/1');
    const answer = await browser.post('/guichet/formulaire/1', { plate: 'faux' });
    expect([answer.statusCode, answer.body]).toEqual([422, expect.stringContaining('value="faux"')]);
  });
  test('un fichier passe avec son jeton ; trop gros, il arrive coupé d’un octet de trop, avec les autres réponses', async () => {
    const browser = await as('agent', clerk);
    await browser.get('/guichet/formulaire/1');
    const token = /value="([^"]+)"/.exec(browser.page)?.[1] as string;
    const send = (bytes: number, csrf: string) => browser.post('/guichet/formulaire/1', {}, {
      headers: { 'content-type': 'multipart/form-data; boundary=b' },
      payload: `--b\r\ncontent-disposition: form-data; name="_csrf"\r\n\r\n${csrf}\r\n--b\r\ncontent-disposition: form-data; name="piece"; filename="C:\\\\é\\\\scan.pdf"\r\ncontent-type: application/pdf\r\n\r\n${'x'.repeat(bytes)}\r\n--b--\r\n`,
    });
    expect((await send(10, token)).statusCode).toBe(303);
    expect(done.at(-1)).toBe('scan.pdf 10');
    expect((await send(10, 'x')).statusCode).toBe(403);
    expect((await send(12 * 2 ** 20, token)).statusCode).toBe(303);
    expect(done.at(-1), 'whoever keeps it says that it is too large').toBe(`scan.pdf ${10 * 2 ** 20 + 1}`);
  });
  test('la même clé fait une seule demande pour le même appelant, jamais entre deux appelants', async () => {
    const press = async (browser: Browser, key: string) => {
      await browser.get('/guichet/formulaire/1');
      await browser.post('/guichet/formulaire/1', { _request: key });
      return done.at(-1);
    };
    const key = uuid();
    const id = uuid();
    await db.sql`insert into agent (id, name, roles, office) values (${id}, 'Autre Essai', '{clerk}', 'noumea')`;
    const mine = await press(await as('agent', clerk), key);
    expect(await press(await as('agent', clerk), key)).toBe(mine);
    expect(await press(await as('agent', { kind: 'agent', id }), key)).not.toBe(mine);
    expect(await press(await as('agent', clerk), uuid())).not.toBe(mine);
  });
});

describe('API', () => {
  const post = (key: string | undefined, headers: Record<string, string> = {}) => server.app.inject({
    method: 'POST', url: '/api/v1/demarches/essai', payload: { a: 1 }, headers: { ...(key ? { authorization: `Bearer ${key}` } : {}), ...headers },
  });
  test('la clé qui porte le droit passe, sans jeton de formulaire', async () => {
    expect((await post('key-of-clerk')).statusCode).toBe(201);
  });
  test('sans clé, clé inconnue : 401 ; clé sans ce droit : 403 ; toujours en problem+json', async () => {
    const answers = await Promise.all([post(undefined), post('nothing'), post('key-of-citizen')]);
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([401, 401, 403]);
    expect(answers.map(({ headers }) => headers['content-type'])).toEqual(Array(3).fill('application/problem+json; charset=utf-8'));
    expect(answers[0]?.headers['www-authenticate']).toBe('Bearer');
  });
  test("le cookie d'un agent n'ouvre pas l'API : un formulaire forgé n'y peut rien", async () => {
    const browser = await as('agent', clerk);
    expect((await browser.get('/api/v1/conflit')).statusCode).toBe(409);
    expect((await post(undefined, { cookie: `sitt-agent=${browser.cookies.get('sitt-agent')}` })).statusCode).toBe(401);
  });
  test('une clé révoquée est refusée', async () => {
    const id = uuid();
    await insertKey(db.sql, { id, key: 'key-to-revoke', owner: clerk, label: 'essai', scopes: ['demarches:write'], expires: null, demo: false });
    expect((await post('key-to-revoke')).statusCode).toBe(201);
    await db.sql`update api_key set revoked_at = now() where id = ${id}`;
    expect((await post('key-to-revoke')).statusCode).toBe(401);
  });
  test('Idempotency-Key : même appelant même travail, autre appelant autre travail', async () => {
    await insertKey(db.sql, { id: uuid(), key: 'key-of-cashier', owner: cashier, label: 'essai', scopes: ['demarches:write'], expires: null, demo: false });
    const id = async (key: string) => (await post(key, { 'idempotency-key': 'same-key-1' })).json<{ requestId: string }>().requestId;
    expect(await id('key-of-clerk')).toBe(await id('key-of-clerk'));
    expect(await id('key-of-clerk')).not.toBe(await id('key-of-cashier'));
  });
  test('un corps illisible : 400 ; un autre format : 415 ; les blocages : 409 avec leur liste', async () => {
    const send = (payload: string, type: string) => server.app.inject({ method: 'POST', url: '/api/v1/demarches/x', payload, headers: { 'content-type': type, authorization: 'Bearer key-of-clerk' } });
    expect((await send('{', 'application/json')).statusCode).toBe(400);
    expect((await send('<x/>', 'application/xml')).statusCode).toBe(415);
    const answer = await server.app.inject('/api/v1/conflit');
    expect([answer.statusCode, answer.json<{ blockers: unknown[] }>().blockers.length]).toEqual([409, 1]);
  });
});

describe('en-têtes, cookies, limites, journaux', () => {
  test('la politique de contenu ne laisse ni script ni style en ligne, ni cadre', async () => {
    const { headers } = await (await as('citizen', citizen)).get('/usager');
    expect(headers['content-security-policy']).toMatch(/default-src 'self'.*frame-ancestors 'none'/);
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect([headers['x-content-type-options'], headers['x-frame-options'], headers['cache-control']]).toEqual(['nosniff', 'DENY', 'no-store']);
  });
  test('en https les cookies sont __Host-, Secure, HttpOnly, Lax ; en http local ils fonctionnent sans Secure', async () => {
    const https = await testServer(db.pools, db.url, { publicUrl: 'https://sitt.example' });
    for (const { app } of [https, server]) {
      if (app === https.app) route(app, { method: 'GET', path: '/f', who: 'public', handler: ({ csrf, session }) => { session.flash('information', 'x'); return page(csrf); } });
    }
    const { cookies } = await https.app.inject('/f');
    expect(cookies.map(({ name }) => name).sort()).toEqual(['__Host-sitt-csrf', '__Host-sitt-visitor']);
    for (const cookie of cookies) expect(cookie).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Lax', path: '/' });
    await https.close();
    const browser = await as('agent', clerk);
    const plain = await browser.get('/guichet/formulaire/1');
    expect(plain.cookies.find(({ name }) => name === 'sitt-csrf')).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
  });
  test("au-delà de la limite d'un appelant : 429 et Retry-After ; un autre appelant de la même adresse passe", async () => {
    const slow = await testServer(db.pools, db.url, { limits: { perCaller: 3 } });
    route(slow.app, { method: 'GET', path: '/usager', who: citizens, handler: () => page('x') });
    route(slow.app, { method: 'GET', path: '/guichet', who: agents(), handler: () => page('x') });
    const one = await Browser.as(slow.app, db.pools, 'citizen', citizen, slow.at.now);
    const two = await Browser.as(slow.app, db.pools, 'agent', clerk, slow.at.now);
    const statuses = [];
    for (let i = 0; i < 5; i += 1) statuses.push((await one.get('/usager')).statusCode);
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    expect(Number((await one.get('/usager')).headers['retry-after'])).toBeGreaterThan(0);
    expect((await two.get('/guichet')).statusCode).toBe(200);
    await slow.close();
  });
  test("les journaux disent la route et l'identifiant, jamais la plaque, la requête, le corps ni le message d'une erreur", async () => {
    const browser = await as('agent', clerk);
    await browser.get('/guichet/formulaire/123456NC?nom=Secrète');
    await browser.post('/guichet/formulaire/123456NC', { plate: '999999NC' });
    const crash = await browser.get('/panne');
    expect([crash.statusCode, crash.body]).toEqual([500, expect.not.stringContaining('Secrète')]);
    await server.app.inject('/inconnu/123456NC');
    const text = server.lines.join('');
    for (const secret of ['123456NC', '999999NC', 'Secr', 'key-of', browser.cookies.get('sitt-agent') as string]) expect(text).not.toContain(secret);
    expect(text).toContain('/guichet/formulaire/:plate');
    const shown = /500 ([0-9a-f-]{36})/.exec(crash.body)?.[1];
    expect(text).toContain(`"reqId":"${shown}"`);
  });
  test('/healthz, /readyz ; /metrics par le jeton, jamais par un mandataire sans jeton', async () => {
    expect((await server.app.inject('/healthz')).body).toBe('ok\n');
    expect((await server.app.inject('/readyz')).statusCode).toBe(200);
    const metrics = (headers: Record<string, string>) => server.app.inject({ url: '/metrics', headers, remoteAddress: '127.0.0.1' });
    expect((await metrics({ 'x-forwarded-for': '1.2.3.4' })).statusCode).toBe(404);
    expect((await metrics({ 'x-forwarded-for': '1.2.3.4', authorization: 'Bearer metrics-token' })).statusCode).toBe(200);
    expect((await metrics({ 'x-forwarded-for': '1.2.3.4', authorization: 'Bearer wrong' })).statusCode).toBe(404);
    expect((await metrics({})).body).toContain('http_request_duration_seconds');
  });
});

describe('entrées quelconques', () => {
  const odd = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('%zz', '%00', '../../etc/passwd', "'; drop table act; --", '<script>alert(1)</script>', '=1+1', '\u0000', '[object Object]', '__proto__'));
  test('ni adresse, ni formulaire, ni corps, ni clé, ni cookie ne provoque de 500, et rien de saisi ne revient tel quel', async () => {
    const browser = await as('agent', clerk);
    await browser.get('/guichet/formulaire/1');
    await fc.assert(fc.asyncProperty(odd, odd, odd, async (path, value, key) => {
      const ascii = key.replace(/[^\x21-\x7e]/g, '') || 'x';
      const answers = [
        await server.app.inject({ url: `/guichet/formulaire/${encodeURIComponent(path)}?retour=${encodeURIComponent(value)}` }),
        await server.app.inject({ url: `/${path.replace(/[^\x21-\x7e]/g, '')}`, headers: { cookie: `sitt-agent=${ascii}; sitt-csrf=${ascii}` } }),
        await browser.post('/guichet/formulaire/1', { [value || 'x']: path, _request: key }),
        await server.app.inject({ method: 'POST', url: '/api/v1/demarches/x', payload: value, headers: { 'content-type': 'application/json', authorization: `Bearer ${ascii}`, 'idempotency-key': ascii } }),
        await server.app.inject({ method: 'POST', url: '/guichet/formulaire/1', payload: value, headers: { 'content-type': 'multipart/form-data; boundary=b', cookie: `sitt-agent=${browser.cookies.get('sitt-agent')}` } }),
      ];
      expect(answers.filter(({ statusCode }) => statusCode >= 500).map(({ statusCode, body }) => `${statusCode} ${body}`)).toEqual([]);
      for (const { body } of answers) expect(body).not.toContain('<script>');
    }), { numRuns: 60 });
  });
});
