import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible, withPage, type PageOptions } from '../setup/browser.ts';
import { startSite, type Site } from '../setup/site.ts';

let site: Site;
beforeAll(async () => { site = await startSite(); }, 120_000);
afterAll(() => site.close());

const SUPERVISOR = /Hélène Exemple/;
const h1 = (page: Page) => page.locator('h1').first().innerText();
const flash = (page: Page) => page.locator('.sitt-flash').first().innerText();
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click();

/** At the counter as one of the demo's agents, on a wide screen. */
const at = (agent: RegExp, visit: (page: Page) => Promise<void>, options: PageOptions = {}) => withPage({ device: 'desktop', ...options, baseURL: site.baseURL }, async (page) => {
  await page.goto('/guichet');
  await page.getByRole('button', { name: agent }).click();
  await page.waitForURL('**/guichet');
  await visit(page);
});

/** Judges the page, and leaves its picture when a person asked for them (PICTURES=folder). */
async function look(page: Page, name: string): Promise<void> {
  await expectAccessible(page);
  const wider = await page.locator('body').evaluate((body) => body.ownerDocument.documentElement.scrollWidth - body.ownerDocument.documentElement.clientWidth).catch(() => 0);
  expect(wider, `${name} is wider than the screen`).toBeLessThanOrEqual(0);
  const folder = process.env['PICTURES'];
  if (!folder) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

/** A used import, as its papers say it; what blocks is left out on purpose. */
async function describeImport(page: Page): Promise<void> {
  await page.getByLabel('D’occasion, importé').check();
  await page.getByLabel(/Numéro de série \(VIN\)/).fill('MR0FZ29G901234567');
  await page.getByLabel('À titre isolé').check();
  await page.locator('[name="technical.D.1"]').fill('TOYOTA');
  await page.locator('[name="technical.D.3"]').fill('HILUX');
  await page.getByLabel('Usage privé').check().catch(() => page.locator('[name="usage"]').selectOption('private'));
}

describe('le guichet', () => {
  test('un véhicule importé : trois obstacles à la fois, levés, encaissés en espèces, la caisse fermée', () => at(SUPERVISOR, async (page) => {
    await look(page, 'accueil');
    await page.goto('/guichet/caisse');
    await look(page, 'caisse-fermee');
    await press(page, 'Ouvrir la caisse');
    expect(await flash(page)).toMatch(/est ouverte avec 20\s000\sF/);
    await page.goto('/guichet/demarches');
    await look(page, 'demarches');
    await page.locator('section.sitt-card', { hasText: 'Immatriculer un véhicule neuf ou importé' }).getByRole('button', { name: 'Commencer' }).click();
    await look(page, 'saisie');
    await press(page, /Déposer/);
    expect(await page.locator('.govuk-error-summary').count()).toBe(1);
    await look(page, 'saisie-erreurs');
    await describeImport(page);
    await page.getByLabel('Chercher la personne').fill('exemple-wam');
    await press(page, /Vérifier F8/);
    await page.getByLabel(/EXEMPLE-WAMYTAN/).check();
    await press(page, /Vérifier F8/);
    // Every reason at once, beside its field and in the panel, and nothing typed is lost.
    expect(await page.locator('.sitt-blocker').count()).toBe(4);
    expect(await page.locator('.sitt-blockers').innerText()).toMatch(/pas homologué[\s\S]*dédouanement[\s\S]*assurance[\s\S]*permis/);
    expect(await page.locator('[name="technical.D.1"]').inputValue()).toBe('TOYOTA');
    await look(page, 'saisie-bloquee');
    await page.getByLabel(/Numéro du procès-verbal/).fill('PV-DEMO-1');
    await page.getByLabel(/Référence du dédouanement/).fill('D-DEMO-1');
    await page.getByLabel('Compagnie d’assurance').fill('Assureur Exemple');
    await page.getByLabel('Numéro de contrat').fill('C-1');
    await page.getByLabel('Numéro du permis de conduire').fill('123456');
    await press(page, /Déposer/);
    expect(await page.locator('.govuk-error-summary').innerText()).toMatch(/Facture ou acte de vente/);
    for (const box of await page.getByLabel(/^Vu l’original/).all()) await box.check();
    await look(page, 'saisie-pieces');
    await press(page, /Déposer/);
    expect(await flash(page)).toMatch(/À encaisser/);
    await look(page, 'dossier-a-payer');
    await page.getByLabel('Somme remise en espèces').fill('50000');
    await press(page, /Encaisser/);
    expect(await flash(page)).toMatch(/encaissés\.\sÀ rendre\s:\s41\s000\sF[\s\S]*C’est fait/);
    await look(page, 'dossier-delivre');
    expect(await page.getByRole('link', { name: /^T.*\(PDF\)/ }).count()).toBe(1);
    await page.getByRole('link', { name: /^Q-/ }).first().click();
    await press(page, 'Préparer l’impression');
    expect(await page.locator('main').innerText()).toContain('ORIGINAL');
    await look(page, 'quittance');
    await closeTill(page);
  }), 120_000);

  test('une vente au guichet : le code est lu à la vendeuse, et l’achat s’ouvre par ce code', () => at(SUPERVISOR, async (page) => {
    await page.goto('/guichet');
    await page.keyboard.press('/');
    await page.keyboard.type('471001');
    await page.locator('#resultats table a').first().waitFor();
    await look(page, 'recherche');
    await page.keyboard.press('Enter');
    await page.locator('#resultats table a').first().click().catch(() => undefined);
    await page.waitForURL('**/guichet/vehicules/**');
    await look(page, 'vehicule');
    await press(page, /Déclarer la vente/);
    await page.locator('[name="soldOn.$day"]').fill('1');
    await page.locator('[name="soldOn.$month"]').fill('11');
    await page.locator('[name="soldOn.$year"]').fill('2026');
    await page.getByLabel(/Heure de la vente/).fill('10:30');
    await page.getByLabel('Pour rouler').check();
    await page.getByLabel(/Nom de l’acheteur/).fill('Jean Acheteur-Exemple');
    await press(page, /Vérifier F8/);
    await page.getByLabel(/^Vu l’original/).check();
    await press(page, /Déposer/);
    expect(await page.locator('main').innerText()).toContain('Code à remettre à l’acheteur');
    await look(page, 'code-de-vente');
    const code = await page.locator('.sitt-flash .govuk-heading-xl').innerText();
    await page.goto(`/guichet/recherche?q=${encodeURIComponent(code)}`);
    await page.getByRole('link', { name: /vente en cours/ }).click();
    await look(page, 'vehicule-vendu');
    await press(page, /Terminer l’achat/);
    expect(await h1(page)).toBe('Terminer l’achat d’un véhicule');
  }), 90_000);

  test('sans délégation on n’approuve pas ; deux agents rectifient, jamais le même deux fois', async () => {
    await at(/Camille Exemple/, async (page) => {
      await begin(page, '462777NC', 'Rectifier le registre');
      await page.getByLabel('Le numéro de série').check();
      await page.getByLabel('Numéro de série exact').fill('JYARM06E8BA012345');
      await page.getByLabel('Motif').fill('Erreur de frappe relevée sur le titre.');
      await press(page, /Vérifier F8/);
      await page.getByLabel(/^Vu l’original/).check();
      await press(page, /Déposer/);
      expect(await page.locator('main').innerText()).toMatch(/Vous n’avez pas de délégation de signature/);
    });
    await at(SUPERVISOR, async (page) => {
      await openFirst(page, 'deux-agents');
      await press(page, /Approuver en premier/);
      expect(await page.locator('main').innerText()).toMatch(/le second doit venir d’un autre agent/);
      await look(page, 'deux-agents-dossier');
      await page.goto('/guichet/files/deux-agents');
      await look(page, 'deux-agents');
      expect(await page.locator('table').innerText()).toContain('vous, il faut un autre agent');
    });
    await at(/Noé Exemple/, async (page) => {
      await openFirst(page, 'deux-agents');
      await press(page, 'Approuver');
      expect(await flash(page)).toMatch(/C’est fait/);
    });
  }, 90_000);

  test('un refus est motivé, cite ses textes et dit les recours', async () => {
    await at(/Camille Exemple/, async (page) => {
      await begin(page, '455321NC', 'Poser une opposition ou une mesure');
      await page.locator('[name="type"]').selectOption('dispute');
      await page.locator('[name="authority"]').selectOption('dittt');
      await page.getByLabel('Référence de la décision').fill('REF-DEMO-1');
      await page.getByLabel('Fondement').fill('Fondement fictif');
      await press(page, /Vérifier F8/);
      await page.getByLabel(/^Vu l’original/).check();
      await press(page, /Déposer/);
    });
    await at(SUPERVISOR, async (page) => {
      await openFirst(page, 'examen');
      await press(page, 'Prendre ce dossier');
      await page.getByText('Refuser la demande').click();
      await press(page, 'Signer le refus');
      expect(await flash(page)).toMatch(/motifs/);
      await page.getByText('Refuser la demande').click();
      await page.getByLabel('Motifs').fill('La décision présentée ne désigne pas ce véhicule.');
      await page.locator('[name="textes"]').first().check();
      await press(page, 'Signer le refus');
      expect(await page.locator('main').innerText()).toMatch(/Refus signé[\s\S]*Recours contentieux/);
      await look(page, 'dossier-refuse');
    });
  }, 90_000);

  test('les autres pages, et sans script', () => at(SUPERVISOR, async (page) => {
    for (const [name, path] of [['files', '/guichet/files/examen'], ['remboursements', '/guichet/remboursements'], ['messages', '/guichet/messages'], ['recherche-nom', '/guichet/recherche?q=exemple'], ['rien', '/guichet/recherche?q=zzzz'], ['vehicule-bloque', '/guichet/vehicules/450404NC']] as const) {
      await page.goto(path);
      if (name === 'vehicule-bloque') await page.locator('a[href^="/guichet/vehicules/"]').first().click().catch(() => undefined);
      await look(page, name);
    }
    await page.goto('/guichet/recherche?q=wamytan');
    await page.getByRole('link', { name: /WAMYTAN/ }).first().click();
    await look(page, 'personne');
  }, { js: false }), 90_000);
});

async function closeTill(page: Page): Promise<void> {
  await page.goto('/guichet/caisse');
  await look(page, 'caisse-ouverte');
  await page.getByLabel(/Billets de 10/).fill('2');
  await press(page, 'Enregistrer le comptage');
  await look(page, 'caisse-comptee');
  await press(page, 'Clôturer la caisse');
  expect(await flash(page)).toMatch(/écart/);
  await page.getByLabel('Explication de l’écart').fill('Essai du parcours : la recette est restée sur la table.');
  await press(page, 'Clôturer la caisse');
  expect(await h1(page)).toBe('Feuille de caisse');
  await look(page, 'feuille-de-caisse');
}

/** Begins a démarche on a vehicle found by its plate. */
async function begin(page: Page, plate: string, title: string): Promise<void> {
  await page.goto('/guichet/demarches');
  const card = page.locator('section.sitt-card', { hasText: title });
  await card.getByRole('textbox').fill(plate);
  await card.getByRole('button', { name: 'Commencer' }).click();
  expect(await h1(page)).toBe(title);
}

async function openFirst(page: Page, queue: string): Promise<void> {
  await page.goto(`/guichet/files/${queue}`);
  await page.locator('table a').first().click();
}
