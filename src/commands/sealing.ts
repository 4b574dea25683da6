import { join } from 'node:path';
import type { App } from '../app.ts';
import type { SealEnv } from '../core/act/seal.ts';
import type { Config } from '../core/config.ts';

/** Where seals are copied outside the database: better another disk, better still another machine. */
export const sealFolder = (config: Config): string => process.env['SEAL_DIR'] ?? join(config.data, 'seals');

export function sealing(app: App, folder: string): SealEnv {
  return { sql: app.pools.acts, keys: app.keys, folder, clock: app.world.clock };
}
