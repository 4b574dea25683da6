import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { buildWorld, type App } from '../../src/app.ts';
import { readConfig } from '../../src/core/config.ts';
import type { BookedRoute } from '../../src/core/http/index.ts';
import { openKeyRing } from '../../src/core/crypto/index.ts';
import { verifyRegister, type ExtraCheck, type Finding } from '../../src/core/act/verify.ts';
import { advance } from '../../src/core/demarche/index.ts';
import { CardSimulator } from '../../src/domains/payments/index.ts';
import { contestLink } from '../../src/domains/registrations/index.ts';
import { partnerLinks } from '../../src/domains/partners/index.ts';
import { appointmentLinks, resumeDraws } from '../../src/domains/appointments/index.ts';
import { buildSitt } from '../../src/server.ts';
import { today } from '../../src/core/values/time.ts';
import { testMessages } from './sale-code.ts';
import { demoTemplate, demoToldAt, testDatabase, type TestDatabase } from './database.ts';

/** The demo country behind the real server, asked without a socket. `at.now` is the clock of everything in it. */
export type Country = {
  readonly db: TestDatabase; readonly app: App; readonly at: { now: Date };
  /** The real server: built when it is first asked, for many a test asks the world alone. */
  readonly server: { readonly inject: (options: InjectOptions) => Promise<LightMyRequestResponse>; readonly routes: () => Promise<readonly BookedRoute[]> };
  /** Asks the API with a bearer key, or with none. */
  readonly ask: (key: string | null, method: 'GET' | 'POST', url: string, body?: unknown, more?: InjectOptions) => Promise<LightMyRequestResponse>;
  /** What the verifier finds wrong in the register, whole: nothing, on an honest day. @param extra checks of a domain, run with it */
  readonly findings: (extra?: readonly ExtraCheck[]) => Promise<Finding[]>;
  readonly close: () => Promise<void>;
};

const SECRET = 'a secret of the tests, thirty-two long';

/** Copies the demo country into a database of its own and builds the whole server on it. Call `close` in afterAll. */
export async function demoCountry(): Promise<Country> {
  const [db, data] = await Promise.all([demoTemplate().then(testDatabase), mkdtemp(join(tmpdir(), 'sitt-country-'))]);
  // After the seed: whatever it took, its acts are of the past.
  const at = { now: await clockOf(db.owner) };
  const app = appOn(db, data, () => at.now);
  await resumeDraws({ world: app.world, messaging: testMessages });
  let built: Promise<FastifyInstance> | undefined;
  const build = () => (built ??= buildSitt(app, { databaseUrl: db.url, secret: SECRET, logLevel: 'silent', limits: { perAddress: 100_000, perCaller: 100_000 } }));
  const server: Country['server'] = { inject: async (options) => (await build()).inject(options), routes: async () => (await build()).routeBook };
  // Each caller has an address of its own: what is tested is who may, not how often.
  let calls = 0;
  const ask: Country['ask'] = (key, method, url, body, more = {}) => server.inject({
    method, url, remoteAddress: `10.0.${(calls += 1) >> 8 & 255}.${calls & 255}`, ...(body === undefined ? {} : { payload: body as never }), ...more,
    headers: { ...(key ? { authorization: `Bearer ${key}` } : {}), ...more.headers },
  });
  const findings: Country['findings'] = async (extra = []) => (await verifyRegister({ sql: db.pools.report, facets: app.world.facets, seals: { keys: app.keys.publicKeys(), folder: data }, extra })).findings;
  return { db, app, server, at, ask, findings, close: async () => { await (await built)?.close(); await db.close(); await rm(data, { recursive: true, force: true }); } };
}

/** The present; or, where midnight has struck in the country since it was told, the instant of its telling: its «today» is still today. */
async function clockOf(owner: TestDatabase['owner']): Promise<Date> {
  const [now, told] = [new Date(), await demoToldAt(owner)];
  return today(now) === today(told) ? now : told;
}

function appOn(db: TestDatabase, data: string, clock: () => Date): App {
  const publicUrl = () => 'http://localhost';
  const world = buildWorld(db.pools, { clock, mode: 'demo' });
  const provider = new CardSimulator({ sql: db.pools.acts, secret: SECRET, publicUrl, mode: 'demo' });
  const later = async (dossierId: string) => { await advance(world, { actor: { kind: 'system', job: 'paiement' }, door: 'system' }, dossierId); };
  return {
    config: readConfig(false, { SITT_ROOT: join(import.meta.dirname, '../..'), SITT_DATA: data }), pools: db.pools, world, keys: openKeyRing({ folder: join(data, 'keys') }),
    // No worker here: what it would do follows the payment at once.
    desk: { acts: db.pools.acts, mode: 'demo', clock, publicUrl, provider, afterPaid: async (_tx, dossierId) => { setImmediate(() => void later(dossierId)); } },
    stores: { read: db.pools.lookup, acts: db.pools.acts, clock }, demo: true, publicUrl, data, messages: testMessages, links: { 'contest-sale': contestLink(world), ...appointmentLinks(world), ...partnerLinks(world) },
  };
}
