import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoPersonId } from '../../src/core/access/demo-citizens.ts';
import { expectAccessible, withPage } from '../setup/browser.ts';
import { startSite, type Site } from '../setup/site.ts';

let site: Site;
beforeAll(async () => { site = await startSite(); }, 120_000);
afterAll(() => site.close());

const asOfficer = (name: RegExp, js: boolean, visit: (page: Page) => Promise<void>) => withPage({ js, device: 'phone', baseURL: site.baseURL }, async (page) => {
  await page.goto('/police');
  await page.getByRole('button', { name }).click();
  await page.waitForURL('**/police');
  await visit(page);
});

/** Judges the page, its weight and its width; leaves its picture when a person asked (PICTURES=folder). */
async function look(page: Page, name: string): Promise<void> {
  await expectAccessible(page);
  expect(Buffer.byteLength(await page.content()), `weight of ${name}`).toBeLessThan(30_000);
  const wider = await page.locator('body').evaluate((body) => body.ownerDocument.documentElement.scrollWidth - body.ownerDocument.documentElement.clientWidth).catch(() => 0);
  expect(wider, `${name} is wider than the screen`).toBeLessThanOrEqual(0);
  const folder = process.env['PICTURES'];
  if (!folder) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `police-${name}.png`), fullPage: true });
}

async function check(page: Page, what: string, motive = 'Contrôle routier'): Promise<string> {
  await page.goto('/police');
  await page.getByLabel(/Plaque/).fill(what);
  await page.getByLabel('Motif').selectOption({ label: motive });
  await page.getByRole('button', { name: 'Contrôler' }).click();
  return page.locator('main').innerText();
}

describe('la police, au bord de la route, sur un téléphone', () => {
  test('contrôle une plaque : le feu en mots, ce qui est inconnu dit inconnu, rien du titulaire ni des gages', () =>
    asOfficer(/Brigadier/, false, async (page) => {
      await look(page, 'accueil');
      await page.getByRole('button', { name: 'Contrôler' }).click();
      expect(await page.locator('.govuk-error-summary').innerText()).toMatch(/motif/);
      await look(page, 'erreurs');
      const good = await check(page, '471001nc');
      expect(good).toMatch(/Rien à signaler au registre/);
      expect(good).toMatch(/Assurance\s+connue\s+Assureur Exemple/);
      expect(good).not.toMatch(/Wamytan|AE-1001/i);
      expect(page.url(), 'no plate in an address').not.toMatch(/471001/);
      await look(page, 'vert');
      const unknown = await check(page, '455321NC');
      expect(unknown).toMatch(/Rien à signaler au registre[\s\S]*Assurance\s+inconnue\s+Un contrat porte cette plaque ou ce numéro de série avec celui d’un autre véhicule\. Inconnue ne veut pas dire non assuré/);
      expect(await check(page, '472100NC')).toMatch(/À vérifier[\s\S]*Assurance\s+terminée le 31\/08\/2026/);
      const indebted = await check(page, '450 404 NC');
      expect(indebted).not.toMatch(/gage|Trésor|OTCI/i);
      expect(await check(page, '999999NC')).toMatch(/Aucun véhicule trouvé/);
      await look(page, 'inconnu');
      expect(await check(page, 'SITT1:AAAA')).toMatch(/Code non reconnu/);
    }));

  test('un véhicule volé est rouge ; le titulaire se compare sur demande, et chaque lecture est écrite avec son motif', () =>
    asOfficer(/Brigadier/, true, async (page) => {
      expect(await check(page, '466001NC', 'Recherche d’un véhicule volé')).toMatch(/Ne devrait pas circuler/);
      await look(page, 'rouge');
      await check(page, '471001NC', 'Accident');
      await page.getByLabel(/Nom présenté/).fill('Exemple Wamytan');
      await page.getByRole('button', { name: 'Comparer' }).click();
      expect(await page.locator('main').innerText()).toMatch(/Oui\s:\s«\sExemple Wamytan\s»/);
      await look(page, 'titulaire');
      await page.getByLabel(/Nom présenté/).fill('Quelqu’un d’autre');
      await page.getByRole('button', { name: 'Comparer' }).click();
      expect(await page.locator('main').innerText()).toMatch(/Non\s:\s«/);
      const rows = await site.db.owner<{ purpose: string; data_kind: string; deferred: boolean }[]>`
        select purpose, data_kind, deferred_until > at + interval '80 days' as deferred from access_log where person_id = ${demoPersonId('marie')} and actor_kind = 'authority' order by id`;
      expect(rows.some(({ purpose, data_kind }) => data_kind === 'identité du titulaire' && /Accident \(Police nationale/.test(purpose))).toBe(true);
      expect(rows.every(({ deferred }) => deferred), 'deferred by rule').toBe(true);
      expect(await site.db.owner`select 1 from pub_access_of_person where person_id = ${demoPersonId('marie')} and service like 'police%'`).toHaveLength(0);
    }));

  test('pose une immobilisation, la voit au contrôle, et la lève', () =>
    asOfficer(/Brigadier/, false, async (page) => {
      await check(page, '462777NC');
      await page.getByRole('link', { name: /Poser une opposition/ }).click();
      await page.getByRole('button', { name: 'Signer' }).click();
      expect(await page.locator('.govuk-error-summary').count()).toBe(1);
      await look(page, 'mesure');
      await page.getByLabel('Mesure').selectOption({ label: 'Immobilisation administrative' });
      expect(await page.getByLabel('Police nationale').isChecked(), 'en son propre nom').toBe(true);
      await page.getByLabel('Référence de la décision').fill('IMMO-DEMO-1');
      await page.getByLabel('Fondement').fill('Essai de démonstration');
      await page.getByRole('button', { name: 'Signer' }).click();
      await page.waitForURL('**/police/controle');
      expect(await page.locator('main').innerText()).toMatch(/Ne devrait pas circuler[\s\S]*IMMO-DEMO-1/);
      await look(page, 'immobilise');
      await page.getByRole('link', { name: /Lever une opposition/ }).click();
      await page.getByLabel(/IMMO-DEMO-1/).check();
      await page.getByLabel('Motif de la mainlevée').fill('Le motif a cessé.');
      await page.getByLabel('Décision de mainlevée').fill('Décision fictive');
      await page.getByRole('button', { name: 'Signer' }).click();
      await page.waitForURL('**/police/controle');
      expect(await page.locator('main').innerText()).toMatch(/Rien à signaler/);
    }));

  test('la gendarmerie et la douane contrôlent ; chacune ne se voit offrir que ses mesures, et ne lève pas celle de l’autre', async () => {
    await asOfficer(/Adjudant/, false, async (page) => {
      expect(await check(page, '471001NC')).toMatch(/Rien à signaler[\s\S]*Vol\s+pas de vol[\s\S]*Titre\s+valable[\s\S]*Immobilisation, fourrière\s+aucune[\s\S]*Assurance\s+connue[\s\S]*Contrôle technique/);
      await page.getByRole('link', { name: /Poser une opposition/ }).click();
      await page.getByLabel('Mesure').selectOption({ label: 'Véhicule en fourrière' });
      await page.getByLabel('Référence de la décision').fill('F-GEND-1');
      await page.getByLabel('Fondement').fill('Essai de démonstration');
      await page.getByRole('button', { name: 'Signer' }).click();
      await page.waitForURL('**/police/controle');
      expect(await page.locator('main').innerText()).toMatch(/Ne devrait pas circuler[\s\S]*véhicule en fourrière[\s\S]*F-GEND-1/);
      await look(page, 'fourriere');
    });
    await asOfficer(/Contrôleur/, false, async (page) => {
      expect(await check(page, '471001NC')).toMatch(/Ne devrait pas circuler[\s\S]*F-GEND-1/);
      await page.getByRole('link', { name: /Poser une opposition/ }).click();
      const offered = await page.locator('main').innerText();
      expect(offered).toMatch(/Non transférable \(douane\)/);
      expect(offered).not.toMatch(/volé|en fourrière|Immobilisation/);
      await page.goBack();
      await page.getByRole('link', { name: /Lever une opposition/ }).click();
      await page.getByLabel(/Référence de la mesure/).fill('F-GEND-1');
      await page.getByLabel('Motif de la mainlevée').fill('Le motif a cessé.');
      await page.getByLabel('Décision de mainlevée').fill('Décision fictive');
      await page.getByRole('button', { name: 'Signer' }).click();
      expect(await page.locator('main').innerText()).toMatch(/ordonnée par\s: Gendarmerie\. Elle seule la lève/);
      expect(await page.getByLabel('Motif de la mainlevée').inputValue()).toBe('Le motif a cessé.');
      await look(page, 'refus');
    });
  });

  test('la paierie ne contrôle pas : elle trouve un véhicule par son numéro, pose son opposition, et la lève', () =>
    asOfficer(/Payeur/, false, async (page) => {
      expect((await page.goto('/police/controle'))?.status()).toBe(403);
      const about = async (press: RegExp) => {
        await page.goto('/police');
        await page.getByLabel(/immatriculation/).fill('462777NC');
        await page.getByRole('button', { name: press }).click();
      };
      await page.goto('/police');
      await page.getByRole('button', { name: /Poser/ }).click();
      expect(await page.locator('.govuk-error-summary').innerText()).toMatch(/Donnez un numéro/);
      await look(page, 'paierie');
      await about(/Poser/);
      await page.getByLabel('Référence de la décision').fill('T-DEMO-1');
      await page.getByLabel('Fondement').fill('Amendes majorées, essai');
      await page.getByRole('button', { name: 'Signer' }).click();
      await page.waitForURL('**/police');
      expect(await page.locator('body').innerText()).toMatch(/enregistré sous le numéro/);
      await about(/Lever/);
      await page.getByLabel(/T-DEMO-1/).check();
      await page.getByLabel('Motif de la mainlevée').fill('Dette réglée.');
      await page.getByLabel('Décision de mainlevée').fill('Décision fictive');
      await page.getByRole('button', { name: 'Signer' }).click();
      await page.waitForURL('**/police');
      await about(/Lever/);
      expect(await page.locator('main').innerText()).toMatch(/Aucune mesure n’est inscrite/);
    }));
});
