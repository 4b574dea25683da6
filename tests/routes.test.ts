import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor, AgentRole } from '../src/core/access/actor.ts';
import type { BookedRoute } from '../src/core/http/index.ts';
import { roleIds } from '../src/domains/partners/index.ts';
import { demoCountry, type Country } from './setup/country.ts';

// What `who` lets in, written down: a change of rights is a line that changes in routes.txt, read by whoever reviews it.
// To accept it: npm test -- tests/routes.test.ts -u
let country: Country;
beforeAll(async () => { country = await demoCountry(); }, 60_000);
afterAll(() => country.close());

const ROLES: readonly AgentRole[] = ['clerk', 'examining-clerk', 'supervisor', 'cashier', 'inspector', 'partner-manager', 'referential-admin', 'auditor', 'director', 'helper'];
const AUTHORITIES = ['police', 'gendarmerie', 'customs', 'treasury'];
const SCOPES = ['demarches:read', 'demarches:write', 'dossiers:read', 'vehicles:read', 'vehicles:check', 'contracts:read', 'contracts:write', 'webhooks:manage'];
const who = { name: 'Essai', agentId: 'x' };
const people: readonly (readonly [string, string, Actor])[] = [
  ['citizen', 'citizen', { kind: 'citizen', personId: 'x', accountId: 'x', name: 'Essai', assurance: 'verified' }],
  ...ROLES.map((role) => [role, 'agent', { kind: 'agent', ...who, roles: [role], office: 'noumea' } as Actor] as const),
  ...AUTHORITIES.map((authority) => [authority, 'authority', { kind: 'authority', ...who, authority, unit: 'x' } as Actor] as const),
  ...['dealer', 'insurer'].flatMap((partnerKind) => roleIds.map((role) => [`${partnerKind}-${role}`, 'partner', { kind: 'partner', userId: 'x', companyId: 'x', partnerKind, name: 'Essai', roles: [role] } as Actor] as const)),
];
const ask = ({ who: { allows, sessions, bearer } }: BookedRoute): string => {
  if (allows({ actor: { kind: 'anonymous' }, scopes: undefined, local: false })) return 'anybody';
  if (bearer) return SCOPES.flatMap((scope) => {
    const owners = people.filter(([, , actor]) => allows({ actor, scopes: [scope], local: false })).map(([name]) => name);
    return owners.length === people.length ? [`key:${scope}`] : owners.length ? [`key:${scope} of ${owners.join(' ')}`] : [];
  }).join(', ');
  return people.filter(([, kind, actor]) => sessions.includes(kind as never) && allows({ actor, scopes: undefined, local: false })).map(([name]) => name).join(' ');
};
const book = async () => (await country.server.routes()).filter(({ method }) => method !== 'HEAD' && method !== 'OPTIONS');

describe('les droits de chaque route', () => {
  test('sont ceux qui sont écrits dans tests/routes.txt', async () => {
    const lines = (await book()).map((line) => `${line.method} ${line.path} = ${ask(line) || 'nobody'}${line.perMinute ? ` (${line.perMinute}/min)` : ''}`);
    expect(lines.length).toBeGreaterThan(60);
    await expect(`${lines.toSorted().join('\n')}\n`).toMatchFileSnapshot(join(import.meta.dirname, 'routes.txt'));
  });

  test('là où l’on peut deviner un secret ou une plaque, les essais sont comptés par route', async () => {
    const guessable = /\/connexion(\/|$)|^\/compte\/|^\/verifier|^\/usager\/achat|^\/rendez-vous\/(suivi|confirmer|calendrier|flux|tirages)|^\/rendez-vous\/.*\/prendre|^\/l\/|^\/police(\/controle|$)/;
    const uncounted = (await book()).filter(({ path, method, perMinute }) => guessable.test(path) && !perMinute && (method === 'POST' || /^\/(verifier|compte|l)\b|controle|retour|identite/.test(path)));
    expect(uncounted.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  });

  test('un visiteur qui prend une nouvelle session à chaque essai ne gagne pas d’essais', async () => {
    const counted = await demoLimits(31);
    expect(counted.filter((status) => status === 429)).toHaveLength(1);
  });
});

/** The answers to wrong log-ins from one address, each in a session of its own. */
async function demoLimits(times: number): Promise<number[]> {
  const { server } = country;
  const statuses: number[] = [];
  for (let n = 0; n < times; n += 1) {
    const form = await server.inject({ url: '/guichet/connexion', remoteAddress: '203.0.113.7' });
    const visitor = await server.inject({ url: '/usager/connexion/identite', remoteAddress: `203.0.113.${20 + (n % 5)}` });
    const cookies = Object.fromEntries([...form.cookies, ...visitor.cookies].map(({ name, value }) => [name, value]));
    const { statusCode } = await server.inject({
      method: 'POST', url: '/guichet/connexion', remoteAddress: '203.0.113.7', cookies, headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ _csrf: /name="_csrf" value="([^"]+)"/.exec(form.body)?.[1] ?? '', email: `personne${n}@example.nc`, password: 'x', code: '000000' }).toString(),
    });
    statuses.push(statusCode);
  }
  return statuses;
}
