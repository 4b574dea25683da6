import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { seedCountry } from '../../db/seeds/country.ts';
import { fillPools } from '../core/act/pools.ts';
import { CannotStart, readConfig } from '../core/config.ts';
import { openDatabase } from '../core/db/database.ts';
import { connect } from '../core/db/sql.ts';
import { today } from '../core/values/time.ts';
import { poolRules } from '../domains/registrations/index.ts';
import { generateCountry } from '../import/country.ts';
import { buildSitt } from '../server.ts';
import { openApp } from './open.ts';
import { optionsOf } from './options.ts';

const USAGE = 'Usage : npm run bench -- [--vehicles 20000] [--seconds 3] [--only mot-du-titre]';

/** `npm run bench`: measures on a PostgreSQL and a database of its own, made and thrown away; never on the user's data. */
export async function bench(args: string[]): Promise<number> {
  const values = optionsOf(args, ['vehicles', 'seconds', 'only'], USAGE);
  const [vehicles, seconds] = [Number(values.vehicles ?? 20_000), Number(values.seconds ?? 3)];
  if (!(vehicles >= 500 && seconds > 0)) throw new CannotStart(USAGE);
  const folder = await mkdtemp(join(tmpdir(), 'sitt-bench-'));
  await chmod(folder, 0o711); // root's PostgreSQL runs as a user without rights, who must get in
  try {
    await measure(folder, vehicles, seconds, values.only?.toLowerCase() ?? '');
    return 0;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(folder: string, vehicles: number, seconds: number, only: string): Promise<void> {
  // What measures is not needed by a server in production: it is loaded here only.
  const [{ benchCheck }, { benchBox }, { benchMutation }, { benchInsurance }, { benchPolice }, rest] = await Promise.all([import('../../bench/check.ts'), import('../../bench/counter.ts'), import('../../bench/mutation.ts'), import('../../bench/insurance.ts'), import('../../bench/police.ts'), import('../../bench/rest.ts')]);
  const say = (line: string) => { console.log(line); };
  const config = { ...readConfig(), data: join(folder, 'data'), databaseUrl: undefined, appDatabaseUrl: undefined, port: 0 };
  const [cpu] = cpus();
  say(`Machine : ${cpus().length} cœurs ${cpu?.model.trim() ?? ''}, ${Math.round(totalmem() / 2 ** 30)} Gio, Node ${process.version}, charge ${loadavg().map((one) => one.toFixed(1)).join(' ')} avant de commencer`);
  const database = await openDatabase(config, 'le banc', true, () => undefined);
  let address = '';
  try {
    await fillPools(database.pools.acts, poolRules(today(new Date())), 100_000);
    const owner = connect(database.ownerUrl, { max: 1, app: 'sitt-bench' });
    await seedCountry(owner, database.pools, null);
    const { app, secret } = await openApp(config, database, () => address);
    const made = await generateCountry(app.world, { vehicles });
    await owner`analyze`;
    const [size] = await owner<{ size: string; version: string }[]>`select pg_size_pretty(pg_database_size(current_database())) as size, split_part(version(), ' ', 2) as version`;
    await owner.end({ timeout: 5 });
    say(`Données : ${vehicles} véhicules inventés, ${made.acts} actes, ${size?.size ?? ''}, PostgreSQL ${size?.version ?? ''} ; chargés en ${made.seconds.toFixed(1)} s avec toutes les contraintes (${Math.round(vehicles / made.seconds)} véhicules/s)`);
    const server = await buildSitt(app, { databaseUrl: database.url, secret, logLevel: 'error', limits: { perAddress: 1e9, perCaller: 1e9 } });
    await server.listen({ port: 0, host: '127.0.0.1' });
    const bound = server.addresses()[0];
    address = `http://127.0.0.1:${typeof bound === 'object' && bound ? bound.port : 0}`;
    const section = async (title: string, work: () => Promise<void>) => { if (!title.toLowerCase().includes(only)) return; say(`\n${title}`); await work().catch((error: unknown) => { say(`  n’a pas abouti : ${error instanceof Error ? error.message : String(error)}`); }); };
    await section('Contrôle d’une plaque (droit vérifié, lecture inscrite avant la réponse)', () => benchCheck(database.pools.read, address, vehicles, seconds, say));
    await section('Changement au registre', () => benchMutation(app.world, database.ownerUrl, vehicles, seconds, say));
    await section('Recherche', () => rest.benchSearch(app, vehicles, seconds, say));
    await section('La boîte du guichet, de la frappe à la réponse', () => benchBox(server, address, vehicles, say));
    await section('Vérification', () => rest.benchVerify(app, database.ownerUrl, say));
    await section('Reprise d’un fichier', () => rest.benchImport(app, folder, Math.min(vehicles, 20_000), say));
    await section('Certificats PDF', () => rest.benchPapers(seconds, say));
    await section('Impression d’un lot de titres, vierges et liasse compris', async () => (await import('../../bench/print.ts')).benchPrint(app, Math.min(vehicles, 1_000), say));
    await section('Assureurs, du fichier au contrôle', () => benchInsurance(app, address, say));
    await section('Police, contrôle sans réseau', () => benchPolice(app, address, database.ownerUrl, vehicles, say));
    await section('Poids des pages', () => rest.benchPages(server, say));
    await server.close();
  } finally {
    await database.close();
  }
  if (!only) say('\nDémarrage');
  if (!only) await rest.benchStart(join(folder, 'start'), say);
  say(`\nCharge de la machine à la fin : ${loadavg().map((one) => one.toFixed(1)).join(' ')}`);
}
