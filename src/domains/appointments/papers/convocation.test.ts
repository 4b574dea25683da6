import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { closePaperThreads } from '../../../core/paper/index.ts';
import { reread } from '../../../core/paper/reread.ts';
import { openPieceStore, readPiece } from '../../../core/pieces/index.ts';
import { paperTemplates } from '../../../app.ts';
import { drawTask, findPaper, papersOfSubject } from '../../documents/index.ts';
import { receiving, type Receiving } from '../fixture.ts';

let r: Receiving;
let folder = '';
beforeAll(async () => {
  [r, folder] = await Promise.all([receiving(), mkdtemp(join(tmpdir(), 'sitt-convocation-'))]);
  await r.openAt('noumea', 'poste-1', 'counter', 2);
});
afterAll(async () => { await closePaperThreads(); await r.close(); await rm(folder, { recursive: true }); });

it('au guichet, la personne repart avec un papier : le jour, le lieu, ce qu’il faut apporter, le numéro ; en ligne, aucun', async () => {
  const { id } = await r.book(r.clerk, '2026-11-24', '08:00', { 'contact.name': 'Aline Exemple' });
  const online = await r.book(await r.person('Lea'), '2026-11-24', '08:15');
  expect(await papersOfSubject(r.world.read, online.id)).toEqual([]);
  const [{ number } = { number: '' }] = await papersOfSubject(r.world.read, id);
  expect(number).toMatch(/^RV[0-9A-F]{10}$/);
  const store = openPieceStore(folder);
  await drawTask({ sql: r.world.read, acts: r.world.acts, facets: r.world.facets, templates: paperTemplates, store, demo: true, checkUrl: 'https://sitt.example.nc/verifier', clock: () => r.time.now })({ number }, { number: 1, last: false, signal: new AbortController().signal });
  const paper = (await findPaper(r.world.read, number))!;
  const pdf = await readPiece(store, paper.pdf_sha256!.toString('hex'));
  if (process.env['SHOW_PAPERS']) { mkdirSync(process.env['SHOW_PAPERS'], { recursive: true }); writeFileSync(`${process.env['SHOW_PAPERS']}/convocation.pdf`, pdf); }
  const read = await reread(pdf);
  const text = read.text.replace(/\s+/g, ' ');
  for (const said of ['24 novembre 2026 à 8 h 00', 'Guichet unique de la DITTT, Nouméa', 'Aline Exemple', (await r.state(id)).number!, 'Une pièce d’identité']) expect(text).toContain(said);
  expect(read.pages).toBe(1);
  expect(read.code, 'ouvre l’annonce à la borne').toBe(`https://sitt.example.nc/accueil/noumea?rdv=${(await r.state(id)).number!}`);
});
