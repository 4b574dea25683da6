import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoAccreditationNumber } from '../../db/seeds/partners.ts';
import { batchTask } from '../../src/domains/partners/index.ts';
import { expectAccessible, withPage, type PageOptions } from '../setup/browser.ts';
import { startSite, type Site } from '../setup/site.ts';

let site: Site;
beforeAll(async () => { site = await startSite(); }, 120_000);
afterAll(() => site.close());

const main = async (page: Page) => (await page.locator('main').innerText()).replace(/\s+/g, ' ');
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click();

async function look(page: Page, name: string): Promise<void> {
  await expectAccessible(page);
  const folder = process.env['PICTURES'];
  if (!folder) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `professionnel-${name}.png`), fullPage: true });
}

/** Enters at a door as one of the demo's identities. */
const as = (door: string, who: RegExp, visit: (page: Page) => Promise<void>, options: PageOptions = { js: false, device: 'desktop' }) => withPage({ ...options, baseURL: site.baseURL }, async (page) => {
  await page.goto(door);
  await press(page, who);
  await page.waitForURL(({ pathname }) => !pathname.includes('connexion'));
  await visit(page);
});
const LUCIE = /Lucie Exemple/;

const HEAD = ['origin', 'chassis', 'technical.D.1', 'technical.J.1', 'technical.P.3', 'technical.F.2', 'technical.B', 'approval.kind', 'approval.number', 'holder.who', 'usage', 'proofs.insurer', 'proofs.contract', 'proofs.licenceNumber'];
const row = (chassis: string) => ['new', chassis, 'TOYOTA', 'CTTE', 'GO', '3 000', '15/01/2026', 'type', 'PV-1', 'self', 'private', 'Assureur Exemple', 'C-1', 'P-1'].join('\t');
const table = (...chassis: string[]) => [HEAD.join('\t'), ...chassis.map(row)].join('\n');
const vin = (n: number) => `MR0DEMO000000090${n}`;

async function paste(page: Page, text: string): Promise<void> {
  await page.goto('/professionnel/lots/nouveau/premiere-immatriculation');
  await page.getByLabel(/Ou un tableau copié/).fill(text);
  await press(page, 'Vérifier');
  await page.waitForURL(/\/lots\/[0-9a-f-]{36}$/);
}

describe('une concessionnaire et ses lots', () => {
  test('cinq immatriculations dont un doublon : vérifiées ensemble, confirmées une fois, faites, et leur compte rendu', () => as('/professionnel', LUCIE, async (page) => {
    await paste(page, table(vin(1), vin(2), vin(3), vin(2), vin(4)));
    expect(await main(page)).toMatch(/5, dont 4 bonnes et 1 écartée/);
    expect(await page.getByRole('row', { name: new RegExp(`^5 ${vin(2)}`) }).innerText()).toMatch(/Écartée[\s\S]*Même sujet que la ligne 3/);
    const fees = await page.getByRole('row', { name: /Bonne/ }).locator('td[data-label="Prix"]').allInnerTexts();
    const francs = (text: string) => Number(text.replace(/\D/g, ''));
    const total = francs(await page.locator('.govuk-summary-list__row', { hasText: 'Prix des bonnes lignes' }).locator('dd').innerText());
    expect(total, 'one total, of the good rows').toBe(fees.map(francs).reduce((sum, fee) => sum + fee, 0));
    expect(fees).toHaveLength(4);
    expect(total).toBeGreaterThan(0);
    await look(page, 'lot-verifie');
    await press(page, 'Confirmer les 4 bonnes lignes');
    const batchId = page.url().split('/').at(-1) ?? '';
    await batchTask(site.app.world)({ batchId }, { number: 1, last: false, signal: new AbortController().signal });
    await page.reload();
    expect(await main(page)).toMatch(/Terminé[\s\S]*5 sur 5/);
    expect(await page.getByRole('row', { name: /À compléter/ }).count(), 'each awaits its papers').toBe(4);
    await look(page, 'lot-fait');
    const report = await (await page.request.get(`${page.url()}/compte-rendu.csv`)).text();
    expect(report.trim().split('\n').map((line) => line.split(';').slice(0, 3).join())).toEqual([
      'ligne,sujet,resultat', `2,${vin(1)},to_complete`, `3,${vin(2)},to_complete`, `4,${vin(3)},to_complete`, `5,${vin(2)},rejected`, `6,${vin(4)},to_complete`,
    ]);
  }), 60_000);

  test('sur un téléphone de 360 points, sans script, rien ne déborde', () => as('/professionnel', LUCIE, async (page) => {
    const lots = ['/professionnel', '/professionnel/lots', '/professionnel/lots/nouveau', '/professionnel/lots/nouveau/premiere-immatriculation'];
    await page.goto('/professionnel/lots');
    const batch = await page.locator('main tbody a').first().getAttribute('href');
    for (const url of [...lots, batch ?? '']) {
      await page.goto(url);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), url).toBeLessThanOrEqual(360);
    }
  }, { js: false, device: 'phone' }), 60_000);

  test('la gestionnaire suspend l’entreprise : sa ligne suivante est refusée, avec la raison', async () => {
    await as('/guichet', /Jeanne Exemple/, async (page) => {
      await page.goto('/guichet/demarches');
      const card = page.locator('#d-suspendre-accreditation');
      await card.getByLabel(/Numéro d’accréditation/).fill(demoAccreditationNumber('garage'));
      await card.getByRole('button', { name: 'Commencer' }).click();
      await page.getByLabel(/Motifs/).fill('Trois immatriculations fictives au même numéro : vérification.');
      await page.getByLabel(/Fondement|Texte/).fill('Convention fictive, article 7');
      await press(page, /Déposer|Enregistrer/);
      await page.goto('/guichet/professionnels');
      await page.getByRole('link', { name: 'Garage Exemple' }).click();
      expect(await main(page)).toMatch(/Suspendue : aucune démarche n’est possible/);
    });
    await as('/professionnel', LUCIE, async (page) => {
      await paste(page, table(vin(5)));
      expect(await main(page)).toMatch(/1, dont 0 bonne et 1 écartée/);
      expect(await main(page)).toMatch(new RegExp(`${vin(5)} Écartée Votre accréditation .* est suspendue : aucune démarche n’est possible`));
      expect(await page.getByRole('button', { name: /Confirmer/ }).count()).toBe(0);
      await page.goto('/professionnel');
      expect(await main(page)).toMatch(/Votre accréditation est suspendue .*Trois immatriculations fictives/);
    });
  }, 60_000);
});
