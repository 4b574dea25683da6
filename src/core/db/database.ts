import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { CannotStart, type Config } from '../config.ts';
import { findEmbedded, startEmbedded } from './embedded.ts';
import { findInstance, isOurs, takeInstance, type Status } from './instance.ts';
import { refuseForeign } from './foreign.ts';
import { migrate } from './migrate.ts';
import { checkAppRole, prepareRoles } from './roles.ts';
import { pools, type Pools } from './sql.ts';

/** An open, migrated database. */
export type Database = {
  readonly pools: Pools;
  /** The application role: what the server and the worker connect with. */
  readonly url: string;
  /** The owner: migrations and graphile-worker's own schema, nothing else. */
  readonly ownerUrl: string;
  /** Tells a second start where this one listens. */
  readonly announce: (url: string) => void;
  /** Closes the pools, then the embedded server when we hold it. */
  readonly close: () => Promise<void>;
};
type Source = { readonly ownerUrl: string; readonly announce: (url: string) => void; readonly close: () => Promise<void> };

/**
 * Opens the database of this configuration: DATABASE_URL, else the embedded server, started, adopted or (for a
 * command such as verify, beside a SITT that runs) joined. Migrates, checks the application role.
 * @param doing French words for a second start: « le serveur », « la vérification »
 * @param alone true for what must be the only one here (start); false joins a running SITT
 * Throws CannotStart.
 */
export async function openDatabase(
  config: Config,
  doing: string,
  alone: boolean,
  say: (sentence: string) => void = console.log,
): Promise<Database> {
  const source = config.databaseUrl ? distant(config.databaseUrl) : await embedded(config, doing, alone, say);
  try {
    if (config.databaseUrl) await refuseForeign(source.ownerUrl);
    const url = await prepareRoles(source.ownerUrl, config.appDatabaseUrl);
    await migrate(source.ownerUrl, join(config.root, 'db/migrations'));
    const opened = pools(url);
    await checkAppRole(opened.read).catch(async (error: unknown) => {
      await opened.close();
      throw error;
    });
    return { pools: opened, url, ownerUrl: source.ownerUrl, announce: source.announce, close: () => opened.close().then(source.close) };
  } catch (error) {
    await source.close();
    throw explained(error);
  }
}

function distant(ownerUrl: string): Source {
  return { ownerUrl, announce: () => undefined, close: () => Promise.resolve() };
}

async function embedded(config: Config, doing: string, alone: boolean, say: (sentence: string) => void): Promise<Source> {
  const options = { root: config.root, data: config.data, say };
  const held = await takeInstance(config.data, doing);
  if (!isOurs(held)) {
    if (alone) throw await alreadyHere(config.data, held);
    const ownerUrl = await findEmbedded(options);
    if (!ownerUrl)
      throw new CannotStart(`SITT démarre ici en ce moment (${held.doing}, processus ${held.pid}) : réessayez dans quelques secondes.`);
    return distant(ownerUrl);
  }
  try {
    const server = await startEmbedded(options);
    return { ownerUrl: server.url, announce: (url) => held.announce({ url }), close: () => server.stop().then(held.release) };
  } catch (error) {
    await held.release();
    throw error;
  }
}

/** The one that started a moment before us may not listen yet: its address is worth a few seconds. */
async function alreadyHere(data: string, held: Status): Promise<CannotStart> {
  let holder: Status | undefined = held;
  for (let waited = 0; holder && !holder.url && waited < 15_000; waited += 200) {
    await pause(200);
    holder = await findInstance(data);
  }
  const where = holder?.url ? ` : ${holder.url}` : '';
  return new CannotStart(`SITT tourne déjà ici (${held.doing}, processus ${held.pid})${where}`);
}

function explained(error: unknown): unknown {
  const code = (error as { code?: string }).code;
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'CONNECT_TIMEOUT')
    return new CannotStart("La base de DATABASE_URL ne répond pas : vérifiez l'adresse, le port et le pare-feu.");
  if (code === '3D000') return new CannotStart('La base que nomme DATABASE_URL n’existe pas sur ce serveur : créez-la (docs/operations.md dit comment).');
  if (code === '28P01' || code === '28000')
    return new CannotStart('La base refuse le nom ou le mot de passe de DATABASE_URL (ou de APP_DATABASE_URL).');
  return error;
}
