import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../core/config.ts';

/** The root of keys and tokens: given in production, made once and kept (0600) elsewhere. */
export async function installationSecret({ secret, data }: Config): Promise<string> {
  if (secret) return secret;
  const path = join(data, 'secret');
  await mkdir(data, { recursive: true });
  await writeFile(path, randomBytes(48).toString('base64url'), { flag: 'wx', mode: 0o600 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  return (await readFile(path, 'utf8')).trim();
}
