import { sealJournal } from '../core/act/seal.ts';
import { fillPools } from '../core/act/pools.ts';
import { isDemo, isEmptyRegister } from '../core/access/installation.ts';
import { assertGrants } from '../core/access/grants.ts';
import { CannotStart, readConfig, type Config } from '../core/config.ts';
import type { KeyRing } from '../core/crypto/index.ts';
import { openDatabase, type Database } from '../core/db/database.ts';
import { connect } from '../core/db/sql.ts';
import { startWorker } from '../core/jobs/index.ts';
import { untilStopped } from '../core/stop.ts';
import { today } from '../core/values/time.ts';
import { closePaperThreads } from '../core/paper/index.ts';
import { openAgendas, resumeDraws } from '../domains/appointments/index.ts';
import { poolRules } from '../domains/registrations/index.ts';
import { seedCountry } from '../../db/seeds/country.ts';
import { seedDay } from '../../db/seeds/day.ts';
import { buildSitt } from '../server.ts';
import { crontab, tasks } from '../tasks.ts';
import { hasAdministrator } from './admin.ts';
import { demoCrontab, demoTasks } from './demo-day.ts';
import { readCitizenProvider } from './identity.ts';
import { sealFolder, sealing } from './sealing.ts';
import { openKeys } from './keys.ts';
import { openApp } from './open.ts';
import { printDoors } from './welcome.ts';

type Running = { readonly failed: Promise<void>; readonly close: () => Promise<void> };

/** `npm start` and `npm run serve`: the server and its worker in one process, until Ctrl-C. */
export async function start(production: boolean): Promise<number> {
  // From the first moment: a Ctrl-C in the middle of the seed also leaves no PostgreSQL behind.
  const stopped = untilStopped();
  const config = readConfig(production);
  const database = await openDatabase(config, 'le serveur', true);
  try {
    const running = await Promise.race([open(config, database), stopped]);
    if (!running) return 0;
    await Promise.race([stopped, running.failed]);
    if (!production) console.log('\nArrêt de SITT…');
    await running.close();
    return 0;
  } finally {
    await database.close();
  }
}

async function open(config: Config, database: Database): Promise<Running> {
  const { production } = config;
  let address = config.publicUrl;
  await fillPools(database.pools.acts, poolRules(today(new Date())));
  await (production ? refuseDemo(database.pools) : ensureDemo(database, openKeys(config)));
  await assertGrants(database.pools.read);
  const { app, secret } = await openApp(config, database, () => address);
  await openAgendas(app.world, today(new Date()));
  if (app.messages) await resumeDraws({ world: app.world, messaging: app.messages });
  if (app.demo && app.messages) await seedDay({ world: app.world, messaging: app.messages });
  const identity = production ? readCitizenProvider() : undefined;
  const server = await buildSitt(app, { databaseUrl: database.url, secret, logLevel: process.env['LOG_LEVEL'] ?? (production ? 'info' : 'warn'), ...(identity ? { identity } : {}) });
  await server.listen({ port: config.port, host: config.host }).catch((error: NodeJS.ErrnoException) => { throw explained(error, config); });
  const bound = server.addresses()[0];
  if (!production && typeof bound === 'object' && bound) address = process.env['PUBLIC_URL'] ?? `http://localhost:${bound.port}`;
  database.announce(address);
  const worker = await startWorker({
    url: database.url, tasks: { ...tasks(app), ...demoTasks(app) }, crontab: `${crontab}${demoCrontab(app)}`,
    report: (job) => { if (job.outcome !== 'done') server.log.warn(job, 'job'); },
    trouble: (code) => server.log.warn({ code }, 'queue'),
  });
  if (!production) await printDoors(address, app.demo, database.pools.read, (url) => server.hasRoute({ method: 'GET', url }));
  else if (!(await hasAdministrator(database.pools.read))) server.log.warn('aucun administrateur des comptes : « node bin/sitt.mjs admin » en crée un');
  return {
    failed: worker.ended.then(() => undefined),
    close: async () => {
      await server.close();
      await worker.stop();
      await sealJournal(sealing(app, sealFolder(config)));
      await closePaperThreads();
    },
  };
}

/** A demo is a mark that only the seed writes, into an empty register; anything else unmarked is refused. */
async function ensureDemo({ ownerUrl, pools }: Database, keys: KeyRing): Promise<void> {
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

/** The mark of a demo opens its identities and keys to everybody: no real service on such a database. */
async function refuseDemo(pools: Database['pools']): Promise<void> {
  if (await isDemo(pools.read)) throw new CannotStart('Cette base est une démonstration : ses identités s’ouvrent en un clic. « npm run serve » ne la sert pas ; donnez une autre base.');
}

function explained(error: NodeJS.ErrnoException, { port, host }: Config): Error {
  if (error.code === 'EADDRINUSE') return new CannotStart(`Le port ${port} est déjà pris. Choisissez-en un autre : PORT=3001 npm start.`);
  if (error.code === 'EACCES') return new CannotStart(`Le port ${port} est réservé à l’administrateur de la machine. Choisissez-en un au-dessus de 1023 : PORT=3001 npm start.`);
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') return new CannotStart(`HOST vaut « ${host} », qui n’est pas une adresse de cette machine.`);
  return error;
}
