import { execFile, spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import type { App } from '../src/app.ts';
import { closePaperThreads, renderPaper } from '../src/core/paper/index.ts';
import { CERTIFICATE } from '../src/core/paper/invented.ts';
import { likeVehicles } from '../src/doors/counter/store.ts';
import { findPersons } from '../src/domains/people/index.ts';
import { importFile } from '../src/import/run.ts';
import { percentiles, timed, type Say } from './timing.ts';

export async function benchSearch({ pools }: App, vehicles: number, seconds: number, say: Say): Promise<void> {
  const plates = await timed(1, seconds, (n) => likeVehicles(pools.read, `${(n * 7919) % vehicles}z`));
  say(`  plaque, par quelques signes : ${percentiles(plates.times)}`);
  const names = ['exemple modele', 'gabarit ada', 'esquisse', 'fictif kim', 'prototype nina'];
  const people = await timed(1, seconds, (n) => findPersons(pools.read, names[n % names.length] as string));
  say(`  personne, par le nom : ${percentiles(people.times)}`);
}

/** The built command itself, in a process of its own, as `npm run verify` runs it. */
export async function benchVerify({ pools, config }: App, databaseUrl: string, say: Say): Promise<void> {
  const [row] = await pools.read<{ acts: number }[]>`select count(*)::int as acts from act`;
  const { stdout: said } = await promisify(execFile)(process.execPath, [join(dirname(process.argv[1] as string), 'verify.mjs')], { env: { ...process.env, SITT_DATA: config.data, DATABASE_URL: databaseUrl }, maxBuffer: 1e8 });
  const seconds = Number(/Vérifié en ([\d\s,]+) s/.exec(said)?.[1]?.replace(/\s/g, '').replace(',', '.'));
  const memory = /([\d\s]+) Mo de mémoire/.exec(said)?.[1]?.trim();
  say(`  ${row?.acts} actes en ${seconds} s : ${Math.round((row?.acts ?? 0) / seconds)} actes/s ; ${memory} Mo au plus, fils compris ; ${said.includes('registre est intact') ? 'registre intact' : 'ANOMALIES'}`);
}

export async function benchImport({ world }: App, folder: string, rows: number, say: Say): Promise<void> {
  const path = join(folder, 'reprise.csv');
  const line = (n: number) => `B-${n},${n % 2 ? '2011-04' : '1998-11'},MARQUE FICTIVE,MODELE ${n % 50},GRIS,VP,CI,${n % 3 ? 1800 : 0},1750,2900,1300,1225,GO,5,BANC${n},${n}YY,B${n},98818`;
  await writeFile(path, `vehicule,mois_premiere_immat,marque,nom_commercial,couleur,genre,carrosserie,F.1,F.2,F.3,G,G.1,P.3,S.1,vin,immatriculation,numero_titre,commune\n${Array.from({ length: rows }, (_, n) => line(n)).join('\n')}\n`);
  const { seconds, totals } = await importFile(world, { file: path, source: 'banc' });
  say(`  ${rows} lignes : lecture et COPY ${seconds.staging.toFixed(1)} s, contrôles ${seconds.gates.toFixed(1)} s (${Math.round(rows / seconds.gates)} lignes/s), chargement ${seconds.load.toFixed(1)} s (${Math.round(rows / seconds.load)} véhicules/s) ; ${totals.loaded} chargés, ${totals.disputed} contestés`);
}

export async function benchPapers(seconds: number, say: Say): Promise<void> {
  await renderPaper(CERTIFICATE);
  const { times, perSecond } = await timed(2, seconds, () => renderPaper(CERTIFICATE));
  await closePaperThreads();
  say(`  ${Math.round(perSecond * 60)} par minute, ${percentiles(times)}`);
}

export async function benchPages(server: FastifyInstance, say: Say): Promise<void> {
  for (const url of ['/', '/demarches', '/tarifs', '/usager/connexion', '/guichet/connexion', '/api']) {
    const answer = await server.inject({ url });
    say(`  ${url} : ${answer.statusCode === 200 ? `${(gzipSync(answer.rawPayload).length / 1024).toFixed(1)} Kio gzip (${(answer.rawPayload.length / 1024).toFixed(1)} Kio)` : `réponse ${answer.statusCode}`}`);
  }
}

/** First and second start of the built server, on a data folder of its own. */
export async function benchStart(data: string, say: Say): Promise<void> {
  for (const which of ['premier démarrage (base créée, pays de démonstration)', 'second démarrage']) {
    const begun = performance.now();
    const child = spawn(process.execPath, ['--enable-source-maps', process.argv[1] as string, 'start'], { env: { ...process.env, SITT_DATA: data, PORT: '0', LOG_LEVEL: 'error' }, stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = new Promise<void>((resolve) => { child.once('exit', () => { resolve(); }); });
    await Promise.race([ended, new Promise<void>((resolve) => { child.stdout.on('data', (text: Buffer) => { if (text.includes('http://localhost')) resolve(); }); })]);
    say(child.exitCode === null ? `  ${which} : ${((performance.now() - begun) / 1000).toFixed(1)} s` : `  ${which} : le serveur s’est arrêté (${child.exitCode})`);
    child.kill('SIGINT');
    await ended;
  }
}
