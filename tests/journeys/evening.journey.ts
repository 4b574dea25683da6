import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allFacets } from '../../src/facets.ts';
import { Facets } from '../../src/core/act/facets.ts';
import { verifyRegister } from '../../src/core/act/verify.ts';
import { reread } from '../../src/core/paper/reread.ts';
import { today } from '../../src/core/values/time.ts';
import { DRAW } from '../../src/domains/documents/index.ts';
import { verifyLedger } from '../../src/domains/payments/index.ts';
import { sealFolder } from '../../src/commands/sealing.ts';
import { tasks } from '../../src/tasks.ts';
import { withPage } from '../setup/browser.ts';
import { lastSaleCode } from '../setup/sale-code.ts';
import { startSite, type Site } from '../setup/site.ts';

// The README's evening, in its order, with its names and plates: what a newcomer is told to do works.
let site: Site;
beforeAll(async () => { site = await startSite(); }, 120_000);
afterAll(() => site.close());

const said = (page: Page) => page.locator('main').innerText();
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click();
const goOn = (page: Page) => press(page, 'Continuer');

/** One press on the home page: a door, a name. */
const as = (name: RegExp, visit: (page: Page) => Promise<void>, device: 'phone' | 'desktop' = 'phone') => withPage({ js: false, device, baseURL: site.baseURL }, async (page) => {
  await page.goto('/');
  await press(page, name);
  await visit(page);
});

async function sell(page: Page): Promise<void> {
  await page.getByRole('link', { name: /Voir et agir.*T000000001/ }).click();
  await page.getByRole('link', { name: 'Déclarer la vente d’un véhicule' }).click();
  await press(page, 'Commencer');
  const [year, month, day] = today(new Date(Date.now() - 86_400_000)).split('-') as [string, string, string];
  for (const [part, text] of [['day', day], ['month', month], ['year', year]] as const) await page.locator(`[name="soldOn.$${part}"]`).fill(text);
  await page.getByLabel(/Heure de la vente/).fill('08:30');
  await page.getByLabel('Pour rouler').check();
  await goOn(page);
  await page.getByLabel(/Nom de l’acheteur/).fill('Jean Exemple-Leroux');
  await goOn(page);
  await goOn(page);
  await page.getByLabel(/Je certifie/).check();
  await press(page, 'Signer et envoyer');
  expect(await said(page)).toMatch(/Terminée[\s\S]*Code à remettre à l’acheteur/);
}

async function buy(page: Page): Promise<string> {
  const code = await lastSaleCode(site);
  await page.getByRole('link', { name: 'J’ai reçu un code d’achat' }).click();
  await page.getByLabel(/Code reçu/).fill(code);
  await goOn(page);
  await page.getByLabel('Terminer l’achat d’un véhicule').check();
  await goOn(page);
  await page.getByLabel('Moi-même').check();
  await page.getByLabel('Usage du véhicule').selectOption({ label: 'Usage privé' });
  await goOn(page);
  await page.getByLabel(/Compagnie/).fill('Assureur Exemple');
  await page.getByLabel(/Numéro de contrat/).fill('C-1');
  await page.getByLabel(/Numéro du permis/).fill('P-1');
  await goOn(page);
  const boxes = page.locator('input[type=file]');
  for (let index = 0; index < await boxes.count(); index++) await boxes.nth(index).setInputFiles({ name: `piece${index}.pdf`, mimeType: 'application/pdf', buffer: Buffer.from(`%PDF-1.7\n% ${index}\n%%EOF\n`) });
  await goOn(page);
  await page.getByLabel(/Je certifie/).check();
  await press(page, 'Signer et envoyer');
  expect(await said(page)).toMatch(/examine votre dossier/);
  return new URL(page.url()).pathname;
}

/** Camille has the ordinary delegation: what she approves goes on. */
const approve = () => as(/Camille Exemple/, async (page) => {
  await page.goto('/guichet/files/examen');
  await page.locator('table a').first().click();
  await press(page, 'Prendre ce dossier');
  await press(page, 'Approuver');
}, 'desktop');

async function importBlocked(page: Page): Promise<void> {
  await page.goto('/guichet/caisse');
  await press(page, 'Ouvrir la caisse');
  await page.goto('/guichet/demarches');
  await page.locator('section.sitt-card', { hasText: 'Immatriculer un véhicule neuf ou importé' }).getByRole('button', { name: 'Commencer' }).click();
  await page.getByLabel('D’occasion, importé').check();
  await page.getByLabel(/Numéro de série \(VIN\)/).fill('MR0FZ29G901234567');
  await page.getByLabel('À titre isolé').check();
  await page.locator('[name="technical.D.1"]').fill('TOYOTA');
  await page.locator('[name="technical.D.3"]').fill('HILUX');
  await page.locator('[name="technical.J.1"]').selectOption('CTTE');
  await page.locator('[name="technical.P.3"]').selectOption('GO');
  await page.locator('[name="technical.F.2"]').fill('3 000');
  await page.locator('[name="technical.B.$month"]').fill('05');
  await page.locator('[name="technical.B.$year"]').fill('2019');
  await page.locator('[name="usage"]').selectOption('private').catch(() => page.getByLabel('Usage privé').check());
  await page.getByLabel('Chercher la personne').fill('exemple-leroux');
  await press(page, /Vérifier/);
  await page.getByLabel(/EXEMPLE-LEROUX/).check();
  await page.locator('button[value="verifier"]').last().click();
  expect(await page.locator('.sitt-blocker').count()).toBeGreaterThanOrEqual(3);
  const blockers = await page.locator('.sitt-blockers').innerText();
  expect(blockers).toMatch(/homologué[\s\S]*dédouanement/);
  expect(blockers).toMatch(/Qui peut le lever[\s\S]*Comment[\s\S]*Texte/);
  expect(await page.locator('[name="technical.D.1"]').inputValue()).toBe('TOYOTA');
}

async function closeTill(page: Page): Promise<void> {
  await page.goto('/guichet/caisse');
  await page.getByLabel(/Billets de 10/).fill('2');
  await press(page, 'Enregistrer le comptage');
  await press(page, 'Clôturer la caisse');
  expect(await said(page)).toMatch(/Feuille de caisse/);
}

/** The code of the PDF, read from its picture, and checked by the small program alone with the published keys. */
async function checkOffline(pdf: Uint8Array): Promise<string> {
  const { code = '' } = await reread(pdf);
  const folder = await mkdtemp(join(tmpdir(), 'sitt-evening-'));
  try {
    await writeFile(join(folder, 'cles.json'), await (await fetch(`${site.baseURL}/.well-known/sitt-keys.json`)).text());
    return (await promisify(execFile)(process.execPath, [join(import.meta.dirname, '../../bin/verify-code.mjs'), code, join(folder, 'cles.json')])).stdout;
  } finally {
    await rm(folder, { recursive: true });
  }
}

test('une soirée de découverte : vendre, acheter, trois obstacles, un PDF vérifié hors ligne, un contrôle, la caisse, la preuve', async () => {
  await as(/Marie Exemple/, sell);
  let errand = '';
  await as(/Jean Exemple/, async (page) => { errand = await buy(page); });
  await approve();
  let title = '';
  let session: Awaited<ReturnType<ReturnType<Page['context']>['cookies']>> = [];
  await as(/Jean Exemple/, async (page) => {
    await page.goto(errand);
    await press(page, 'Payer par carte');
    await press(page, 'Payer');
    await expect.poll(async () => { await page.goto(errand); return said(page); }, { timeout: 30_000 }).toMatch(/Terminée/);
    title = /T\d{9}/.exec(await said(page))?.[0] ?? '';
    session = await page.context().cookies();
  });
  await as(/Hélène Exemple/, async (page) => { await importBlocked(page); await closeTill(page); }, 'desktop');

  await tasks(site.app)[DRAW]?.({ number: title }, {} as never);
  const answer = await fetch(`${site.baseURL}/usager/papiers/${title}`, { headers: { cookie: session.map(({ name, value }) => `${name}=${value}`).join('; ') } });
  expect(answer.headers.get('content-type')).toBe('application/pdf');
  expect(await checkOffline(new Uint8Array(await answer.arrayBuffer()))).toMatch(new RegExp(`^VALIDE[\\s\\S]*${title}[\\s\\S]*471001NC`));

  await as(/Brigadier Exemple/, async (page) => {
    for (const [plate, verdict] of [['466001NC', /vol/i], ['471001NC', /Rien à signaler/]] as const) {
      await page.goto('/police');
      await page.getByLabel(/Plaque/).fill(plate);
      await page.getByLabel('Motif').selectOption({ label: 'Contrôle routier' });
      await press(page, 'Contrôler');
      expect(await said(page)).toMatch(verdict);
    }
  });

  const report = await verifyRegister({ sql: site.db.pools.report, facets: new Facets(allFacets), seals: { keys: site.app.keys.publicKeys(), folder: sealFolder(site.app.config) }, extra: [{ name: 'argent', ownsCounter: (counter) => counter.startsWith('Q-'), run: async (tx, tell) => {
    for (const check of await verifyLedger(tx)) for (const fault of check.faults) tell({ what: 'argent', where: check.name, sentence: fault });
    return {};
  } }] });
  expect(report.findings).toEqual([]);
}, 60_000);
