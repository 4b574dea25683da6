import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible, withPage, type PageOptions } from '../setup/browser.ts';
import { startSite, type Site } from '../setup/site.ts';

let site: Site;
beforeAll(async () => { site = await startSite(); }, 120_000);
afterAll(() => site.close());

const INSPECTOR = /Wali Exemple/;
const TABLET: PageOptions = { js: false, context: { viewport: { width: 768, height: 1024 } } };
const flash = (page: Page) => page.locator('.sitt-flash').first().innerText();
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click();
const main = async (page: Page) => (await page.locator('main').innerText()).replace(/[\u00a0\u202f]/g, ' ');

const at = (agent: RegExp, visit: (page: Page) => Promise<void>, options: PageOptions = {}) => withPage({ device: 'desktop', ...options, baseURL: site.baseURL }, async (page) => {
  await page.goto('/guichet');
  await page.getByRole('button', { name: agent }).click();
  await page.waitForURL('**/guichet');
  await visit(page);
});

async function look(page: Page, name: string): Promise<void> {
  await expectAccessible(page);
  const folder = process.env['PICTURES'];
  if (!folder) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

describe('l’inspecteur, sur une tablette sans script', () => {
  test('un car refusé à la visite, puis accepté à la contre-visite : le verdict suit les défauts, la prochaine visite est dite', () => at(INSPECTOR, async (page) => {
    await look(page, 'inspection-accueil');
    await page.getByRole('searchbox').fill('468115NC');
    await press(page, 'Rechercher');
    await page.waitForURL('**/vehicules/**');
    await look(page, 'inspection-vehicule');
    await page.getByRole('link', { name: 'Enregistrer une visite technique' }).click();
    await look(page, 'inspection-visite');
    await page.getByLabel('Visite périodique').check();
    await page.getByLabel('Centre de contrôle technique de Rivière-Salée').check();
    await page.getByLabel('Compteur').fill('152 800');
    await page.locator('[name="brakes.service"]').fill('38');
    await page.getByLabel(/Frein de service insuffisant/).check();
    await page.getByLabel('Accepté').check();
    await press(page, 'Enregistrer');
    // A major defect and an acceptance do not go together; nothing typed is lost.
    expect(await page.locator('.sitt-blockers').innerText()).toMatch(/frein de service insuffisant \(majeur\)/);
    expect(await page.getByLabel('Compteur').inputValue()).toMatch(/152\s?800/);
    await look(page, 'inspection-visite-bloquee');
    await page.getByLabel('Refusé').check();
    await press(page, 'Enregistrer');
    expect(await flash(page)).toMatch(/c’est fait/);
    expect(await main(page)).toMatch(/Refusé à représenter avant le/);
    await page.getByRole('link', { name: 'Enregistrer une visite technique' }).click();
    await page.getByLabel('Contre-visite').check();
    await page.getByLabel('Centre de contrôle technique de Rivière-Salée').check();
    await page.getByLabel('Compteur').fill('152 790');
    await page.getByLabel('Accepté').check();
    await press(page, 'Enregistrer');
    expect(await flash(page)).toMatch(/c’est fait/);
    // The odometer went back by ten kilometres: written down, never refused.
    expect(await main(page)).toMatch(/À jour prochaine visite avant le[\s\S]*le compteur a reculé de 10 km/);
    await look(page, 'inspection-vehicule-accepte');
    await page.goto('/guichet/controle/retards');
    expect(await main(page)).toMatch(/452 310 NC[\s\S]*En retard/);
    await look(page, 'inspection-retards');
  }, TABLET), 120_000);

  test('un import d’occasion est homologué, puis immatriculé avec le procès-verbal du registre', async () => {
    let number = '';
    await at(INSPECTOR, async (page) => {
      await page.getByRole('link', { name: /^HOM-/ }).first().click();
      await look(page, 'homologation-dossier');
      await page.getByRole('link', { name: 'Enregistrer la visite d’homologation' }).click();
      await page.getByLabel('Favorable', { exact: true }).check();
      await page.getByLabel('Centre de contrôle technique de Baco').check();
      await page.getByLabel('Compteur').fill('84210');
      await look(page, 'homologation-visite');
      await press(page, 'Enregistrer');
      await page.getByRole('link', { name: 'Délivrer le procès-verbal d’homologation' }).click();
      await press(page, 'Enregistrer');
      expect(await flash(page)).toMatch(/c’est fait/);
      number = /PVH\d{7}/.exec(await main(page))?.[0] ?? '';
      await look(page, 'homologation-delivree');
    }, TABLET);
    expect(number).toMatch(/^PVH/);
    await at(/Hélène Exemple/, async (page) => {
      await page.goto('/guichet/caisse');
      await press(page, 'Ouvrir la caisse');
      await page.goto('/guichet/demarches');
      await page.locator('section.sitt-card', { hasText: 'Immatriculer un véhicule neuf ou importé' }).getByRole('button', { name: 'Commencer' }).click();
      await page.getByLabel('D’occasion, importé').check();
      await page.getByLabel(/Numéro de série \(VIN\)/).fill('JSADEMO0000000032');
      await page.getByLabel('À titre isolé').check();
      await page.getByLabel(/Numéro du procès-verbal/).fill(number);
      await page.getByLabel(/Référence du dédouanement/).fill('D-DEMO-2');
      await page.locator('[name="technical.S.1"]').fill('5');
      await page.locator('[name="usage"]').selectOption('private');
      await page.getByLabel('Compagnie d’assurance').fill('Assureur Exemple');
      await page.getByLabel('Numéro de contrat').fill('C-1');
      await page.getByLabel('Numéro du permis de conduire').fill('123456');
      await page.getByLabel('Chercher la personne').fill('exemple-martin');
      await press(page, /Vérifier F8/);
      await page.getByLabel(/EXEMPLE-MARTIN/).check();
      await press(page, /Vérifier F8/);
      // What the inspector read is not typed again; what is typed otherwise is named.
      expect(await page.locator('.sitt-blocker').count()).toBe(1);
      expect((await page.locator('.sitt-blockers').innerText()).replace(/\s/g, ' ')).toMatch(/Places assises.*5 places dans la demande, 4 places au procès-verbal/);
      await look(page, 'immatriculation-ecart');
      await page.locator('[name="technical.S.1"]').fill('');
      await press(page, /^C’est EXEMPLE-MARTIN/);
      await press(page, /Vérifier F8/);
      for (const box of await page.getByLabel(/^Vu l’original/).all()) await box.check();
      expect(await page.getByLabel(/Vu l’original : Procès-verbal d’homologation/).count()).toBe(0);
      await press(page, /Déposer/);
      await page.getByLabel('Somme remise en espèces').fill('50000');
      await press(page, /Encaisser/);
      expect(await flash(page)).toMatch(/C’est fait/);
      await page.goto('/guichet/recherche?q=JSADEMO0000000032');
      await page.waitForURL('**/vehicules/**');
      expect(await main(page)).toMatch(/84 210 km[\s\S]*Homologation/);
      await look(page, 'immatriculation-faite');
    });
  }, 120_000);

  test('le demandeur suit son dossier sur un téléphone sans script', () => withPage({ device: 'phone', js: false, baseURL: site.baseURL }, async (page) => {
    await page.goto('/usager');
    await page.getByRole('link', { name: /Continuer/ }).click();
    await page.getByRole('button', { name: 'Jean' }).click();
    await page.waitForURL('**/usager');
    await page.goto('/usager/homologations');
    expect(await main(page)).toMatch(/SUZUKI JIMNY[\s\S]*Déposé[\s\S]*JSADEMO0000000033/);
    await look(page, 'usager-homologations');
  }), 60_000);
});
