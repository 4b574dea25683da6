import { join } from 'node:path';
import type { Config } from '../core/config.ts';
import { openKeyRing, type KeyRing } from '../core/crypto/index.ts';

/** The keys of this installation: SITT_KEYS, else those of its folder, made at the first start. */
export function openKeys(config: Config): KeyRing {
  return openKeyRing(process.env['SITT_KEYS'] ? { set: process.env['SITT_KEYS'] } : { folder: join(config.data, 'keys') });
}
