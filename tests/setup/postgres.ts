import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '../../src/core/db/embedded.ts';
import { migrate } from '../../src/core/db/migrate.ts';
import { prepareRoles } from '../../src/core/db/roles.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** How each test file reaches the server of the run. */
    postgres: { readonly adminUrl: string; readonly ownerUrl: string; readonly appUrl: string };
  }
}

/** One PostgreSQL for the whole run, with the migrated database `sitt` as the template of every test file. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const data = await mkdtemp(join(tmpdir(), 'sitt-test-'));
  await chmod(data, 0o711); // root's PostgreSQL runs as a user without rights, who must get in
  const root = join(import.meta.dirname, '../..');
  const server = await startEmbedded({ root, data, durable: false });
  const stop = async () => {
    await server.stop();
    await rm(data, { recursive: true, force: true });
  };
  try {
    const appUrl = await prepareRoles(server.url);
    await migrate(server.url, join(root, 'db/migrations'));
    project.provide('postgres', { adminUrl: server.adminUrl, ownerUrl: server.url, appUrl });
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}
