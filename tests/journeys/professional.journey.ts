import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoDelivery, demoType } from '../../db/seeds/delivery.ts';
import { demoAccreditationNumber } from '../../db/seeds/partners.ts';
import { batchTask } from '../../src/domains/partners/index.ts';
import { expectAccessible, withPage, type PageOptions } from '../setup/browser.ts';
import { pictureOf } from '../setup/enter.ts';
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

const HEAD = ['origin', 'chassis', 'technical.B', 'approval.kind', 'approval.number', 'holder.who', 'usage', 'proofs.insurer', 'proofs.contract'];
const row = ({ chassis, contract }: { chassis: string; contract: string }) => ['new', chassis, '15/10/2026', 'type', demoType, 'self', 'private', 'Assureur Exemple', contract].join('\t');
const table = (...cars: { chassis: string; contract: string }[]) => [HEAD.join('\t'), ...cars.map(row)].join('\n');
const [first, second, third, fourth] = demoDelivery as [Delivered, Delivered, Delivered, Delivered];
type Delivered = (typeof demoDelivery)[number];
/** A contract that no insurer has told. */
const unknown = { ...third, contract: 'C-INCONNU' };

async function paste(page: Page, text: string): Promise<void> {
  await page.goto('/professionnel/lots/nouveau/premiere-immatriculation');
  await page.getByLabel(/Ou un tableau copié/).fill(text);
  await press(page, 'Vérifier');
  await page.waitForURL(/\/lots\/[0-9a-f-]{36}$/);
}

describe('une concessionnaire et ses lots', () => {
  test('cinq immatriculations dont un doublon : vérifiées ensemble, confirmées une fois ; les papiers joints, les titres sont émis sans agent, et la ligne étrange attend le sien, avec la raison', () => as('/professionnel', LUCIE, async (page) => {
    await paste(page, table(first, second, unknown, second, fourth));
    expect(await main(page)).toMatch(/5, dont 4 bonnes et 1 écartée/);
    expect(await page.getByRole('row', { name: new RegExp(`^Ligne 5 · ${second.chassis}`) }).innerText()).toMatch(/Écartée[\s\S]*C’est déjà l’objet de la ligne 3/);
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
    expect(await page.locator('tbody tr', { hasText: /À compléter\s*Manque\s:\s\d\spapiers/ }).count(), 'each says what it lacks').toBe(4);
    const desk = page.viewportSize();
    await page.setViewportSize({ width: 390, height: 844 });
    await look(page, 'lot-a-completer-390');
    await page.setViewportSize(desk ?? { width: 1280, height: 800 });
    await look(page, 'lot-a-completer');
    const papers = ['lot-facture.png', 'lot-domicile.png', 'lot-dedouanement.png', 'lot-document.png', '4-attestation-assurance.png', '2-photo-vin.png', '3-photo-vin.png', '4-photo-vin.png', 'photo.png'];
    await page.getByLabel('Joindre les papiers').setInputFiles(papers.map((name) => ({ name, mimeType: 'image/png', buffer: pictureOf(name) })));
    await press(page, 'Envoyer ces papiers');
    expect(await main(page)).toMatch(/8 fichiers sont joints ; un ne l’est pas.*photo\.png : son nom doit être une ligne et une nature/);
    await look(page, 'lot-papiers');
    await page.goto(`/professionnel/lots/${batchId}`);
    expect(await page.getByRole('row', { name: /À compléter Manque/ }).count(), 'what waits for the dealer comes first').toBe(1);
    expect(await page.getByRole('row', { name: /Fait/ }).count(), 'and nothing else').toBe(0);
    await look(page, 'lot-a-faire');
    await page.getByRole('link', { name: /^Toutes/ }).click();
    expect(await page.getByRole('row', { name: /Fait \d{3} \d{3} NC/ }).count(), 'done, each with its number').toBe(2);
    expect(await page.getByRole('row', { name: new RegExp(`^Ligne 4 · ${third.chassis}`) }).innerText()).toMatch(/En examen[\s\S]*Un agent relit parce qu’aucun assureur n’a fait connaître ce contrat/);
    expect(await page.getByRole('row', { name: new RegExp(`^Ligne 6 · ${fourth.chassis}`) }).innerText()).toMatch(/À compléter[\s\S]*Manque\s: photographie de la plaque constructeur/);
    const report = await (await page.request.get(`/professionnel/lots/${batchId}/compte-rendu.csv`)).text();
    expect(report.trim().split('\n').map((line) => line.split(';').slice(0, 3).join())).toEqual([
      'ligne,sujet,resultat', `2,${first.chassis},issued`, `3,${second.chassis},issued`, `4,${third.chassis},in_review`, `5,${second.chassis},rejected`, `6,${fourth.chassis},to_complete`,
    ]);
    await look(page, 'lot-fait');
  }), 60_000);

  test('sur un téléphone de 360 points, sans script, rien ne déborde', () => as('/professionnel', LUCIE, async (page) => {
    const lots = ['/professionnel', '/professionnel/lots', '/professionnel/lots/nouveau', '/professionnel/lots/nouveau/premiere-immatriculation', '/professionnel/dossiers', '/professionnel/compte', '/professionnel/equipe', '/professionnel/webhooks'];
    await page.goto('/professionnel/lots');
    const batch = await page.locator('main tbody a').first().getAttribute('href');
    await page.goto('/professionnel/equipe');
    const colleague = await page.getByRole('link', { name: /^Modifier/ }).first().getAttribute('href');
    for (const url of [...lots, batch ?? '', colleague ?? '']) {
      await page.goto(url);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), url).toBeLessThanOrEqual(360);
      if (url === colleague || url.endsWith('/compte')) await expectAccessible(page);
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
      await page.getByRole('link', { name: 'Garage Exemple' }).last().click();
      expect(await main(page)).toMatch(/Suspendue : aucune démarche n’est possible/);
    });
    await as('/professionnel', LUCIE, async (page) => {
      await page.goto('/professionnel/lots/nouveau/premiere-immatriculation');
      expect(await main(page)).toMatch(/Votre accréditation .* est suspendue/);
      expect(await page.getByLabel(/Ou un tableau copié/).count()).toBe(0);
      await page.goto('/professionnel');
      expect(await main(page)).toMatch(/Votre accréditation est suspendue .*Trois immatriculations fictives/);
    });
  }, 60_000);
});
