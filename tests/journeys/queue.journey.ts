import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { kioskKey } from '../../src/domains/appointments/index.ts';
import { expectAccessible, withPage, type PageOptions } from '../setup/browser.ts';
import { look } from '../setup/look.ts';
import { startSite, type Site } from '../setup/site.ts';

let site: Site;
beforeAll(async () => { site = await startSite(); }, 120_000);
afterAll(() => site.close());

const as = (options: PageOptions, visit: (page: Page) => Promise<void>) => withPage({ ...options, baseURL: site.baseURL }, visit);
const KIOSK: PageOptions = { js: false, device: 'desktop', context: { viewport: { width: 1080, height: 1920 } } };
const WALL: PageOptions = { device: 'desktop', context: { viewport: { width: 1920, height: 1080 } } };
const PHONE: PageOptions = { js: false, context: { viewport: { width: 390, height: 844 } } };

/** By one click on a name of the home page. */
async function enterAs(page: Page, name: RegExp): Promise<void> {
  await page.goto('/');
  await page.getByRole('button', { name }).click();
  await page.waitForURL('**/guichet');
}

/** A ticket from the kiosk of Nouméa; @returns its name and its own page. */
async function take(page: Page, motive: RegExp, priority?: string): Promise<{ name: string; path: string }> {
  await page.goto(`/accueil/noumea?borne=${kioskKey(site.app.messages!.sender.secret, 'noumea')}`);
  await page.getByRole('link', { name: motive }).click();
  for (const box of await page.getByRole('checkbox').all()) await box.check();
  if (priority) { await page.getByText('Priorité, SMS').click(); await page.getByLabel(priority).check(); }
  await page.getByRole('button', { name: 'Prendre un ticket' }).click();
  await page.waitForURL('**/ticket/**');
  return { name: (await page.locator('.sitt-turn__ticket').innerText()).replace(/^Ticket\s*/, ''), path: new URL(page.url()).pathname };
}

describe('la salle d’attente', () => {
  test('à la borne, sans script : un papier manque, on le dit ; un rendez-vous s’annonce ; au guichet tout se fait au clavier, et l’écran, le téléphone et la voix le savent', async () => {
    await as(PHONE, async (page) => {
      await page.goto('/accueil/noumea/vente');
      expect(await page.locator('main').innerText()).toMatch(/se déclare en ligne[\s\S]*À apporter[\s\S]*se prend sur place/);
      await look(page, 'salle-preparer');
    });
    let [first, urgent] = [{ name: '', path: '' }, { name: '', path: '' }];
    await as(KIOSK, async (page) => {
      await page.goto(`/accueil/noumea?borne=${kioskKey(site.app.messages!.sender.secret, 'noumea')}`);
      await look(page, 'salle-borne');
      await page.getByRole('link', { name: /Vendre un véhicule/ }).click();
      await look(page, 'salle-borne-motif');
      await page.getByRole('button', { name: 'Prendre un ticket' }).click();
      expect(await page.locator('h1').innerText()).toBe('Il vous manque des papiers');
      await look(page, 'salle-borne-manque');
      first = await take(page, /Vendre un véhicule/);
      expect(first.name).toBe('D 001');
      await look(page, 'salle-borne-ticket');
      urgent = await take(page, /Vendre un véhicule/, 'Femme enceinte');
    });
    await as(WALL, async (wall) => {
      await wall.goto('/affichage/noumea');
      await wall.evaluate('window.said = []; window.speechSynthesis.speak = (words) => window.said.push(words.text)');
      await wall.getByRole('button', { name: 'Activer la voix' }).click();
      await as({ device: 'desktop' }, async (desk) => {
        await enterAs(desk, /Camille/);
        await desk.goto('/guichet/salle');
        await look(desk, 'salle-guichet-ouvrir');
        await desk.getByLabel('Numéro du guichet').fill('4');
        await desk.keyboard.press('Enter');
        await desk.getByRole('heading', { name: 'Guichet 4' }).waitFor();
        const press = async (key: string, expected: RegExp) => { await desk.keyboard.press(key); await desk.locator('.sitt-flash').getByText(expected).waitFor(); };
        await press('F8', /D 002 est appelé/);
        await wall.locator('[data-say]').getByText('D 002').waitFor();
        expect(await wall.evaluate('window.said')).toEqual(['Les appels seront annoncés.', 'Ticket D 2, guichet 4']);
        await press('F4', /Appelez encore une fois/);
        await press('F2', /appelé de nouveau/);
        await look(desk, 'salle-guichet');
        await press('F4', /D 002 sera rappelé plus tard/);
        await press('F8', /D 001 est appelé/);
        await wall.locator('[data-say]').getByText('D 001').waitFor();
        await look(wall, 'salle-ecran');
        await as(PHONE, async (phone) => {
          await phone.goto(first.path);
          expect(await phone.locator('main').innerText()).toMatch(/Guichet 4[\s\S]*C’est à vous/);
          await look(phone, 'salle-telephone');
          await phone.goto(urgent.path);
          expect(await phone.locator('main').innerText()).toContain('Vous avez été appelé');
          await phone.getByRole('button', { name: 'Je suis revenu' }).click();
          expect(await phone.locator('main').innerText()).toMatch(/Vous êtes le prochain[\s\S]*Attente\s: inconnue/);
          await look(phone, 'salle-telephone-retour');
        });
        await press('F8', /D 001 est au guichet/);
        await press('F8', /D 002 est appelé/);
      });
    });
  }, 120_000);

  test('le ticket s’imprime sur un rouleau de 80 mm, en A6, et en A6 en gros', async () => {
    let path = '';
    await as(KIOSK, async (page) => { ({ path } = await take(page, /renseignement/)); });
    for (const [name, query, width] of [['80', 'format=80', 226.8], ['a6', 'format=a6', 297.6], ['a6-gros', 'format=a6&gros=1', 297.6]] as const) {
      await as(PHONE, async (page) => {
        await page.goto(`${path}/imprimer?${query}`);
        await expectAccessible(page);
        const pdf = await page.pdf({ preferCSSPageSize: true });
        const box = /MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)/.exec(pdf.toString('latin1'));
        expect(Math.abs(Number(box?.[1]) - width), `${name} : ${box?.[0] ?? ''}`).toBeLessThan(2);
        expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
        const folder = process.env['PICTURES'];
        if (folder) await page.pdf({ preferCSSPageSize: true, path: join(folder, `salle-ticket-${name}.pdf`) });
      });
    }
  }, 60_000);
});
