import { randomBytes, randomUUID } from 'node:crypto';
import type { App } from '../src/app.ts';
import { connect } from '../src/core/db/sql.ts';
import { buildBundle, makeBundle } from '../src/doors/police/index.ts';
import { lookUp, openBundle, type TrustedKey } from '../src/islands/police/bundle.ts';
import { benchPhone } from './police-phone.ts';
import { percentiles, type Say } from './timing.ts';

/** The lists of the offline check: what they weigh, how long they take to build, and the answer of the program that runs on the phone. */
export async function benchPolice(app: App, address: string, ownerUrl: string, vehicles: number, say: Say): Promise<void> {
  const owner = connect(ownerUrl, { max: 1, app: 'sitt-bench' });
  // One vehicle in a hundred stolen, immobilised or in a pound: far more than any country has.
  await owner`insert into vehicle_hold (vehicle_id, hold_id, type, authority, since) select vehicle_id, gen_random_uuid(), 'immobilisation', 'police', now() from vehicle_identifier where kind = 'plate' and until is null limit ${Math.ceil(vehicles / 100)}`;
  let began = performance.now();
  const id = await buildBundle(app);
  const [made] = await owner<{ counts: { vehicles: number; titles: number; bytes: number }; body: Buffer }[]>`select counts, body from police_bundle where id = ${id}`;
  await owner.end({ timeout: 5 });
  if (!made) throw new Error('no bundle');
  say(`  listes de ${vehicles} véhicules (${made.counts.vehicles} noms de véhicules, ${made.counts.titles} titres) : ${(made.counts.bytes / 1000).toFixed(0)} ko, construites en ${((performance.now() - began) / 1000).toFixed(1)} s`);
  const names = (many: number) => Array.from({ length: many }, (_, n) => `N${n}`);
  began = performance.now();
  const about = { id: randomUUID(), dataAt: new Date().toISOString(), expiresAt: new Date(Date.now() + 1e8).toISOString() };
  const worst = await makeBundle(about, { vehicles: names(20_000), titles: names(2_000_000) }, app.keys, randomBytes(32));
  say(`  au pire (20 000 noms de véhicules, 2 000 000 de titres qui ne valent plus) : ${(worst.length / 1e6).toFixed(2)} Mo, construites en ${((performance.now() - began) / 1000).toFixed(1)} s, sans la base`);
  const keys = app.keys.publicKeys().keys as unknown as TrustedKey[];
  began = performance.now();
  const opened = await openBundle(new Uint8Array(worst), keys);
  say(`  ouverture des pires (signature, empreintes, listes) : ${(performance.now() - began).toFixed(0)} ms ; le programme du téléphone, ici dans Node`);
  const times: number[] = [];
  for (let n = 0; n < 2000; n += 1) {
    const start = performance.now();
    if (n % 2 === 0 && await lookUp(opened, `N${n}`) !== 'vehicle-listed') throw new Error('a listed name was not found');
    if (n % 2) await lookUp(opened, `${n}NC`);
    times.push(performance.now() - start);
  }
  say(`  une réponse : ${percentiles(times.sort((a, b) => a - b))}`);
  await benchPhone(app, address, { ...about, body: worst }, say);
}
