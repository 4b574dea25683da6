import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from '../../src/app.ts';
import { buildWorld } from '../../src/app.ts';
import { readConfig } from '../../src/core/config.ts';
import { openKeyRing } from '../../src/core/crypto/index.ts';
import { routes } from '../../src/core/http/index.ts';
import { advance } from '../../src/core/demarche/index.ts';
import { CardSimulator, type CardDesk } from '../../src/domains/payments/index.ts';
import { appointmentLinks, resumeDraws } from '../../src/domains/appointments/index.ts';
import { citizenRoutes } from '../../src/doors/citizen/index.ts';
import { publicRoutes } from '../../src/doors/public/index.ts';
import { buildSitt } from '../../src/server.ts';
import { testMessages } from './sale-code.ts';
import { demoTemplate, testDatabase, type TestDatabase } from './database.ts';

/** The demo country served on a port of its own, with the real server, doors and identity provider. */
export type Site = { readonly baseURL: string; readonly db: TestDatabase; readonly app: App; readonly close: () => Promise<void> };

const SECRET = 'a secret of the journeys, thirty-two signs';

/** Copies the demo country into a database of its own, and listens. Call `close` in afterAll. */
export async function startSite(): Promise<Site> {
  const [db, data] = await Promise.all([demoTemplate().then(testDatabase), mkdtemp(join(tmpdir(), 'sitt-site-'))]);
  let baseURL = '';
  const app = appOn(db, data, () => baseURL);
  await resumeDraws({ world: app.world, messaging: testMessages });
  const server = await buildSitt(app, { databaseUrl: db.url, secret: SECRET, logLevel: 'error' });
  if (!server.hasRoute({ method: 'GET', url: '/usager' })) routes(server, citizenRoutes(app));
  if (!server.hasRoute({ method: 'GET', url: '/demarches' })) routes(server, publicRoutes(app, (url) => server.hasRoute({ method: 'GET', url }) || server.hasRoute({ method: 'POST', url })));
  await server.listen({ port: 0, host: '127.0.0.1' });
  const bound = server.addresses()[0];
  baseURL = `http://localhost:${typeof bound === 'object' ? bound.port : 0}`;
  return { baseURL, db, app, close: async () => { await server.close(); await db.close(); await rm(data, { recursive: true }); } };
}

function appOn(db: TestDatabase, data: string, publicUrl: () => string): App {
  const clock = () => new Date();
  const keys = openKeyRing({ folder: join(data, 'keys') });
  const world = buildWorld(db.pools, { clock, mode: 'demo', keys });
  const desk: CardDesk = {
    acts: db.pools.acts, mode: 'demo', clock, publicUrl, provider: new CardSimulator({ sql: db.pools.acts, secret: SECRET, publicUrl, mode: 'demo' }),
    // No worker here: the payer's return takes the dossier further.
    afterPaid: async (_tx, dossierId) => { setImmediate(() => void advance(world, { actor: { kind: 'system', job: 'paiement' }, door: 'system' }, dossierId).catch(() => undefined)); },
  };
  const config = readConfig(false, { SITT_ROOT: join(import.meta.dirname, '../..'), SITT_DATA: data });
  return { config, pools: db.pools, world, keys, desk, stores: { read: db.pools.read, acts: db.pools.acts, clock }, demo: true, publicUrl, data, messages: testMessages, links: appointmentLinks(world) };
}
