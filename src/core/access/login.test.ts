import { generate } from 'otplib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../../tests/setup/database.ts';
import { agents, authorities, citizens, page, route } from '../http/index.ts';
import { Browser, testServer, type TestServer } from '../http/test-server.ts';
import { createAgent, setActive, setCredential } from './agents.ts';
import { findApiKey } from './api-keys.ts';
import { addCitizenLogin } from './citizen-login.ts';
import { demoAgentId, seedDemoAccess } from './demo.ts';
import { demoCitizens, demoPersonId } from './demo-citizens.ts';
import { isDemo, markDemo } from './installation.ts';
import { addLocalProvider } from './local-provider.ts';
import { addPasswordLogin } from './login-routes.ts';
import { checkLogin } from './password-login.ts';
import type { Principal } from './sessions.ts';

const root = 'the root secret of these tests, long enough';
const password = 'une phrase de passe assez longue';

/** A server with every log-in on it. */
async function withLogins(db: TestDatabase, demo: boolean): Promise<TestServer> {
  const server = await testServer(db.pools, db.url);
  const { app, at } = server;
  const stores = { read: db.pools.read, acts: db.pools.acts, clock: () => at.now };
  const renderLogin = (view: { csrf: string; email: string; error: string | undefined; returnTo: string; demo: readonly { id: string; actor: unknown }[] }) =>
    `<input name="_csrf" value="${view.csrf}"><input name="email" value="${view.email}">${view.error ?? ''} retour=${view.returnTo} demo=${view.demo.map(({ id }) => id).join()}`;
  addPasswordLogin(app, { kind: 'agent', base: '/guichet' }, { stores, secret: root, renderLogin });
  addPasswordLogin(app, { kind: 'authority', base: '/police', takes: (actor) => actor.kind === 'authority' && ['police', 'gendarmerie'].includes(actor.authority) }, { stores, secret: root, renderLogin });
  const client = await addLocalProvider(app, { secret: root, people: demoCitizens, callbackPath: '/usager/connexion/retour', render: ({ csrf, warning, people }) => `${warning}<input name="_csrf" value="${csrf}">${people.map(({ givenNames }) => givenNames).join()}` });
  addCitizenLogin(app, {
    base: '/usager', stores, client, providerName: 'NC Connect', demo, renderLogin: ({ href, error }) => `<a href="${href}">x</a>${error ?? ''}`,
    findPerson: async (_, { sub }) => (sub === 'marie' ? demoPersonId('marie') : undefined),
  });
  route(app, { method: 'GET', path: '/guichet', who: agents(), handler: ({ actor }) => page(JSON.stringify(actor)) });
  route(app, { method: 'GET', path: '/guichet/page', who: agents(), handler: ({ csrf }) => page(`<input name="_csrf" value="${csrf}">`) });
  route(app, { method: 'GET', path: '/police', who: authorities('police', 'gendarmerie'), handler: () => page('contrôle') });
  route(app, { method: 'GET', path: '/usager', who: citizens, handler: ({ actor }) => page(JSON.stringify(actor)) });
  return server;
}

let db: TestDatabase;
let server: TestServer;
beforeAll(async () => { db = await testDatabase(); server = await withLogins(db, false); });
afterAll(async () => { await server.close(); await db.close(); });

describe('connexion des agents', () => {
  let clerk: Principal;
  let secret: string;
  const code = () => generate({ secret, epoch: Math.floor(server.at.now.getTime() / 1000) });
  const later = (seconds: number) => { server.at.now = new Date(server.at.now.getTime() + seconds * 1000); };
  const login = async (typed: Record<string, string>, browser = new Browser(server.app)) => {
    await browser.get('/guichet/connexion?retour=/guichet?file=1');
    return { browser, answer: await browser.post('/guichet/connexion', { email: 'Agent@Exemple.nc', password, retour: '/guichet', ...typed }) };
  };
  beforeAll(async () => {
    clerk = await createAgent(db.sql, { name: 'Agent Essai', roles: ['clerk'], office: 'noumea' });
    ({ totpSecret: secret } = await setCredential(db.sql, root, clerk, 'agent@exemple.nc', password));
  });

  test('adresse, mot de passe et code justes : la porte s’ouvre, et l’identifiant de session est neuf (pas de fixation)', async () => {
    const browser = new Browser(server.app);
    browser.cookies.set('sitt-agent', 'x'.repeat(43));
    const { answer } = await login({ code: await code() }, browser);
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/guichet']);
    expect(browser.cookies.get('sitt-agent')).not.toBe('x'.repeat(43));
    expect((await browser.get('/guichet')).body).toContain('Agent Essai');
  });
  test('se déconnecter tue la session : le jeton copié avant ne vaut plus rien', async () => {
    later(60);
    const { browser } = await login({ code: await code() });
    const thief = new Browser(server.app);
    thief.cookies.set('sitt-agent', browser.cookies.get('sitt-agent') as string);
    expect((await thief.get('/guichet')).statusCode).toBe(200);
    await browser.get('/guichet/page');
    expect((await browser.post('/guichet/deconnexion')).statusCode).toBe(303);
    expect((await thief.get('/guichet')).statusCode).toBe(303);
  });
  test('un code ne sert qu’une fois', async () => {
    later(60);
    const once = await code();
    expect((await login({ code: once })).answer.statusCode).toBe(303);
    expect((await login({ code: once })).answer.statusCode).toBe(422);
  });
  test('ni à deux au même instant : de cinq connexions simultanées, une seule entre', async () => {
    later(60);
    const typed = { email: 'agent@exemple.nc', password, code: await code() };
    const entered = await Promise.all(Array.from({ length: 5 }, () => checkLogin(db.sql, root, typed, server.at.now)));
    expect(entered.filter(Boolean)).toEqual([clerk]);
    later(60);
    expect((await login({ code: await code() })).answer.statusCode).toBe(303); // and what failed is forgotten
  });
  test('mauvais mot de passe, mauvais code, adresse inconnue : la même phrase, et l’adresse saisie est rendue', async () => {
    later(60);
    const answers = [await login({ password: 'faux', code: await code() }), await login({ code: '000000' }), await login({ email: 'inconnu@exemple.nc', code: '000000' })];
    for (const { answer } of answers) expect([answer.statusCode, answer.body]).toEqual([422, expect.stringContaining('Adresse, mot de passe ou code incorrect.')]);
    expect(answers[2]?.answer.body).toContain('value="inconnu@exemple.nc"');
    later(60);
    expect((await login({ code: await code() })).answer.statusCode).toBe(303);
  });
  test('cinq échecs ferment le compte un quart d’heure, même au bon mot de passe', async () => {
    for (let i = 0; i < 5; i += 1) await login({ password: 'faux', code: '000000' });
    later(60);
    expect((await login({ code: await code() })).answer.statusCode).toBe(422);
    later(15 * 60);
    expect((await login({ code: await code() })).answer.statusCode).toBe(303);
  });
  test('le compte d’une autorité n’ouvre pas le guichet, celui d’un agent n’ouvre pas la police', async () => {
    const officer = await createAgent(db.sql, { name: 'Brigadier Essai', authority: 'police', unit: 'Nouméa' });
    const { totpSecret } = await setCredential(db.sql, root, officer, 'police@exemple.nc', password);
    const epoch = () => Math.floor(server.at.now.getTime() / 1000);
    expect((await login({ email: 'police@exemple.nc', code: await generate({ secret: totpSecret, epoch: epoch() }) })).answer.statusCode).toBe(422);
    later(60);
    const browser = new Browser(server.app);
    await browser.get('/police/connexion');
    const answer = await browser.post('/police/connexion', { email: 'police@exemple.nc', password, code: await generate({ secret: totpSecret, epoch: epoch() }) });
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/police']);
    expect((await browser.get('/police')).statusCode).toBe(200);
    expect((await browser.get('/guichet')).statusCode).toBe(303);
  });
  test('« retour » ne mène jamais hors du site', async () => {
    later(60);
    for (const [given, landed] of [['//evil.example', '/guichet'], ['https://evil.example', '/guichet'], ['/\\evil', '/guichet'], ['/guichet/x', '/guichet/x']] as const) {
      const browser = await Browser.as(server.app, db.pools, 'agent', clerk, server.at.now);
      expect((await browser.get(`/guichet/connexion?retour=${encodeURIComponent(given)}`)).headers.location).toBe(landed);
    }
  });
  test('mot de passe changé ou compte fermé : les sessions ouvertes se ferment', async () => {
    const browser = await Browser.as(server.app, db.pools, 'agent', clerk, server.at.now);
    expect((await browser.get('/guichet')).statusCode).toBe(200);
    ({ totpSecret: secret } = await setCredential(db.sql, root, clerk, 'agent@exemple.nc', password));
    expect((await browser.get('/guichet')).statusCode).toBe(303);
    await setActive(db.sql, clerk, false);
    expect((await login({ code: await code() })).answer.statusCode).toBe(422);
    await setActive(db.sql, clerk, true);
  });
  test('ni mot de passe ni secret en clair dans la base', async () => {
    const [row] = await db.owner<{ text: string }[]>`select string_agg(c::text, '') as text from credential c`;
    expect(row?.text).toContain('$argon2id$');
    expect(row?.text).not.toContain(password);
    expect(row?.text).not.toContain(secret);
    const [session] = await db.owner<{ text: string }[]>`select coalesce(string_agg(s::text, ''), '') as text from session s`;
    const browser = await Browser.as(server.app, db.pools, 'agent', clerk, server.at.now);
    expect(session?.text).not.toContain(browser.cookies.get('sitt-agent'));
  });
});

describe('connexion des citoyens par le fournisseur d’identité', () => {
  /** Walks the whole exchange; `tamper` changes the address that the browser comes back to. */
  const login = async (sub: string, browser = new Browser(server.app), tamper = (url: string) => url) =>
    ({ browser, answer: await follow(browser, await browser.get('/usager/connexion/identite?retour=/usager'), sub, tamper) });

  test('Marie, vérifiée et connue du registre, entre sous son identité ; l’identifiant de session d’avant ne vaut plus rien', async () => {
    const { browser, answer } = await login('marie');
    expect(answer.statusCode).toBe(200);
    expect(JSON.parse(answer.body)).toMatchObject({ kind: 'citizen', personId: demoPersonId('marie'), assurance: 'verified', name: 'Marie Wassaumi Exemple-Wamytan', mandates: [] });
    expect([...browser.cookies.keys()]).not.toContain('sitt-visitor');
  });
  test('deux fois la même personne : le même compte ; un compte non vérifié reste « low » et n’est lié à personne', async () => {
    await login('marie');
    const { answer } = await login('sacha');
    expect(JSON.parse(answer.body)).toMatchObject({ assurance: 'low' });
    const rows = await db.owner<{ sub: string; linked: boolean }[]>`select sub, linked_at is not null as linked from citizen_account order by sub`;
    expect([...rows]).toEqual([{ sub: 'marie', linked: true }, { sub: 'sacha', linked: false }]);
  });
  test('un « state » forgé ou rejoué, un retour sans départ : refusés', async () => {
    const forged = await login('marie', undefined, (url) => url.replace(/state=[^&]+/, 'state=forge'));
    expect(forged.answer.statusCode).toBe(403);
    expect((await new Browser(server.app).get('/usager/connexion/retour?code=x&state=y')).statusCode).toBe(403);
    let callback = '';
    const { browser, answer } = await login('marie', undefined, (url) => { if (url.includes('/retour?')) callback = url; return url; });
    expect(answer.statusCode).toBe(200);
    expect((await browser.get(callback)).statusCode).toBe(403);
    expect((await new Browser(server.app).get(callback)).statusCode).toBe(403);
  });
  test('le code d’un autre échange (autre nonce, autre PKCE) est refusé', async () => {
    let stolen = '';
    await login('jean', undefined, (url) => { if (url.includes('/retour?')) { stolen = /code=([^&]+)/.exec(url)?.[1] ?? ''; return '/usager/connexion'; } return url; });
    expect(stolen).not.toBe('');
    const victim = await login('marie', undefined, (url) => (url.includes('/retour?') ? url.replace(/code=[^&]+/, `code=${stolen}`) : url));
    expect(victim.answer.statusCode).toBe(403);
  });
  test('un nonce qui n’est pas celui du départ fait refuser l’identité', async () => {
    const browser = new Browser(server.app);
    const { answer } = await login('marie', browser, (url) => url);
    expect(answer.statusCode).toBe(200);
    const victim = new Browser(server.app);
    const away = await victim.get('/usager/connexion/identite');
    await db.owner`update session set data = jsonb_set(data, '{oidc,nonce}', '"forged"') where kind = 'visitor' and data ? 'oidc'`;
    expect((await follow(victim, away, 'marie')).statusCode).toBe(403);
  });
  test('la page du fournisseur dit ce qu’elle est', async () => {
    const browser = new Browser(server.app);
    let answer = await browser.get('/usager/connexion/identite');
    answer = await browser.get(String(answer.headers.location).replace('http://localhost', ''));
    answer = await browser.get(String(answer.headers.location).replace('http://localhost', ''));
    expect(answer.body).toContain('Ceci n’est pas NC Connect');
    expect(answer.headers['content-security-policy']).toContain("default-src 'self'");
  });
});

/** Goes where it is sent, as a browser does, and is `sub` where the provider asks. */
async function follow(browser: Browser, first: Awaited<ReturnType<Browser['get']>>, sub: string, tamper = (url: string) => url) {
  let answer = first;
  for (let hop = 0; hop < 9 && (answer.statusCode === 303 || answer.statusCode === 302); hop += 1) {
    const to = tamper(String(answer.headers.location).replace('http://localhost', ''));
    answer = await browser.get(to);
    if (to.includes('/nc-connect/identite/')) answer = await browser.post(to, { sub });
  }
  return answer;
}

describe('marque de démonstration', () => {
  test('sans elle : ni identité en un clic, ni clé connue, même si leurs lignes étaient là ; l’application ne peut pas la poser', async () => {
    const plain = await testDatabase();
    await seedDemoAccess(plain.owner);
    const real = await withLogins(plain, false);
    const browser = new Browser(real.app);
    expect((await browser.get('/guichet/connexion')).body).toMatch(/demo=$/);
    expect((await browser.post('/guichet/connexion/demonstration', { identite: demoAgentId('guichet') })).statusCode).toBe(404);
    expect(await findApiKey(plain.sql, 'demo-counter', real.at.now)).toBeUndefined();
    await expect(plain.sql`insert into installation (demo) values (true)`).rejects.toThrow(/permission denied/);
    await expect(markDemo(plain.owner)).rejects.toThrow('only an empty database');
    expect(await isDemo(plain.sql)).toBe(false);
    await real.close();
    await plain.close();
  });
  test('avec elle : un clic suffit, chaque porte ne montre que les siens, et les clés connues vivent', async () => {
    const fresh = await testDatabase();
    await markDemo(fresh.owner);
    await seedDemoAccess(fresh.owner);
    const demo = await withLogins(fresh, true);
    const browser = new Browser(demo.app);
    expect((await browser.get('/police/connexion')).body).not.toContain(demoAgentId('guichet'));
    expect((await browser.post('/police/connexion/demonstration', { identite: demoAgentId('guichet') })).statusCode).toBe(404);
    await browser.get('/guichet/connexion');
    expect((await browser.post('/guichet/connexion/demonstration', { identite: demoAgentId('guichet'), retour: '/guichet' })).statusCode).toBe(303);
    expect((await browser.get('/guichet')).body).toContain('Camille Exemple');
    expect((await findApiKey(fresh.sql, 'demo-police', demo.at.now))?.actor).toMatchObject({ kind: 'authority', authority: 'police' });
    expect((await findApiKey(fresh.sql, 'demo-citizen', demo.at.now))?.actor).toMatchObject({ kind: 'citizen', personId: demoPersonId('marie') });
    await fresh.owner`update installation set demo = false`;
    expect((await browser.get('/guichet')).statusCode).toBe(303);
    await demo.close();
    await fresh.close();
  });
});
