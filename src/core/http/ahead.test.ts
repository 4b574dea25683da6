import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../../tests/setup/database.ts';
import { createAgent } from '../access/agents.ts';
import { createApiKey } from '../access/api-keys.ts';
import { apiScope, json, readingAhead, route } from './index.ts';
import { testServer, type TestServer } from './test-server.ts';

let db: TestDatabase;
let server: TestServer;
const started: string[] = [];
const keys = { may: '', mayNot: '' };

beforeAll(async () => {
  db = await testDatabase();
  server = await testServer(db.pools, db.url);
  const clerk = await createAgent(db.sql, { name: 'Agent Essai', office: 'noumea', roles: ['clerk'] });
  keys.may = (await createApiKey(db.sql, clerk, 'peut', ['things:read'], null)).key;
  keys.mayNot = (await createApiKey(db.sql, clerk, 'ne peut pas', ['nothing'], null)).key;
  route(server.app, readingAhead({
    method: 'GET', path: '/api/things/:name', who: apiScope('things:read'),
    ahead: async ({ name = '' }) => {
      started.push(name);
      await new Promise((resolve) => { setImmediate(resolve); });
      if (name === 'broken') throw new Error('the base fell');
      return `secret of ${name}`;
    },
    handler: (_, secret) => json({ secret }),
  }));
});
afterAll(async () => { await server.close(); await db.close(); });

const ask = (name: string, key?: string) => server.app.inject({ url: `/api/things/${name}`, headers: key === undefined ? {} : { authorization: `Bearer ${key}` } });

test('qui peut passer reçoit ce qui a été lu pendant que sa clé était vérifiée, et lu une seule fois', async () => {
  started.length = 0;
  const answer = await ask('a', keys.may);
  expect([answer.statusCode, answer.json()]).toEqual([200, { secret: 'secret of a' }]);
  expect(started).toEqual(['a']);
});

test('qui ne peut pas n’en reçoit rien ; sans clé, rien n’est même lu', async () => {
  started.length = 0;
  const refused = [await ask('b', keys.mayNot), await ask('c', 'unknown-key'), await ask('d')];
  expect(refused.map(({ statusCode }) => statusCode)).toEqual([403, 401, 401]);
  for (const { body } of refused) expect(body).not.toContain('secret');
  expect(started).toEqual(['b', 'c']);
});

test('une lecture qui échoue n’est dite qu’à qui pouvait passer, et n’arrête personne d’autre', async () => {
  const answers = await Promise.all([ask('broken', keys.may), ask('broken', keys.mayNot), ask('broken', 'unknown-key'), ask('e', keys.may)]);
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([500, 403, 401, 200]);
});
