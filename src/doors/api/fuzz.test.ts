import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoCountry, type Country } from '../../../tests/setup/country.ts';
import { demoAgentId } from '../../core/access/demo.ts';
import { actorOf } from '../../core/access/password-login.ts';
import { demoPersonId } from '../../core/access/demo-citizens.ts';
import { openSession, type Principal, type SessionKind } from '../../core/access/sessions.ts';
import type { Actor } from '../../core/access/actor.ts';
import { deterministicId, uuid } from '../../core/values/ids.ts';

let country: Country;
beforeAll(async () => { country = await demoCountry(); }, 60_000);
afterAll(() => country.close());

const KEYS = [null, 'demo-counter', 'demo-citizen', 'demo-police', 'no-such-key'] as const;
const odd = ['', ' ', '%00', '%F0%9F%9A%97', '..%2F..%2Fetc%2Fpasswd', "1'%20or%20'1'%3D'1", '%3Cscript%3Ealert(1)%3C%2Fscript%3E', 'A'.repeat(190), '%25', '471001NC', '00000000-0000-0000-0000-000000000000', uuid(), '٣٤٥NC', '-1', '=1%2B1', '%EF%BB%BF471001NC', 'null', '__proto__'];

/** Never a 5xx, and an answer at the API is JSON of its kind. */
function sound(answer: { statusCode: number; headers: Record<string, unknown>; body: string }, what: string): void {
  expect(answer.statusCode, `${what}: ${answer.body.slice(0, 200)}`).toBeLessThan(500);
  if (!answer.body) return;
  const type = String(answer.headers['content-type']);
  expect(type, what).toMatch(answer.statusCode < 400 ? /^application\/(json|pdf)/ : /^application\/problem\+json/);
  if (type.includes('json')) {
    const body = JSON.parse(answer.body) as { status?: unknown };
    if (answer.statusCode >= 400) expect(body.status, what).toBe(answer.statusCode);
    expect(answer.body, what).not.toMatch(/node_modules|PostgresError|select /);
  }
}

describe('aucune entrée ne fait tomber l’interface', () => {
  it.each(['vehicles', 'titles', 'dossiers', 'demarches'])('/%s : plaques, VIN et identifiants forgés', async (what) => {
    for (const key of KEYS) for (const text of odd) {
      const path = `/api/v1/${what}/${text}`;
      sound(await country.ask(key, 'GET', path), `GET ${path}`);
      if (what === 'vehicles') sound(await country.ask(key, 'GET', `${path}?at=${text}&knownAt=${text}`), `GET ${path}?at`);
      if (what === 'dossiers') for (const step of ['submit', 'approve', 'pieces', 'payments']) sound(await country.ask(key, 'POST', `${path}/${step}`, step === 'pieces' ? { kind: text } : undefined), `POST ${path}/${step}`);
    }
  }, 60_000);

  it('chaque adresse du contrat OpenAPI prend n’importe quel corps', async () => {
    const { paths } = (await country.ask(null, 'GET', '/openapi.json')).json<{ paths: Record<string, Record<string, unknown>> }>();
    expect(Object.keys(paths).length).toBeGreaterThan(8);
    const body = fc.oneof(fc.json(), fc.constantFrom('{', '[]', '"x"', 'null', '{"subject":{},"input":[]}', `{"input":${'['.repeat(3000)}${']'.repeat(3000)}}`, '{"__proto__":{"a":1}}', '{"subject":"\\u0000","input":{"a":"\\u0000"}}'));
    await fc.assert(fc.asyncProperty(fc.constantFrom(...Object.entries(paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => [path, method] as const))), fc.constantFrom(...KEYS), fc.constantFrom(...odd), body, async ([path, method], key, text, payload) => {
      const url = path.replace(/\{[^}]+\}/g, text || 'x');
      const verb = method.toUpperCase() as 'GET' | 'POST';
      sound(await country.ask(key, verb, url, verb === 'POST' ? payload : undefined, { headers: verb === 'POST' ? { 'content-type': 'application/json' } : {} }), `${verb} ${url}`);
    }), { numRuns: 150 });
  }, 60_000);

  it('chaque démarche prend une saisie tirée de son schéma, essayée et déposée', async () => {
    const list = (await country.ask(null, 'GET', '/api/v1/demarches')).json<{ href: string }[]>();
    for (const { href } of list) {
      const { input } = (await country.ask(null, 'GET', href)).json<{ input: Schema }>();
      await fc.assert(fc.asyncProperty(valueOf(input), fc.constantFrom('demo-counter', 'demo-citizen', 'demo-police'), fc.constantFrom('471001NC', '466001NC', '21404NC', ''), fc.boolean(), async (value, key, subject, dryRun) => {
        sound(await country.ask(key, 'POST', `${href}${dryRun ? '?dryRun=true' : ''}`, { subject, input: value }), `${href} ${JSON.stringify(value).slice(0, 500)}`);
      }), { numRuns: 12 });
    }
  }, 120_000);
});

describe('une saisie de mauvais types', () => {
  it.each([true, 7, 'x', ['x'], [null], { a: 1 }])('chaque champ et chaque groupe vaut %j : des réponses à corriger, jamais une panne', async (wrong) => {
    const list = (await country.ask(null, 'GET', '/api/v1/demarches')).json<{ href: string }[]>();
    for (const { href } of list) {
      const { fields } = (await country.ask(null, 'GET', href)).json<{ fields: { path: string }[] }>();
      const deep: Record<string, unknown> = {};
      const flat: Record<string, unknown> = {};
      for (const { path } of fields) {
        const names = path.split('.');
        flat[names[0] as string] = wrong;
        if (fields.some((other) => other.path.startsWith(`${path}.`))) continue;
        let at = deep;
        for (const name of names.slice(0, -1)) at = (at[name] ??= {}) as Record<string, unknown>;
        at[names.at(-1) as string] = wrong;
      }
      for (const input of [deep, flat]) for (const dryRun of ['', '?dryRun=true']) {
        sound(await country.ask('demo-counter', 'POST', `${href}${dryRun}`, { subject: '471001NC', input }), `${href}${dryRun} ${JSON.stringify(input).slice(0, 300)}`);
      }
    }
  }, 60_000);
});

type Schema = { type?: string | string[]; properties?: Record<string, Schema>; required?: string[]; enum?: unknown[]; const?: unknown; anyOf?: Schema[]; oneOf?: Schema[]; items?: Schema };

/** A value of this JSON schema, more or less: parts missing, texts odd, numbers beyond the bounds. */
function valueOf(schema: Schema): fc.Arbitrary<unknown> {
  const some = schema.anyOf ?? schema.oneOf;
  if (some) return fc.oneof(...some.map(valueOf));
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  switch (schema.type) {
    case 'object': return fc.record(Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, part]) => [name, valueOf(part)])), { requiredKeys: [] });
    case 'array': return fc.array(valueOf(schema.items ?? {}), { maxLength: 3 });
    case 'integer': case 'number': return fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constant(0));
    case 'boolean': return fc.boolean();
    default: return fc.oneof(fc.constantFrom('2026-11-20', '10:30', '98818', 'MR0DEMO0000000001', 'T000000001', '<b>x</b>', '\u0000', 'é'.repeat(2000), '=1+1', 'fc0a2b3c-0000-4000-8000-000000000000', demoPersonId('jean')), fc.string({ unit: 'binary' }));
  }
}

describe('chaque route, avec chaque rôle', () => {
  it('rien ne s’ouvre sans droit, rien ne tombe : ce que « who » dit est ce que le serveur fait', async () => {
    const { server, db, at } = country;
    const people: readonly { name: string; kind: SessionKind; principal: Principal }[] = [
      { name: 'citizen', kind: 'citizen', principal: { kind: 'citizen', id: deterministicId('demo-account', 'marie') } },
      ...['guichet', 'responsable', 'caisse', 'audit', 'direction'].map((name) => ({ name, kind: 'agent' as const, principal: { kind: 'agent' as const, id: demoAgentId(name) } })),
      ...['police', 'tresor'].map((name) => ({ name, kind: 'authority' as const, principal: { kind: 'agent' as const, id: demoAgentId(name) } })),
    ];
    const sessions = await Promise.all(people.map(async ({ name, kind, principal }) => ({
      name, kind, actor: await actorOf<Actor>(db.pools.read, principal) as Actor, cookie: `sitt-${kind}=${await openSession(db.pools.acts, kind, principal, {}, at.now)}`,
    })));
    const visitors = [{ name: 'anonymous', kind: 'visitor' as const, actor: { kind: 'anonymous' } as Actor, cookie: '' }, ...sessions];
    const lines = (await server.routes()).filter(({ method }) => method === 'GET' || method === 'POST');
    expect(lines.length).toBeGreaterThan(30);
    const wrong: string[] = [];
    let walked = 0;
    for (const { method, path, who, keepsForm } of lines) for (const { name, kind, actor, cookie } of visitors) {
      const url = path.replace(/:[a-zA-Z]+(\([^)]*\))?/g, '00000000-0000-4000-8000-000000000000').replace('*', 'x');
      const seen = !who.bearer && who.sessions.includes(kind as never) ? actor : { kind: 'anonymous' } as Actor;
      const may = who.allows({ actor: seen, scopes: undefined, local: true });
      const answer = await server.inject({ method: method === 'GET' ? 'GET' : 'POST', url, headers: cookie ? { cookie } : {}, remoteAddress: `127.0.${(walked += 1) >> 8 & 255}.${walked & 255}` });
      const refused = answer.statusCode === 401 || answer.statusCode === 403 || (answer.statusCode === 303 && String(answer.headers['location']).includes('/connexion?retour='));
      if (answer.statusCode >= 500) wrong.push(`${name} ${method} ${path}: ${answer.statusCode}`);
      if (!may && !refused) wrong.push(`${name} ${method} ${path}: open (${answer.statusCode})`);
      // A POST that may pass is still refused without its form's token: 403 by CSRF, never by right.
      // The way back from the identity provider refuses whoever did not leave for it: open to all, of use to one.
      if (may && refused && method === 'GET' && !path.endsWith('/connexion/retour')) wrong.push(`${name} ${method} ${path}: closed (${answer.statusCode})`);
      // A form that is kept goes back to its own page, to be read and sent again: nothing was done with it.
      const keptBack = keepsForm && answer.statusCode === 303 && answer.headers['location'] === url;
      if (may && method === 'POST' && !who.bearer && answer.statusCode < 400 && !keptBack && !/^\/(oidc|paiement|card|simul|demo)/.test(path)) wrong.push(`${name} ${method} ${path}: no forged-form check (${answer.statusCode})`);
    }
    expect(wrong).toEqual([]);
  }, 120_000);
});
