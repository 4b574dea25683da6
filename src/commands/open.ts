import { join } from 'node:path';
import { buildWorld, type App } from '../app.ts';
import { isDemo } from '../core/access/installation.ts';
import type { Config } from '../core/config.ts';
import { openKeyRing } from '../core/crypto/index.ts';
import type { Database } from '../core/db/database.ts';
import { CardSimulator, type CardDesk } from '../domains/payments/index.ts';
import { enqueue } from '../core/jobs/index.ts';
import { installationSecret } from './secret.ts';

/** Everything that a server, a worker or a command shares, from an open database. */
export async function openApp(config: Config, database: Database, publicUrl: () => string): Promise<{ app: App; secret: string }> {
  const { pools } = database;
  const demo = await isDemo(pools.read);
  const mode = config.production ? 'production' : demo ? 'demo' : 'test';
  const secret = await installationSecret(config);
  const clock = () => new Date();
  const keys = openKeyRing(process.env['SITT_KEYS'] ? { set: process.env['SITT_KEYS'] } : { folder: join(config.data, 'keys') });
  const world = buildWorld(pools, { clock, mode, keys });
  const desk: CardDesk = {
    acts: pools.acts, provider: new CardSimulator({ sql: pools.acts, secret, publicUrl, mode }), mode, clock, publicUrl,
    afterPaid: async (tx, dossierId) => { await enqueue(tx, 'advance', { dossierId }, { jobKey: `advance:${dossierId}` }); },
  };
  return { app: { config, pools, world, keys, desk, stores: { read: pools.read, acts: pools.acts, clock }, demo, publicUrl, data: config.data }, secret };
}
