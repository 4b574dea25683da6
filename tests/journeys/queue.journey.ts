import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { perform } from '../../src/core/act/perform.ts';
import { act } from '../../src/core/act/types.ts';
import { humanCode, parseHumanCode } from '../../src/core/values/human-code.ts';
import { uuid } from '../../src/core/values/ids.ts';
import { appointmentRef, kioskKey, type AppointmentAct } from '../../src/domains/appointments/index.ts';
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

/** Ada is expected at Nouméa now, whatever the hour at which this runs. @returns the number of her appointment */
async function expectedNow(): Promise<string> {
  const { world } = site.app;
  const [subject, number, now] = [{ ...appointmentRef(uuid()), fresh: true as const }, humanCode(8), world.clock()];
  const place = { office: 'noumea', resource: 'poste-essai', place: 1, start: now.toISOString(), end: new Date(now.getTime() + 900_000).toISOString() };
  await perform(world, {
    requestId: `journey:${number}`, author: { kind: 'system', job: 'seed' }, judgedOn: world.today(now), subjects: [],
    decide: () => Promise.resolve({ result: null, keys: [{ subject, key: parseHumanCode(number) as string }], acts: [act<AppointmentAct>({
      kind: 'appointment.booked', subjects: [subject], payload: { number, motive: 'dossier', place, holder: null, earlier: false, confirmBy: null },
      private: [{ class: 'identity', name: 'contact', content: { name: 'Ada Exemple-Kaouma', phone: '+687741299' } }],
    })] }),
  });
  return number;
}

const press = async (desk: Page, key: string, expected: RegExp) => { await desk.keyboard.press(key); await desk.locator('.sitt-flash').getByText(expected).waitFor(); };
const close = async (desk: Page) => { await desk.getByRole('button', { name: 'Fermer le guichet' }).click(); await desk.getByRole('heading', { name: 'Ouvrir un guichet' }).waitFor(); };
const words = (page: Page) => page.locator('main').innerText();

describe('la salle d’attente', () => {
  test('Ada s’annonce de son téléphone pour son rendez-vous, rate deux appels, revient ; un passant est envoyé au guichet d’à côté ; la file part à Koné', async () => {
    const number = await expectedNow();
    await as(PHONE, async (phone) => {
      await phone.goto('/accueil/noumea?rdv=K7QM-2X9D-C');
      await phone.getByRole('button', { name: 'Je suis là' }).click();
      expect(await words(phone)).toContain('Aucun rendez-vous d’aujourd’hui ici ne porte ce numéro');
      await phone.goto(`/accueil/noumea?rdv=${number}`);
      await look(phone, 'salle-annonce');
      await phone.getByRole('button', { name: 'Je suis là' }).click();
      await phone.waitForURL('**/ticket/**');
      const ada = new URL(phone.url()).pathname;
      expect(await phone.locator('h1').innerText()).toMatch(/B 001$/);
      expect(await words(phone)).toMatch(/rendez-vous de \d+\sh\s\d\d/);
      expect(await phone.content(), 'la page ne nomme personne').not.toMatch(/Ada|Kaouma|741299|741 ?2 ?99/);
      let walker = '';
      await as(KIOSK, async (page) => { walker = (await take(page, /renseignement/)).path; });
      await as(WALL, async (wall) => {
        await wall.goto('/affichage/noumea');
        await as({ device: 'desktop' }, async (desk) => {
          await enterAs(desk, /Camille/);
          await desk.goto('/guichet/salle');
          await desk.getByLabel('Numéro du guichet').fill('6');
          await desk.keyboard.press('Enter');
          await desk.getByRole('heading', { name: 'Guichet 6' }).waitFor();
          await phone.goto(ada);
          expect(await words(phone)).toContain('Vous êtes le prochain');
          await phone.goto(walker);
          expect(await words(phone)).toContain('Une personne avant vous');
          await press(desk, 'F8', /B 001 est appelé/);
          await wall.locator('.sitt-board__call--first').getByText('B 001').waitFor();
          await press(desk, 'F2', /appelé de nouveau/);
          await press(desk, 'F4', /B 001 sera rappelé plus tard/);
          await phone.goto(ada);
          expect(await words(phone)).toMatch(/Deux fois, sans réponse[\s\S]*rappelé après/);
          await press(desk, 'F8', /[A-Z] 001 est appelé/);
          await press(desk, 'F8', /est au guichet/);
          await as({ device: 'desktop' }, async (next) => {
            await enterAs(next, /Hélène/);
            await next.goto('/guichet/salle');
            await next.getByLabel('Numéro du guichet').fill('7');
            await next.keyboard.press('Enter');
            await next.getByRole('heading', { name: 'Guichet 7' }).waitFor();
            await desk.goto('/guichet/salle');
            await desk.getByText('Envoyer à un autre motif ou guichet').click();
            await desk.getByLabel('Un guichet seulement').selectOption('7');
            await look(desk, 'salle-envoyer');
            await desk.getByRole('button', { name: 'Envoyer' }).click();
            await desk.locator('.sitt-flash').getByText(/guichet 7/).waitFor();
            // What was sent to the neighbour is called by the neighbour only; Ada, back, by whoever is free.
            await phone.goto(ada);
            await phone.getByRole('button', { name: 'Je suis revenu' }).click();
            await phone.getByText('Vous êtes le prochain').waitFor();
            await press(next, 'F8', /B 001 est appelé/);
            await phone.goto(ada);
            expect(await words(phone)).toMatch(/Guichet 7[\s\S]*C’est à vous/);
            await press(next, 'F8', /Son rendez-vous est noté/);
            await desk.goto('/guichet/salle');
            await press(desk, 'F8', /Personne n’attend pour ce guichet/);
            await next.goto('/guichet/salle/deplacer');
            await look(next, 'salle-deplacer');
            await next.getByLabel('Nouveau lieu').selectOption('kone');
            await next.getByRole('button', { name: 'Déplacer la file' }).click();
            await next.locator('.sitt-flash').getByText(/Une personne attend maintenant ailleurs/).waitFor();
            await phone.goto(walker);
            expect(await words(phone)).toContain('Koné');
            await press(next, 'F9', /B 001 est servi/);
            await close(next);
          });
          await close(desk);
        });
      });
    });
  }, 120_000);

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
        await press(desk, 'F8', /D 002 est appelé/);
        await wall.locator('[data-say]').getByText('D 002').waitFor();
        expect(await wall.evaluate('window.said')).toEqual(['Les appels seront annoncés.', 'Ticket D 2, guichet 4']);
        await press(desk, 'F4', /Appelez encore une fois/);
        await press(desk, 'F2', /appelé de nouveau/);
        await look(desk, 'salle-guichet');
        await press(desk, 'F4', /D 002 sera rappelé plus tard/);
        await press(desk, 'F8', /D 001 est appelé/);
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
        await press(desk, 'F8', /D 001 est au guichet/);
        await press(desk, 'F8', /D 002 est appelé/);
      });
    });
  }, 120_000);

  test('le ticket s’imprime sur un rouleau de 80 mm, en A6, et en gros sur les deux', async () => {
    let path = '';
    await as(KIOSK, async (page) => { ({ path } = await take(page, /renseignement/)); });
    for (const [name, query, width] of [['80', 'format=80', 226.8], ['80-gros', 'format=80&gros=1', 226.8], ['a6', 'format=a6', 297.6], ['a6-gros', 'format=a6&gros=1', 297.6]] as const) {
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
