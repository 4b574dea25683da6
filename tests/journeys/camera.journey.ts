import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type BrowserServer, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { paperTemplates } from '../../src/app.ts';
import { closePaperThreads, renderPaper } from '../../src/core/paper/index.ts';
import { describePaper, findPaper } from '../../src/domains/documents/index.ts';
import { withPage } from '../setup/browser.ts';
import { film, picture, type Sheet } from '../setup/camera.ts';
import { launchChromium } from '../setup/launch.ts';
import { startSite, type Site } from '../setup/site.ts';

let site: Site;
let folder: string;
const servers: BrowserServer[] = [];
let [allowed, denied]: Browser[] = [];
let [genuine, forged]: Sheet[] = [];
let number = '';

beforeAll(async () => {
  [site, folder] = await Promise.all([startSite(), mkdtemp(join(tmpdir(), 'sitt-camera-'))]);
  [allowed, denied] = await Promise.all(['--use-fake-ui-for-media-stream', '--use-fake-ui-for-media-stream=deny'].map(async (answer) => {
    const server = await launchChromium(join(import.meta.dirname, '../..'), [answer, '--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${join(folder, 'view.y4m')}`]);
    servers.push(server);
    return chromium.connect(server.wsEndpoint());
  }));
  // A certificate of this site, signed with its keys: a new address gives one.
  const moved = await fetch(`${site.baseURL}/api/v1/demarches/changer-adresse`, {
    method: 'POST', headers: { authorization: 'Bearer demo-citizen', 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
    body: JSON.stringify({ subject: '471001NC', input: { address: { commune: '98814', placeKind: 'tribe', place: 'Tribu de l’Essai' } } }),
  });
  expect(moved.ok, await moved.text()).toBe(true);
  const [title] = await site.db.owner<{ number: string }[]>`select number from paper where template = 'certificat' and code is not null order by ordered_at desc limit 1`;
  number = title?.number as string;
  const paper = await findPaper(site.app.pools.read, number);
  if (!paper?.code) throw new Error('no certificate with a code in the demo country');
  const described = await describePaper({ sql: site.app.pools.read, facets: site.app.world.facets, templates: paperTemplates, demo: true, checkUrl: 'http://localhost/verifier' }, paper);
  // The last sign of the signature, changed: a copy made by hand.
  const copy = paper.code.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
  [genuine, forged] = [await picture(await renderPaper(described)), await picture(await renderPaper({ ...described, code: { text: copy, caption: 'Code signé' } }))];
}, 120_000);
afterAll(async () => { for (const server of servers) await server.close(); await closePaperThreads(); await site.close(); await rm(folder, { recursive: true }); });

const HOLD = { turned: 0.22, near: 0.8, blurred: 1, shade: 0.45 };
const show = (paper: Sheet | undefined, hold = HOLD) => film(join(folder, 'view.y4m'), paper as Sheet, hold);

async function asOfficer(browser: Browser | undefined, visit: (page: Page, context: BrowserContext) => Promise<void>): Promise<void> {
  const context = await (browser as Browser).newContext({ baseURL: site.baseURL, viewport: { width: 360, height: 640 }, locale: 'fr-FR', timezoneId: 'Pacific/Noumea' });
  try {
    const page = await context.newPage();
    await page.goto('/police');
    await page.getByRole('button', { name: /Brigadier/ }).click();
    await page.waitForURL('**/police');
    await visit(page, context);
  } finally {
    await context.close();
  }
}

async function scan(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Scanner le code du certificat' }).click();
  await page.getByText('Code lu. Choisissez le motif').waitFor();
  expect(await page.locator('video').isVisible(), 'the camera is put away').toBe(false);
  await page.getByLabel('Motif').selectOption({ label: 'Contrôle routier' });
  await page.getByRole('button', { name: 'Contrôler' }).click();
}

describe('l’appareil photo, devant un certificat imprimé', () => {
  test('penché, un peu flou, mal éclairé : le code d’un titre du registre se lit, et donne le verdict ; sans réseau, ce que dit sa signature', () => asOfficer(allowed, async (page, context) => {
    await show(genuine);
    await scan(page);
    await page.waitForURL('**/police/controle');
    expect(await page.locator('main').innerText()).toMatch(/Titre\s+valable/);

    await page.goto('/police/hors-ligne');
    await page.getByLabel('Nom de l’appareil').fill('Appareil photo');
    await page.getByRole('button', { name: 'Inscrire' }).click();
    await page.getByText(/Données de \d\d:\d\d/).waitFor();
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await context.setOffline(true);
    await page.reload();
    await scan(page);
    await page.getByText(`Code signé par le registre : titre n° ${number}`).waitFor();

    await show(forged, { ...HOLD, turned: -0.15 });
    await page.reload();
    await scan(page);
    await page.getByText('Code non reconnu').waitFor();
    expect(await page.locator('[data-result]').innerText()).not.toMatch(/Code signé par le registre/);
  }));

  test('une copie dont la signature ne tient pas n’est pas reconnue avec le réseau non plus ; une feuille sans code ne répond rien', () => asOfficer(allowed, async (page) => {
    await show(forged);
    await scan(page);
    expect(await page.locator('main').innerText()).toMatch(/Code non reconnu[\s\S]*pas été signé par le registre/);
    await show(genuine, { ...HOLD, near: 12 });
    await page.goto('/police');
    await page.getByRole('button', { name: 'Scanner le code du certificat' }).click();
    // The decoder has looked at several pictures, and found nothing in any.
    await page.waitForFunction(() => (document.querySelector('video') as HTMLVideoElement).currentTime > 0.5);
    expect(await page.getByLabel(/Plaque/).inputValue()).toBe('');
    expect(await page.locator('[data-scan-said]').innerText()).toBe('Montrez le code du certificat.');
  }));

  test('refusé ou absent, l’appareil photo le dit, et l’on tape le numéro', async () => {
    await asOfficer(denied, async (page) => {
      await page.getByRole('button', { name: 'Scanner le code du certificat' }).click();
      await page.getByText('L’appareil photo est refusé à cette page').waitFor();
      expect(await page.locator('video').isVisible()).toBe(false);
      await page.getByLabel(/Plaque/).fill('466001NC');
    });
    await withPage({ baseURL: site.baseURL }, async (page) => {
      await page.goto('/police');
      await page.getByRole('button', { name: /Brigadier/ }).click();
      await page.waitForURL('**/police');
      await page.getByRole('button', { name: 'Scanner le code du certificat' }).click();
      await page.getByText('Aucun appareil photo utilisable').waitFor();
    });
  });
});
