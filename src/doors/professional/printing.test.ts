import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoDelivery, demoType } from '../../../db/seeds/delivery.ts';
import { demoAccreditationNumber, demoPartnerId } from '../../../db/seeds/partners.ts';
import { enterCompany, type CompanyDesk } from '../../../tests/setup/company.ts';
import { demoCountry, type Country } from '../../../tests/setup/country.ts';
import { enter, pictureOf, plain } from '../../../tests/setup/enter.ts';
import { trade, type Trade } from '../../../tests/setup/trade.ts';
import { actorOf } from '../../core/access/password-login.ts';
import type { Actor } from '../../core/access/actor.ts';
import { closePaperThreads } from '../../core/paper/index.ts';
import { reread } from '../../core/paper/reread.ts';
import { batchTask, confirmBatch, sendBatch } from '../../domains/partners/index.ts';
import { PRINT } from '../../domains/registrations/index.ts';
import { tasks } from '../../tasks.ts';

let country: Country;
let t: Trade;
let garage: CompanyDesk;
let batch: string;
let job: string;
const attempt = () => ({ number: 1, last: false, signal: new AbortController().signal });
const choice = () => `/professionnel/lots/${batch}/titres`;
const boss = () => t.agent('responsable', ['supervisor', 'clerk']);
/** Ten blanks of Nouméa handed to the garage. */
const handed = () => t.ask(boss(), 'inscrire-mouvement-titres', '800011', { fate: 'hand', first: '800011', last: '800020', ridet: '0000001' });
/** The titles that a page offers to print. */
const offered = (html: string): string[] => [...html.matchAll(/name="titres" value="([^"]+)"/g)].map(([, title]) => title ?? '');
const draw = (id: string) => tasks(country.app)[PRINT]!({ jobId: id }, attempt());
const jobOf = (location: unknown): string => String(location).split('/').at(-1) ?? '';

beforeAll(async () => {
  country = await demoCountry();
  t = trade(country);
  garage = await enterCompany(country, 'garage-1');
  // Four pick-ups of its delivery, registered by machine: four titles, by the batch that any dealer sends.
  const { world } = country.app;
  const teva = await actorOf<Actor>(country.db.pools.read, { kind: 'partner', id: demoPartnerId('garage-2') }) as Extract<Actor, { kind: 'partner' }>;
  const records = demoDelivery.map(({ chassis, contract }) => ({ origin: 'new', chassis, 'technical.B': '15/10/2026', 'technical.R': 'BLANC', 'approval.kind': 'type', 'approval.number': demoType, 'holder.who': 'self', usage: 'private', 'proofs.insurer': 'Assureur Exemple', 'proofs.contract': contract }));
  batch = await sendBatch(world, teva, t.demarche('premiere-immatriculation'), { records, source: 'paste', filename: null, requestId: 'printed', most: 40 });
  await confirmBatch(world, teva, batch);
  await batchTask(world)({ batchId: batch }, attempt());
  const drop = ['lot-facture.png', 'lot-domicile.png', 'lot-dedouanement.png', 'lot-document.png', ...[2, 3, 4, 5].map((line) => `${line}-photo-vin.png`)];
  expect((await garage.post(`/professionnel/lots/${batch}/pieces`, {}, drop.map((name) => ({ field: 'fichiers', name, bytes: pictureOf(name), type: 'image/png' })))).statusCode).toBe(303);
}, 60_000);
afterAll(async () => { await closePaperThreads(); await country.close(); });

describe('une entreprise sans le droit d’imprimer à sa convention', () => {
  test('lit que le guichet imprime ses titres ; envoyé quand même, le formulaire est refusé en mots et ne prend rien', async () => {
    const page = await garage.get(choice());
    expect(page.statusCode).toBe(200);
    expect(plain(page.body)).toMatch(/Le guichet imprime ces titres \(4 attendent\), et vous les retirez : votre convention ne prévoit pas que l’entreprise imprime\./);
    expect(offered(page.body)).toEqual([]);
    const [title] = await country.db.owner<{ title: string }[]>`select title from pub_registrations_to_print limit 1`;
    const forced = await garage.post(choice(), { titres: title!.title });
    expect(forced.statusCode).toBe(422);
    expect(plain(forced.body)).toMatch(/la convention de l’entreprise ne le prévoit pas/);
    expect(t.codes(await handed()), 'nor is it handed blanks').toEqual(['professionnel-sans-impression']);
    expect(await country.db.owner`select from print_job`).toHaveLength(0);
  });

  test('le guichet imprime de son lot sur le stock de son site ; l’entreprise n’ouvre pas cette impression-là', async () => {
    const camille = await enter(country, 'guichet');
    expect((await camille.get('/guichet/impressions')).body).toContain(`/guichet/impressions?lot=${batch}`);
    const page = await camille.get(`/guichet/impressions?lot=${batch}`);
    expect(plain(page.body)).toMatch(/stock de votre site : Guichet unique de la DITTT, Nouméa\. Il en reste 939\. .*à retirer au guichet/);
    const [first] = offered(page.body);
    expect((await camille.post('/guichet/impressions', { lot: batch })).statusCode, 'none chosen').toBe(422);
    const sent = await camille.post('/guichet/impressions', { lot: batch, titres: first! });
    expect(sent.statusCode).toBe(303);
    const counters = jobOf(sent.headers.location);
    await draw(counters);
    expect(plain((await camille.get(`/guichet/impressions/${counters}`)).body)).toMatch(/Prête .*Tout est dessiné .*800002/);
    const pdf = await camille.get(`/guichet/impressions/${counters}/liasse.pdf`);
    expect((await reread(pdf.rawPayload)).pageTexts[1]).toContain(`N° ${first}`);
    expect(offered((await camille.get(`/guichet/impressions?lot=${batch}`)).body)).not.toContain(first);
    for (const path of ['', '/liasse.pdf']) expect((await garage.get(`/professionnel/impressions/${counters}${path}`)).statusCode, path).toBe(404);
    // An inspector handles no titles.
    expect((await (await enter(country, 'inspection')).get('/guichet/impressions')).statusCode).toBe(403);
  });
});

describe('une entreprise dont la convention prévoit qu’elle imprime', () => {
  beforeAll(async () => {
    expect(t.codes(await t.ask(t.agent('partenaires', ['partner-manager']), 'renouveler-accreditation', demoAccreditationNumber('garage'), { from: '01/01/2026', to: '31/12/2028', printing: 'true' }))).toEqual(['issued']);
  });

  test('sans titre vierge à elle, lit combien il en manque ; rien n’est pris', async () => {
    const page = await garage.get(choice());
    expect(plain(page.body)).toMatch(/il en manque 3 pour tout imprimer/);
    const short = await garage.post(choice(), { titres: offered(page.body) });
    expect(short.statusCode).toBe(422);
    expect(plain(short.body)).toMatch(/il manque 3 titres vierges\. Rien n’est imprimé\./);
    expect(t.codes(await handed())).toEqual(['issued']);
  });

  test('imprime les titres de son lot sur ses vierges : la page de l’impression, puis la liasse, un titre par page ; un lecteur regarde, n’imprime pas', async () => {
    const page = await garage.get(choice());
    const all = offered(page.body);
    expect(all).toHaveLength(3);
    const naomi = await enterCompany(country, 'garage-3');
    expect((await naomi.post(choice(), { titres: all })).statusCode).toBe(403);
    expect(plain((await naomi.get(choice())).body)).toMatch(/Un responsable ou un opérateur de l’entreprise les imprime/);
    const nothing = await garage.post(choice(), { titres: [] });
    expect(plain(nothing.body)).toMatch(/Choisissez au moins un titre/);
    expect(nothing.body, 'what was unticked stays so').not.toMatch(/name="titres"[^>]* checked/);
    const sent = await garage.post(choice(), { titres: all });
    expect(sent.statusCode).toBe(303);
    job = jobOf(sent.headers.location);
    const going = await garage.get(`/professionnel/impressions/${job}`);
    expect(plain(going.body)).toMatch(/En cours .*0 sur 3 .*Les titres se dessinent/);
    expect(going.headers['refresh'], 'it comes again by itself').toBeTruthy();
    expect((await garage.get(`/professionnel/impressions/${job}/liasse.pdf`)).statusCode, 'not ready: back to its page').toBe(303);
    await draw(job);
    const done = await naomi.get(`/professionnel/impressions/${job}`);
    expect(plain(done.body)).toMatch(/Prête .*Tout est dessiné/);
    expect(done.headers['refresh']).toBeUndefined();
    expect(done.body, 'a reader spoils nothing').not.toContain('name="gaches"');
    const pdf = await garage.get(`/professionnel/impressions/${job}/liasse.pdf`);
    expect(pdf.headers['content-type']).toMatch(/application\/pdf/);
    const { pages, pageTexts } = await reread(pdf.rawPayload);
    expect(pages).toBe(4);
    for (const [rank, title] of all.entries()) {
      expect(pageTexts[0]).toMatch(new RegExp(`${title} ${800_011 + rank} ${rank + 2}\\b`));
      expect(pageTexts[rank + 1]).toContain(`N° ${title}`);
    }
    const after = await garage.get(choice());
    expect(plain(after.body)).toMatch(/Il vous en reste 7\. .*Aucun titre n’attend d’être imprimé/);
    expect((await garage.post(choice(), { titres: all[0]! })).statusCode, 'printed once').toBe(422);
  });

  test('inscrit un papier gâché, avec sa raison : son titre reçoit le suivant, et le stock le compte ; sans raison, rien', async () => {
    const url = `/professionnel/impressions/${job}`;
    const spoils = [...(await garage.get(url)).body.matchAll(/name="gaches" value="([^"]+)"/g)].map(([, title]) => title ?? '');
    const why = await garage.post(`${url}/gaches`, { gaches: spoils[1]! });
    expect(why.statusCode).toBe(422);
    expect(plain(why.body)).toMatch(/Dites pourquoi ces papiers sont gâchés/);
    expect(why.body, 'what was ticked stays ticked').toMatch(new RegExp(`value="${spoils[1]}" checked`));
    expect((await (await enterCompany(country, 'garage-3')).post(`${url}/gaches`, { gaches: spoils[1]!, raison: 'Bourrage' })).statusCode).toBe(403);
    const sent = await garage.post(`${url}/gaches`, { gaches: spoils[1]!, raison: 'Bourrage' });
    expect(sent.statusCode).toBe(303);
    const again = jobOf(sent.headers.location);
    expect(plain((await garage.get(`/professionnel/impressions/${again}`)).body)).toMatch(new RegExp(`${spoils[1]} .*800014`));
    expect(plain((await garage.get(url)).body)).toMatch(/Papiers gâchés 1 .*Gâché, repris dans I-/);
    expect((await garage.post(`${url}/gaches`, { gaches: spoils[1]!, raison: 'Encore' })).statusCode, 'once').toBe(422);
    expect(await country.db.owner`select first::int, last::int, status from blank_range where first between 800011 and 800020 order by first`).toEqual([
      ...[['used', 11, 11], ['spoiled', 12, 12], ['used', 13, 13], ['used', 14, 14], ['free', 15, 20]].map(([status, first, last]) => ({ first: 800_000 + Number(first), last: 800_000 + Number(last), status })),
    ]);
  });

  test('l’impression d’une entreprise n’existe pour aucune autre, ni son lot, ni au guichet', async () => {
    const other = await enterCompany(country, 'import-1');
    const url = `/professionnel/impressions/${job}`;
    for (const path of [url, `${url}/liasse.pdf`, choice(), '/professionnel/impressions/pas-un-numero']) expect((await other.get(path)).statusCode, path).toBe(404);
    expect((await other.post(`${url}/gaches`, { gaches: 'T', raison: 'Bourrage' })).statusCode).toBe(404);
    expect((await other.post(choice(), { titres: 'T' })).statusCode).toBe(404);
    expect((await (await enter(country, 'guichet')).get(`/guichet/impressions/${job}`)).statusCode).toBe(404);
  });
});
