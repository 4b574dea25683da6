import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runDue } from '../../src/core/jobs/index.ts';
import { tasks } from '../../src/tasks.ts';
import { withPage, type PageOptions } from '../setup/browser.ts';
import { look } from '../setup/look.ts';
import { startSite, type Site } from '../setup/site.ts';

let site: Site;
beforeAll(async () => { site = await startSite(); }, 120_000);
afterAll(() => site.close());

const as = (options: PageOptions, visit: (page: Page) => Promise<void>) => withPage({ ...options, baseURL: site.baseURL }, visit);
const h1 = (page: Page) => page.locator('h1').first().innerText();
/** What the worker would do by now. */
const work = async () => { expect((await runDue(site.db.sql, tasks(site.app), new Date())).failed).toEqual([]); };

async function enter(page: Page, name: string): Promise<void> {
  await page.goto('/usager');
  await page.getByRole('link', { name: /Continuer/ }).click();
  await page.getByRole('button', { name }).click();
  await page.waitForURL('**/usager');
}

/** The one-tap link of a message, on this very server. */
async function openLink(page: Page, name: RegExp): Promise<void> {
  const href = await page.getByRole('link', { name }).first().getAttribute('href') ?? '';
  await page.goto(new URL(href).pathname);
}

const PHONE: PageOptions = { js: false, device: 'phone' };

describe('un rendez-vous, sans script, sur un petit téléphone', () => {
  test('Jean prend la première place à Koné, la déplace, l’annule d’un geste ; elle est proposée à Sacha, qui voulait venir plus tôt', async () => {
    await as(PHONE, async (page) => {
      // Sacha takes a later day, and would come earlier.
      await enter(page, 'Sacha');
      await page.goto('/rendez-vous/dossier/kone');
      await page.locator('.sitt-days a').last().click();
      await page.locator('.sitt-time').first().click();
      await page.getByLabel(/place plus tôt/).check();
      await page.getByLabel(/courriel/).fill('sacha@exemple.nc');
      await page.getByRole('button', { name: 'Prendre ce rendez-vous' }).click();
      expect(await h1(page)).toBe('Mes rendez-vous');
      await look(page, 'rdv-mes-rendez-vous');
    });
    await as(PHONE, async (page) => {
      await enter(page, 'Jean');
      await page.goto('/rendez-vous');
      await look(page, 'rdv-motifs');
      await page.getByRole('link', { name: /Déposer ou compléter/ }).click();
      await look(page, 'rdv-lieux');
      await page.getByRole('link', { name: /Koné/ }).click();
      await look(page, 'rdv-places');
      await page.locator('.sitt-time').first().click();
      await look(page, 'rdv-confirmer');
      await page.getByRole('button', { name: 'Prendre ce rendez-vous' }).click();
      const card = page.locator('.sitt-card', { hasText: 'Koné' });
      await card.getByText('Déplacer').first().click();
      await card.getByLabel(/Nouvelle heure/).selectOption({ index: 3 });
      await card.getByRole('button', { name: 'Déplacer' }).click();
      expect(await page.locator('body').innerText()).toContain('Votre rendez-vous est déplacé.');
      await work();
      await page.goto('/demonstration/messages');
      await openLink(page, /annuler/i);
      expect(await h1(page)).toBe('Annuler le rendez-vous');
      await page.getByRole('button', { name: 'Annuler ce rendez-vous' }).click();
      expect(await page.locator('body').innerText()).toContain('C’est annulé');
      await work();
    });
    await as(PHONE, async (page) => {
      await page.goto('/demonstration/messages');
      expect(await page.locator('body').innerText()).toContain('Une place s’est libérée');
      await openLink(page, /Prendre cette place/);
      await page.getByRole('button', { name: 'Prendre cette place' }).click();
      expect(await page.locator('body').innerText()).toContain('La place est à vous');
    });
  });

  test('Ada, sans compte : un code, puis son numéro suffit pour revoir et annuler ; un autre contact n’ouvre rien', async () => {
    await as(PHONE, async (page) => {
      await page.goto('/rendez-vous/visite/cctv-baco');
      await page.locator('.sitt-time').first().click();
      await page.getByRole('button', { name: 'Continuer' }).click();
      expect(await page.locator('.govuk-error-summary').count()).toBe(1);
      await look(page, 'rdv-sans-compte-erreurs');
      await page.getByLabel(/Plaque/).fill('471 001 NC');
      await page.getByLabel('Nom et prénom').fill('Ada Exemple');
      await page.getByLabel(/Téléphone portable/).fill('74 12 99');
      await page.getByRole('button', { name: 'Continuer' }).click();
      expect(await h1(page)).toContain('Un code');
      await look(page, 'rdv-code');
      await work();
      const here = page.url();
      await page.goto('/demonstration/messages');
      const code = /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]\b/.exec(await page.locator('body').innerText())?.[0] ?? '';
      await page.goto(here);
      await page.getByLabel(/Code reçu/).fill('AAAA-AAAA-A');
      await page.getByRole('button', { name: 'Confirmer' }).click();
      expect(await page.locator('.govuk-error-summary').innerText()).toContain('Ce code n’est pas le bon');
      expect(await page.getByLabel(/Code reçu/).inputValue(), 'what was typed is kept').toBe('AAAA-AAAA-A');
      await page.getByLabel(/Code reçu/).fill(code);
      await page.getByRole('button', { name: 'Confirmer' }).click();
      expect(await h1(page)).toBe('Votre rendez-vous est confirmé');
      await look(page, 'rdv-confirme');
      const number = await page.locator('strong.sitt-num').innerText();
      const follow = async (contact: string) => {
        await page.goto('/rendez-vous/suivi');
        await page.getByLabel(/Numéro du rendez-vous/).fill(number);
        await page.getByLabel(/Le téléphone ou le courriel/).fill(contact);
        await page.getByRole('button', { name: 'Voir' }).click();
      };
      await follow('74 00 00');
      expect(await page.locator('.govuk-error-summary').innerText()).toContain('ne vont pas ensemble');
      await follow('741299');
      await look(page, 'rdv-suivi');
      await page.getByRole('button', { name: 'Annuler ce rendez-vous' }).click();
      expect(await page.locator('body').innerText()).toContain('C’est annulé');
    });
  });
});

describe('une place tirée au sort', () => {
  test('un passant sans compte ne demande pas pour la voiture d’autrui sans son certificat', async () => {
    await as(PHONE, async (page) => {
      await page.goto('/rendez-vous/tirages');
      await page.getByRole('link', { name: /Lifou/ }).click();
      await page.getByRole('link', { name: 'Demander une place' }).click();
      await page.getByLabel(/Plaque du véhicule/).fill('471 001 nc');
      await page.getByLabel(/Numéro du certificat/).fill('T000000000');
      await page.getByLabel('Nom et prénom').fill('Passant Exemple');
      await page.getByLabel('Téléphone portable').fill('74 12 98');
      await page.getByRole('button', { name: 'Envoyer ma demande' }).click();
      await page.locator('.govuk-error-summary').getByText(/certificat en cours/).waitFor();
      await look(page, 'rdv-demander-autrui');
    });
  });

  test('Marie demande une place de la tournée à Lifou pour sa voiture ; une seconde demande ne compte pas', async () => {
    await as(PHONE, async (page) => {
      await enter(page, 'Marie');
      await page.goto('/rendez-vous/tirages');
      await look(page, 'rdv-tirages');
      await page.getByRole('link', { name: /Lifou/ }).click();
      await look(page, 'rdv-tirage');
      const ask = async () => {
        await page.getByRole('link', { name: 'Demander une place' }).click();
        await page.getByLabel(/Plaque du véhicule/).fill('471 001 nc');
        await page.getByRole('button', { name: 'Envoyer ma demande' }).click();
      };
      await ask();
      expect(await h1(page)).toBe('Mes rendez-vous');
      const ticket = page.locator('.sitt-card', { hasText: 'Lifou' }).getByRole('link', { name: /^[0-9A-Z]{4}-/ });
      await ticket.click();
      await ask();
      expect(await page.locator('.govuk-error-summary').innerText()).toContain('Une demande existe déjà pour ce véhicule');
      await look(page, 'rdv-demander');
    });
  });
});

describe('au guichet', () => {
  test('Hélène voit la liste du jour, note une arrivée, et ouvre une plage', async () => {
    await as({ device: 'desktop' }, async (page) => {
      await page.goto('/');
      await page.getByRole('button', { name: /Hélène Exemple/ }).click();
      await page.goto('/guichet/rendez-vous?lieu=noumea');
      await look(page, 'rdv-jour');
      const row = page.getByRole('row', { name: /Aline Exemple/ });
      await row.getByRole('button', { name: 'Arrivée' }).click();
      expect(await page.getByRole('row', { name: /Aline Exemple/ }).innerText()).toContain('Arrivé');
      await page.goto('/guichet/agenda?lieu=kone');
      await page.getByText('Ouvrir des plages de rendez-vous').first().click();
      await look(page, 'rdv-agenda');
    });
  });
});
