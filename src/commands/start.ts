import { sealJournal } from '../core/act/seal.ts';
import { fillPools } from '../core/act/pools.ts';
import { isDemo, isEmptyRegister } from '../core/access/installation.ts';
import { assertGrants } from '../core/access/grants.ts';
import { CannotStart, readConfig } from '../core/config.ts';
import type { KeyRing } from '../core/crypto/index.ts';
import { openDatabase } from '../core/db/database.ts';
import { connect } from '../core/db/sql.ts';
import { startWorker } from '../core/jobs/index.ts';
import { untilStopped } from '../core/stop.ts';
import { today } from '../core/values/time.ts';
import { closePaperThreads } from '../core/paper/index.ts';
import { poolRules } from '../domains/registrations/index.ts';
import { seedCountry } from '../../db/seeds/country.ts';
import { buildSitt } from '../server.ts';
import { tasks } from '../tasks.ts';
import { sealFolder, sealing } from './sealing.ts';
import { openApp, openKeys } from './open.ts';
import { printDoors } from './welcome.ts';

/** `npm start` and `npm run serve`: the server and its worker in one process, until Ctrl-C. */
export async function start(production: boolean): Promise<number> {
  const config = readConfig(production);
  const database = await openDatabase(config, 'le serveur', true);
  let address = config.publicUrl;
  try {
    await fillPools(database.pools.acts, poolRules(today(new Date())));
    if (!production) await ensureDemo(database.ownerUrl, database.pools, openKeys(config));
    await assertGrants(database.pools.read);
    const { app, secret } = await openApp(config, database, () => address);
    const server = await buildSitt(app, { databaseUrl: database.url, secret, logLevel: process.env['LOG_LEVEL'] ?? (production ? 'info' : 'warn') });
    await server.listen({ port: config.port, host: config.host }).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'EADDRINUSE' ? new CannotStart(`Le port ${config.port} est déjà pris. Choisissez-en un autre : PORT=3001 npm start.`) : error;
    });
    const bound = server.addresses()[0];
    if (!production && typeof bound === 'object' && bound) address = process.env['PUBLIC_URL'] ?? `http://localhost:${bound.port}`;
    database.announce(address);
    const worker = await startWorker({ url: database.url, tasks: tasks(app), crontab: '0 * * * * seal\n30 15 * * * pools\n* * * * * filed' });
    printDoors(address, app.demo);
    await untilStopped();
    console.log('\nArrêt de SITT…');
    await server.close();
    await worker.stop();
    await sealJournal(sealing(app, sealFolder(config)));
    await closePaperThreads();
    return 0;
  } finally {
    await database.close();
  }
}

/** A demo is a mark that only the seed writes, into an empty register; anything else unmarked is refused. */
async function ensureDemo(ownerUrl: string, pools: Parameters<typeof seedCountry>[1], keys: KeyRing): Promise<void> {
  if (await isDemo(pools.read)) return;
  if (!(await isEmptyRegister(pools.read))) {
    throw new CannotStart('Cette base contient un registre qui n’est pas une démonstration. « npm start » n’y touche pas : lancez « npm run serve », ou donnez une autre base.');
  }
  const owner = connect(ownerUrl, { max: 1, app: 'sitt-seed' });
  try {
    await seedCountry(owner, pools, keys);
  } finally {
    await owner.end({ timeout: 5 });
  }
}
