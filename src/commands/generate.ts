import { CannotStart, readConfig } from '../core/config.ts';
import { isDemo } from '../core/access/installation.ts';
import { openDatabase } from '../core/db/database.ts';
import { generateCountry } from '../import/country.ts';
import { openApp } from './open.ts';
import { optionsOf } from './options.ts';

const USAGE = 'Usage : npm run generate -- --vehicles 20000 [--seed 1]';

/** `npm run generate -- --vehicles N`: an invented country in a demonstration database, and nowhere else. */
export async function generate(args: string[]): Promise<number> {
  const values = optionsOf(args, ['vehicles', 'seed'], USAGE);
  const [vehicles, seed] = [Number(values.vehicles), Number(values.seed ?? 1)];
  if (!Number.isInteger(vehicles) || vehicles < 1 || vehicles > 2_000_000 || !Number.isInteger(seed)) throw new CannotStart(USAGE);
  const config = readConfig();
  const database = await openDatabase(config, 'la fabrication du pays', false);
  try {
    if (!(await isDemo(database.pools.read))) throw new CannotStart('Cette base n’est pas une démonstration : aucun véhicule inventé n’y entre. Lancez « npm start » sur une base vide.');
    const { app } = await openApp(config, database, () => config.publicUrl);
    const { loaded, acts, seconds } = await generateCountry(app.world, { vehicles, seed, progress: (done) => { if (process.stdout.isTTY) process.stdout.write(`\r  ${done}/${vehicles}`); } });
    console.log(`\n${loaded} véhicules inventés, ${acts} actes, en ${seconds.toFixed(1)} s (${Math.round(acts / Math.max(seconds, 0.001))} actes/s). Déjà là : ${vehicles - loaded}.`);
    return 0;
  } finally {
    await database.close();
  }
}
