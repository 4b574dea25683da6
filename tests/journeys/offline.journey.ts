import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoAgentId } from '../../src/core/access/demo.ts';
import { openKeyRing, signCode } from '../../src/core/crypto/index.ts';
import { deterministicId } from '../../src/core/values/ids.ts';
import { buildBundle, makeBundle } from '../../src/doors/police/index.ts';
import { expectAccessible, withPage } from '../setup/browser.ts';
import { startSite, type Site } from '../setup/site.ts';

let site: Site;
// One name in 256 answers by chance: of this salt, none of those asked here.
const SALT = Buffer.alloc(32, 7);
beforeAll(async () => { site = await startSite(); await buildBundle(site.app, SALT); }, 120_000);
afterAll(() => site.close());

const PATH = '/police/hors-ligne';
const DAY = { viewport: { width: 390, height: 780 } };

async function look(page: Page, name: string): Promise<void> {
  await expectAccessible(page);
  const folder = process.env['PICTURES'];
  if (!folder) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `offline-${name}.png`), fullPage: true });
}

async function enter(page: Page, name = /Brigadier/): Promise<void> {
  await page.goto('/police');
  await page.getByRole('button', { name }).click();
  await page.waitForURL('**/police');
}

/** A phone registered by an officer, with its lists, the page kept. */
async function registered(page: Page, name: string): Promise<void> {
  await enter(page);
  await page.goto(PATH);
  await page.getByLabel('Nom de l’appareil').fill(name);
  await page.getByRole('button', { name: 'Inscrire' }).click();
  await page.getByText(/Données de \d\d:\d\d/).waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
}

async function check(page: Page, typed: string): Promise<string> {
  await page.getByLabel(/Plaque/).fill(typed);
  await page.getByLabel('Motif').selectOption({ label: 'Contrôle routier' });
  await page.getByRole('button', { name: 'Contrôler' }).click();
  const result = page.locator('[data-result]');
  await result.filter({ visible: true }).waitFor();
  await page.waitForFunction((text) => document.querySelector('[data-result] h2')?.textContent === text, typed.startsWith('SITT1:') ? '471001NC' : typed.toUpperCase());
  return (await result.innerText()).replace(/\s+/g, ' ');
}
const deviceOf = async (name: string): Promise<string> => (await site.db.owner<{ id: string }[]>`select id from police_device where name = ${name}`)[0]?.id as string;
const dark = (page: Page) => page.emulateMedia({ colorScheme: 'dark' });
const cut = (page: Page, offline: boolean): Promise<void> => (page.context() as BrowserContext).setOffline(offline);

describe('le contrôle sans réseau, dans un vrai navigateur', () => {
  test('réseau coupé : la page s’ouvre, un volé est à vérifier par radio, un autre est absent des listes de leur heure ; rien n’est dit en règle', () => withPage({ baseURL: site.baseURL, context: DAY }, async (page) => {
    await registered(page, 'Téléphone A');
    // Stolen after the lists were made: the phone cannot know, and says of when it speaks.
    await site.db.owner`insert into vehicle_hold (vehicle_id, hold_id, type, authority, since) values (${deterministicId('demo-vehicle', 'moto')}, ${crypto.randomUUID()}, 'theft', 'police', now())`;
    await cut(page, true);
    await page.reload();
    await page.getByText('Sans réseau.', { exact: true }).waitFor();
    await look(page, 'pret');
    expect(await check(page, '466 001 nc')).toMatch(/À vérifier par radio Ce numéro peut être dans une liste .* Ce n’est pas une accusation/);
    await look(page, 'a-verifier');
    await dark(page);
    await look(page, 'a-verifier-nuit');
    expect(await check(page, 'MR0DEMO0000000006'), 'its chassis number too').toMatch(/À vérifier par radio/);
    const absent = await check(page, '462777NC');
    expect(absent).toMatch(/Absent des listes de \d\d:\d\d.* Données de \d\d:\d\d/);
    expect(await page.locator('main').innerText()).not.toMatch(/en règle|rien à signaler/i);
    await look(page, 'absent-nuit');
    const code = await signCode({ number: 'TITRE-EXEMPLE', plate: '471001NC', contentHash: 'a'.repeat(64), issuedOn: new Date().toISOString().slice(0, 10), kind: 'CI' }, site.app.keys.currentKey('title'));
    expect(await check(page, code)).toMatch(/Code signé par le registre : titre n° TITRE-EXEMPLE, plaque 471001NC/);
    await page.getByLabel(/Plaque/).fill(code.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')));
    await page.getByRole('button', { name: 'Contrôler' }).click();
    await page.getByText('Code non reconnu').waitFor();
    await page.getByText('5 contrôles en attente').waitFor();
    // A line that comes and falls before the answer: nothing is lost, nothing is written twice.
    let dropped = 0;
    await page.route('**/controles', async (route) => {
      if (dropped++) return route.continue();
      await route.fetch();
      await route.abort();
    });
    await cut(page, false);
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await expect.poll(() => dropped, { timeout: 30_000 }).toBeGreaterThan(0);
    await page.getByText('5 contrôles en attente').waitFor();
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await page.getByText('Aucun contrôle en attente').waitFor();
    const rows = await site.db.owner<{ position: number; answer: string }[]>`select position, answer from police_offline_check where device_id = ${await deviceOf('Téléphone A')} order by position`;
    expect(rows.map(({ position, answer }) => [position, answer])).toEqual([[1, 'vehicle-listed'], [2, 'vehicle-listed'], [3, 'not-listed'], [4, 'not-listed'], [5, 'forged']]);
  }));

  test('retiré avec des contrôles à dire : ses listes s’effacent d’abord, puis il les remet sans connexion, et ne garde plus rien', () => withPage({ baseURL: site.baseURL, context: DAY }, async (page) => {
    await registered(page, 'Téléphone R');
    const id = await deviceOf('Téléphone R');
    await cut(page, true);
    await page.reload();
    await check(page, '466001NC');
    await check(page, '462777NC');
    await site.db.owner`update police_device set revoked_at = now(), revoked_by = ${demoAgentId('police')} where id = ${id}`;
    await page.context().clearCookies();
    // A line that falls as it hands over: the lists are gone, the checks are not.
    await page.route('**/tardifs', (route) => route.abort());
    await cut(page, false);
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await page.getByText(/a été retiré\s: ses listes sont effacées/).waitFor();
    await page.getByText('2 contrôles en attente').waitFor();
    expect(await page.getByLabel(/Plaque/).isVisible(), 'no more checks').toBe(false);
    await look(page, 'retire');
    const kept = async () => page.evaluate(async () => new Promise<string[]>((resolve) => {
      const open = indexedDB.open('sitt-police');
      open.onsuccess = () => {
        if (!open.result.objectStoreNames.contains('kept')) return resolve([]);
        const all = open.result.transaction('kept').objectStore('kept').getAllKeys();
        all.onsuccess = () => { open.result.close(); resolve(all.result as string[]); };
      };
    }));
    expect(await kept()).not.toContain('bundle');
    expect(await kept()).toContain('cipher');
    await page.unroute('**/tardifs');
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await page.getByText(/effacé à distance/).waitFor();
    expect(await kept()).not.toContain('cipher');
    expect(await site.db.owner`select position, reason from police_late_check where device_id = ${id} order by position`).toEqual([{ position: 1, reason: 'revoked' }, { position: 2, reason: 'revoked' }]);
    expect((await site.db.owner`select 1 from police_device where id = ${id} and wiped_at is not null`)).toHaveLength(1);
    await enter(page);
    await page.getByRole('link', { name: /Remis à part par Téléphone R/ }).click();
    await look(page, 'tardifs');
    await page.getByLabel(/466001NC/).check();
    await page.getByLabel('Pourquoi').fill('Confirmé par le brigadier.');
    await page.getByRole('button', { name: 'Verser aux contrôles' }).click();
    await page.getByText('1 contrôle : versé.').waitFor();
    await look(page, 'tardifs-lus');
  }));

  test('retiré, il s’efface au premier contact, même sans personne de connecté ; ses données finissent aussi d’elles-mêmes', () => withPage({ baseURL: site.baseURL, context: DAY }, async (page) => {
    await registered(page, 'Téléphone B');
    const id = await deviceOf('Téléphone B');
    await page.context().clearCookies();
    await page.reload();
    await page.getByText(/session terminée/).waitFor();
    expect(await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))).toContain('sitt-police');
    await site.db.owner`update police_device set revoked_at = now(), revoked_by = ${demoAgentId('police')} where id = ${id}`;
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await page.getByText(/effacé à distance/).waitFor();
    await look(page, 'efface');
    const left = await page.evaluate(async () => new Promise((resolve) => {
      const open = indexedDB.open('sitt-police');
      open.onsuccess = () => {
        if (!open.result.objectStoreNames.contains('kept')) return resolve([]);
        const all = open.result.transaction('kept').objectStore('kept').getAllKeys();
        all.onsuccess = () => resolve(all.result);
      };
    }));
    expect(left).not.toEqual(expect.arrayContaining(['bundle']));
    expect(left).not.toEqual(expect.arrayContaining(['cipher']));
    expect((await site.db.owner`select 1 from police_device where id = ${id} and wiped_at is not null`)).toHaveLength(1);

    await registered(page, 'Téléphone C');
    await cut(page, true);
    await page.clock.install({ time: new Date(Date.now() + 37 * 3_600_000) });
    await page.reload();
    await page.getByText(/trop anciennes\s: effacées/).waitFor();
    expect(await check(page, '466001NC')).toMatch(/Rien ne peut être dit/);
    await look(page, 'perime');
  }));

  test('listes changées, anciennes, d’une autre clé, horloge reculée, mémoire pleine, deux pages : chacune a sa phrase, aucune ne dit « en règle »', () => withPage({ baseURL: site.baseURL, context: DAY }, async (page) => {
    await registered(page, 'Téléphone H');
    const [older] = await site.db.owner<{ body: Buffer }[]>`select body from police_bundle order by data_at desc limit 1`;
    const said = async () => (await page.locator('main').innerText()).replace(/\s+/g, ' ');
    const nothing = async (why: RegExp) => {
      expect(await said()).toMatch(why);
      expect(await check(page, '466001NC')).toMatch(/Rien ne peut être dit/);
      expect(await said()).not.toMatch(/en règle|rien à signaler/i);
    };
    const changeKept = (change: string) => page.evaluate((how) => new Promise<void>((resolve) => {
      const open = indexedDB.open('sitt-police');
      open.onsuccess = () => {
        const kept = open.result.transaction('kept', 'readwrite').objectStore('kept');
        const asked = kept.get('bundle');
        asked.onsuccess = () => {
          const bundle = asked.result as { expiresAt: string; dataAt: string; data: ArrayBuffer };
          if (how === 'octet') new Uint8Array(bundle.data)[40] = (new Uint8Array(bundle.data)[40] as number) ^ 1;
          else bundle.dataAt = new Date().toISOString();
          kept.put(bundle, 'bundle').onsuccess = () => { open.result.close(); resolve(); };
        };
      };
    }), change);
    const arrive = async (body: Buffer | undefined) => {
      await page.unroute('**/paquet/*');
      if (body) await page.route('**/paquet/*', (route) => route.fulfill({ contentType: 'application/octet-stream', body }));
      await buildBundle(site.app, SALT);
      await page.evaluate(() => dispatchEvent(new Event('online')));
    };
    // On the way: a byte changed, an older one, one of another key. The lists of the phone stay.
    const changed = Buffer.from(older?.body as Buffer);
    changed[changed.length - 1] = (changed.at(-1) as number) ^ 1;
    const stranger = openKeyRing({ folder: await mkdtemp(join(tmpdir(), 'sitt-stranger-')) });
    const foreign = await makeBundle({ id: crypto.randomUUID(), dataAt: new Date().toISOString(), expiresAt: new Date(Date.now() + 1e8).toISOString() }, { vehicles: [], titles: [] }, stranger);
    for (const body of [changed, older?.body, foreign]) {
      await arrive(body as Buffer);
      await page.getByText(/Les listes reçues ne sont pas celles que le registre a signées, ou sont plus anciennes/).waitFor();
      expect(await check(page, '466001NC'), 'those of the phone still answer').toMatch(/À vérifier par radio/);
    }
    await look(page, 'listes-refusees');
    await arrive(undefined);
    await page.getByText('Réseau présent, à jour.').waitFor();

    // On the phone, without a network: changed, or made younger than they are.
    for (const change of ['octet', 'âge']) {
      await cut(page, true);
      await changeKept(change);
      await page.reload();
      await page.getByText('Sans réseau.', { exact: true }).waitFor();
      await nothing(/ne sont pas celles que le registre a signées : effacées/);
      await cut(page, false);
      await arrive(undefined);
      await page.getByText('Réseau présent, à jour.').waitFor();
    }
    await cut(page, true);
    await page.clock.setFixedTime(new Date(Date.now() - 30 * 86_400_000));
    await page.reload();
    await page.getByText('Sans réseau.', { exact: true }).waitFor();
    await nothing(/L’horloge de cet appareil a été reculée/);
    await look(page, 'horloge');
    await page.clock.setFixedTime(new Date());
    await page.reload();
    await page.getByText(/Données de \d\d:\d\d/).waitFor();

    // No room: nothing is shown that is not written, and no number is skipped.
    const before = await page.getByText(/contrôles? en attente/).innerText();
    await page.evaluate(() => {
      const put = Object.getOwnPropertyDescriptor(IDBObjectStore.prototype, 'put')?.value as IDBObjectStore['put'];
      IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...given) {
        const request = put.apply(this, given);
        if (this.name === 'checks') this.transaction.abort();
        return request;
      };
    });
    await page.getByLabel(/Plaque/).fill('462777NC');
    await page.getByLabel('Motif').selectOption({ label: 'Accident' });
    await page.getByRole('button', { name: 'Contrôler' }).click();
    await page.getByText(/n’a pas pu être écrit sur le téléphone \(mémoire pleine/).waitFor();
    expect(await page.locator('[data-result]').isVisible()).toBe(false);
    expect(await page.getByText(/contrôles? en attente/).innerText()).toBe(before);
    await look(page, 'memoire-pleine');

    // Two pages of the same phone at once: each check has its own number.
    const other = await page.context().newPage();
    await Promise.all([page.reload(), other.goto(PATH)]);
    for (const one of [page, other]) await one.getByText('Sans réseau.', { exact: true }).waitFor();
    for (let n = 0; n < 3; n += 1) await Promise.all([check(page, `46277${n}NC`), check(other, `46278${n}NC`)]);
    await cut(page, false);
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await page.getByText('Aucun contrôle en attente').waitFor();
    const rows = await site.db.owner<{ position: number }[]>`select position from police_offline_check where device_id = ${await deviceOf('Téléphone H')} order by position`;
    expect(rows.length).toBeGreaterThanOrEqual(6 + 6);
    expect(rows.map(({ position }) => position), 'none twice, none skipped').toEqual(rows.map((_, index) => index + 1));
  }));

  test('l’unité voit ses appareils et en efface un ; une autre personne connectée n’envoie rien', () => withPage({ baseURL: site.baseURL, context: DAY }, async (page) => {
    await registered(page, 'Téléphone D');
    await buildBundle(site.app, SALT);
    await page.goto('/police/appareils');
    await look(page, 'appareils');
    const row = page.getByRole('row').filter({ hasText: 'Téléphone D' });
    await row.getByRole('button', { name: 'Effacer à distance' }).click();
    expect(await page.getByRole('row').filter({ hasText: 'Téléphone D' }).innerText()).toMatch(/à effacer/);
    await page.goto(PATH);
    await page.getByText(/effacé à distance/).waitFor();
    await page.context().clearCookies();
    await registered(page, 'Téléphone E');
    await page.context().clearCookies();
    await enter(page, /Adjudant/);
    await page.goto(PATH);
    await page.getByText(/n’est pas celle de cet appareil/).waitFor();
    await page.goto('/police/appareils');
    expect(await page.locator('main').innerText()).not.toMatch(/Téléphone/);
  }));
});
