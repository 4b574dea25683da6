import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withPage, type PageOptions } from '../setup/browser.ts';
import { look } from '../setup/look.ts';
import { tasks } from '../../src/tasks.ts';
import { DRAW } from '../../src/domains/documents/index.ts';
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

/** A used import, as its papers say it; what blocks is left out on purpose. */
async function describeImport(page: Page): Promise<void> {
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
  await page.locator('[name="usage"]').selectOption('private');
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
    expect(await page.locator('.govuk-error-summary').innerText()).toMatch(/Dites qui demande/);
    await look(page, 'saisie-sans-demandeur');
    await press(page, /^C’est EXEMPLE-WAMYTAN/);
    expect(await flash(page)).toMatch(/demandeur est désigné/);
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
    await press(page, /^C’est EXEMPLE-WAMYTAN/);
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
      await page.getByLabel('Motifs').fill('La décision présentée ne désigne pas ce véhicule.');
      await press(page, 'Signer le refus');
      expect(await page.locator('.govuk-error-summary').innerText()).toMatch(/cite au moins un texte/);
      expect(await page.getByLabel('Motifs').inputValue(), 'nothing typed is lost').toBe('La décision présentée ne désigne pas ce véhicule.');
      await look(page, 'refus-sans-texte');
      await page.locator('[name="textes"]').first().check();
      await press(page, 'Signer le refus');
      expect(await page.locator('main').innerText()).toMatch(/Refus signé[\s\S]*Recours contentieux/);
      await look(page, 'dossier-refuse');
    });
  }, 90_000);

  test('tout au clavier : un duplicata payé au terminal, son PDF ouvert, l’acte annulé et l’argent rendu par deux agents', async () => {
    let dossier = '';
    let cancelled = '';
    await at(SUPERVISOR, async (page) => {
      await openTill(page);
      await page.goto('/guichet');
      await page.keyboard.press('/');
      await page.keyboard.type('468200NC');
      await page.keyboard.press('Enter');
      await page.waitForURL('**/guichet/vehicules/**');
      await pressByKeys(page, /^Demander un duplicata/);
      await page.waitForURL('**/saisie');
      await tabTo(page, /^Perdu/);
      await page.keyboard.press('Space');
      for (const [box, text] of [[/^Jour/, '2'], [/^Mois/, '11'], [/^Année/, '2026']] as const) { await tabTo(page, box); await page.keyboard.type(text); }
      await pressByKeys(page, /^C’est /);
      await page.locator('.sitt-flash', { hasText: 'désigné' }).waitFor();
      await page.keyboard.press('F9');
      await page.waitForURL(/dossiers\/[^/]+$/);
      expect(await flash(page)).toMatch(/À encaisser/);
      dossier = page.url();
      await tabTo(page, /^Espèces/);
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('F9');
      await page.locator('.sitt-flash', { hasText: 'encaissés' }).waitFor();
      expect(await page.locator('main').innerText()).toMatch(/carte/i);
      const number = /^(T[\w-]+)/.exec(await page.getByRole('link', { name: /^T.*\(PDF\)/ }).innerText())?.[1] as string;
      expect((await page.request.get(`/guichet/titres/${number}.pdf`)).status(), 'not drawn yet').toBe(202);
      await tasks(site.app)[DRAW]?.({ number }, {} as never);
      const paper = await page.request.get(`/guichet/titres/${number}.pdf`);
      expect([paper.headers()['content-type'], (await paper.body()).subarray(0, 5).toString()]).toEqual(['application/pdf', '%PDF-']);
      await pressByKeys(page, /^468\s200\sNC/);
      await page.waitForURL('**/guichet/vehicules/**');
      cancelled = /Titre délivré[\s\S]*?Référence à citer\s:\s([0-9a-f-]{36})/.exec(await page.locator('main').innerText())?.[1] as string;
      await pressByKeys(page, /^Annuler le dernier acte/);
      await page.waitForURL('**/saisie');
      await tabTo(page, /^Acte à annuler/); await page.keyboard.press('ArrowDown');
      expect(await page.locator('[name="cites"]').inputValue(), 'the newest act is offered first, by what it did').toBe(cancelled);
      await tabTo(page, /^Erreur de l’administration|^Pourquoi/);
      await page.keyboard.press(await page.evaluate(() => (document.activeElement?.tagName === 'SELECT' ? 'ArrowDown' : 'Space')));
      await tabTo(page, /^Motif/); await page.keyboard.type('Le certificat était retrouvé : acte fait par erreur.');
      await page.keyboard.press('F8');
      await page.getByLabel(/^Vu l’original/).waitFor();
      await tabTo(page, /^Vu l’original/); await page.keyboard.press('Space');
      await page.keyboard.press('F9');
      await page.waitForURL(/dossiers\/[^/]+$/);
    });
    await at(/Noé Exemple/, async (page) => {
      await openFirst(page, 'deux-agents');
      await pressByKeys(page, /^Approuver/);
      expect(await flash(page)).toMatch(/C’est fait/);
      await page.goto(dossier);
      await tabTo(page, /^Motif du remboursement/); await page.keyboard.type('Acte annulé');
      await pressByKeys(page, /^Demander le remboursement/);
      await look(page, 'remboursement-demande');
      await page.goto('/guichet/remboursements');
      expect(await page.locator('main').innerText()).toMatch(/un autre agent doit décider/);
    });
    await at(SUPERVISOR, async (page) => {
      await page.goto('/guichet/remboursements');
      // She took the money: a colleague who neither asked nor cashed approves.
      expect(await page.locator('main').innerText()).toMatch(/Vous avez reçu l’argent de ce dossier/);
      expect(await page.getByRole('button', { name: /^Approuver$/ }).count()).toBe(0);
      await look(page, 'remboursement-main-dans-la-caisse');
    });
    await at(/Camille Exemple/, async (page) => {
      await page.goto('/guichet/remboursements');
      await pressByKeys(page, /^Approuver$/);
      await tabTo(page, /^Référence du virement/); await page.keyboard.type('VIR-DEMO-1');
      await look(page, 'remboursement-approuve');
      await pressByKeys(page, /^Marquer comme versé/);
      expect(await page.locator('main').innerText()).toMatch(/versement est enregistré/);
    });
    await at(SUPERVISOR, async (page) => {
      await page.goto(dossier);
      expect(await page.locator('main').innerText()).toMatch(/Remboursement/);
      await page.keyboard.press('Alt+c');
      await page.waitForURL('**/guichet/caisse');
      expect(await page.locator('main').innerText()).toMatch(/À relire\s: décidé et encaissé par le même agent/);
      await look(page, 'caisse-a-relire');
      await tabTo(page, /^Billets de 10/); await page.keyboard.type('1');
      await pressByKeys(page, /^Enregistrer le comptage/);
      await tabTo(page, /^Explication/); await page.keyboard.type('Essai au clavier : un billet manque.');
      await pressByKeys(page, /^Clôturer la caisse/);
      expect(await page.locator('main').innerText()).toMatch(/Décidés et encaissés par l’agent\s+1 encaissement[\s\S]*manquant de 10\s000\sF/);
      await look(page, 'feuille-de-caisse');
    });
  }, 120_000);

  test('qui ne signe pas appose sa marque devant un témoin ; le récapitulatif se lit et s’imprime', () => at(SUPERVISOR, async (page) => {
    await begin(page, '472100NC', 'Déclarer la vente d’un véhicule');
    for (const [box, text] of [['day', '1'], ['month', '11'], ['year', '2026']]) await page.locator(`[name="soldOn.$${box}"]`).fill(text as string);
    await page.getByLabel(/Heure de la vente/).fill('10:30');
    await page.getByLabel('Pour rouler').check();
    await page.getByLabel(/Nom de l’acheteur/).fill('Jean Acheteur-Exemple');
    await page.keyboard.press('Alt+r');
    await page.waitForURL('**/recapitulatif');
    expect(await page.locator('main').innerText()).toMatch(/Jean Acheteur-Exemple[\s\S]*Empreinte de la demande/);
    await look(page, 'recapitulatif');
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.sitt-doorbar').isVisible()).toBe(false);
    expect(await page.locator('.sitt-sign__box').first().isVisible()).toBe(true);
    await page.emulateMedia({ media: 'screen' });
    await page.goBack();
    await page.reload();
    await press(page, /^C’est /);
    await press(page, /Vérifier F8/);
    await page.getByText('La personne ne sait pas ou ne peut pas signer').click();
    await page.getByLabel('Marque apposée devant témoin').check();
    await press(page, /Déposer/);
    expect(await page.locator('.govuk-error-summary').innerText()).toMatch(/Nommez le témoin/);
    await look(page, 'marque-sans-temoin');
    await page.getByLabel('Nom et prénom du témoin').fill('Paul Témoin-Exemple');
    await page.getByLabel('Qui est le témoin').fill('Voisin, carte d’identité');
    await press(page, /Déposer/);
    expect(await page.locator('main').innerText()).toMatch(/Code à remettre à l’acheteur[\s\S]*Marque devant témoin/);
  }), 90_000);

  test('le demandeur se compare, l’aide d’une mairie garde ses dossiers', async () => {
    await at(SUPERVISOR, async (page) => {
      await begin(page, '455321NC', 'Changer d’adresse sur le certificat');
      await press(page, /Une autre personne/);
      await look(page, 'demandeur');
      await page.getByLabel(/Nom, prénom ou RIDET/).fill('exemple');
      await press(page, 'Rechercher');
      await page.getByText('Ce n’est aucune d’elles').click();
      await look(page, 'demandeur-compare');
      await press(page, /C’est cette personne/);
      expect(await flash(page)).toMatch(/demandeur est désigné/);
    });
    await at(/Élise Exemple/, async (page) => {
      await look(page, 'aide-accueil');
      await begin(page, '471001NC', 'Changer d’adresse sur le certificat');
      await look(page, 'aide-saisie');
      await press(page, /Désigner la personne/);
      await press(page, 'Désigner');
      expect(await page.locator('.govuk-error-summary').count()).toBe(1);
      await look(page, 'aide-demandeur');
      expect((await page.goto('/guichet/files/examen'))?.status()).toBe(403);
    }, { device: 'phone' });
  }, 90_000);

  test('les autres pages, et sans script', () => at(SUPERVISOR, async (page) => {
    for (const [name, path] of [['files', '/guichet/files/examen'], ['remboursements', '/guichet/remboursements'], ['messages', '/guichet/messages'], ['identites', '/guichet/identites'], ['recherche-nom', '/guichet/recherche?q=exemple'], ['rien', '/guichet/recherche?q=zzzz'], ['vehicule-bloque', '/guichet/recherche?q=450404NC']] as const) {
      await page.goto(path);
      if (name === 'vehicule-bloque') expect(page.url()).toContain('/guichet/vehicules/');
      await look(page, name);
    }
    await page.goto('/guichet/recherche?q=wamytan');
    await page.getByRole('link', { name: /WAMYTAN/ }).first().click();
    await look(page, 'personne');
  }, { js: false }), 90_000);
});

/** Tabs from where the page stands until the focus is on what bears this name: no mouse, no jump. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let step = 0; step < 150; step += 1) {
    await page.keyboard.press('Tab');
    const here = await page.evaluate(() => { const on = document.activeElement as HTMLInputElement | null; return (on?.labels?.[0]?.textContent ?? on?.textContent ?? '').trim(); });
    if (name.test(here)) return;
  }
  throw new Error(`nothing named ${name.source} can be reached by the Tab key`);
}

/** Tabs to a button or a link and presses it, as a hand on the keyboard does. */
async function pressByKeys(page: Page, name: RegExp): Promise<void> {
  await tabTo(page, name);
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
}

async function openTill(page: Page): Promise<void> {
  await page.keyboard.press('Alt+c');
  await page.waitForURL('**/guichet/caisse');
  if (await page.getByRole('button', { name: 'Ouvrir la caisse' }).count()) await pressByKeys(page, /^Ouvrir la caisse/);
}

async function closeTill(page: Page): Promise<void> {
  await page.goto('/guichet/caisse');
  await look(page, 'caisse-ouverte');
  await page.getByLabel(/Billets de 10/).fill('2');
  await page.getByLabel(/Pièces de 5/).first().fill('cinq');
  await press(page, 'Enregistrer le comptage');
  expect(await page.locator('.govuk-error-summary').innerText()).toMatch(/ne se lit pas/);
  expect(await page.getByLabel(/Billets de 10/).inputValue(), 'the rest of the count is kept').toBe('2');
  await page.getByLabel(/Pièces de 5/).first().fill('');
  await press(page, 'Enregistrer le comptage');
  await look(page, 'caisse-comptee');
  await press(page, 'Clôturer la caisse');
  expect(await page.locator('.govuk-error-summary').innerText()).toMatch(/écart/);
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
