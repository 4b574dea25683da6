import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoPersonId } from '../../src/core/access/demo-citizens.ts';
import { addPiece, evaluateDossier, loadDossier, lockDossier, openDossier, submitDossier, type Caller } from '../../src/core/demarche/index.ts';
import { uuid } from '../../src/core/values/ids.ts';
import { expectAccessible, withPage, type PageOptions } from '../setup/browser.ts';
import { startSite, type Site } from '../setup/site.ts';

let site: Site;
let dossierId = '';
beforeAll(async () => {
  site = await startSite();
  dossierId = await taxi();
}, 120_000);
afterAll(() => site.close());

/** Marie asked that her car become a taxi, and joined her papers: an agent must look at it. */
async function taxi(): Promise<string> {
  const { world } = site.app;
  const marie: Caller = { actor: { kind: 'citizen', personId: demoPersonId('marie'), accountId: uuid(), name: 'Marie Exemple', assurance: 'verified' }, door: 'citizen' };
  const [held] = await site.db.owner<{ vehicle_id: string }[]>`select vehicle_id from vehicle_identifier where kind = 'plate' and value = '471001NC'`;
  const { id } = await openDossier(world, marie, { demarche: world.catalogue.get('changer-usage')!, subject: { kind: 'vehicle', id: held!.vehicle_id }, input: { usage: 'taxi', authorisation: 'A-1' } });
  const { pieces } = await evaluateDossier(world, (await loadDossier(world.acts, id))!, marie.actor);
  await world.acts.begin(async (tx) => {
    await lockDossier(tx, id);
    for (const { kind } of pieces) await addPiece(tx, id, { id: uuid(), kind, filename: 'p.pdf', mediaType: 'application/pdf', bytes: 3, sha256: Buffer.alloc(32), storedAs: 'x' }, marie.actor, new Date().toISOString());
  });
  expect(await submitDossier(world, marie, id)).toMatchObject({ dossier: { state: 'in_review' } });
  return id;
}

const flash = (page: Page) => page.locator('.sitt-flash').first().innerText();
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click();
const agent = (name: RegExp, visit: (page: Page) => Promise<void>, options: PageOptions = {}) => withPage({ device: 'desktop', ...options, baseURL: site.baseURL }, async (page) => {
  await page.goto('/guichet');
  await page.getByRole('button', { name }).click();
  await page.waitForURL('**/guichet');
  await visit(page);
});
/** Marie, on a small phone, without any script. */
const marie = (visit: (page: Page) => Promise<void>) => withPage({ js: false, device: 'phone', baseURL: site.baseURL }, async (page) => {
  await page.goto('/usager');
  await page.getByRole('link', { name: /Continuer/ }).click();
  await page.getByRole('button', { name: /Marie/ }).click();
  await page.waitForURL('**/usager');
  await page.goto(`/usager/dossiers/${dossierId}`);
  await visit(page);
});
async function look(page: Page, name: string): Promise<void> {
  await expectAccessible(page);
  const folder = process.env['PICTURES'];
  if (!folder) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

describe('contester une décision, du guichet au téléphone', () => {
  test('l’agente entend Marie avant de refuser ; le refus attend', () => agent(/Hélène Exemple/, async (page) => {
    await page.goto(`/guichet/dossiers/${dossierId}`);
    await page.getByRole('link', { name: 'Entendre la personne, recours' }).click();
    await page.getByText('Entendre la personne avant un refus').click();
    await page.getByLabel('Pourquoi un refus est envisagé').fill('Trop court');
    await press(page, 'Envoyer la lettre');
    expect(await page.locator('.govuk-error-summary').innerText()).toContain('20 caractères');
    expect(await page.getByLabel('Pourquoi un refus est envisagé').inputValue(), 'ce qui est tapé reste').toBe('Trop court');
    await page.getByLabel('Pourquoi un refus est envisagé').fill('L’autorisation jointe semble périmée depuis un an.');
    await page.getByLabel(/Visites techniques périodiques/).first().check();
    await look(page, 'recours-1-guichet-entendre');
    await press(page, 'Envoyer la lettre');
    expect(await flash(page)).toContain('La lettre part');
    await page.getByText('Refuser la demande').click();
    await page.getByLabel('Motifs').fill('L’autorisation jointe est périmée depuis un an.');
    await page.getByLabel(/Visites techniques périodiques/).first().check();
    await press(page, 'Signer le refus');
    expect(await flash(page)).toContain('avant');
    await look(page, 'recours-2-guichet-dossier');
    await page.goto('/guichet/echeances');
    expect(await page.locator('main').innerText()).toContain('Observations attendues');
    await look(page, 'recours-3-echeances');
  }));

  test('Marie répond, puis conteste le refus, sur un petit téléphone sans script', async () => {
    await marie(async (page) => {
      expect(await page.locator('main').innerText()).toContain('L’autorisation jointe semble périmée');
      await page.getByRole('link', { name: 'Répondre avant la décision' }).click();
      await press(page, 'Envoyer mes observations');
      expect(await page.locator('.govuk-error-summary').count()).toBe(1);
      await page.getByLabel('Ce que vous avez à dire').fill('Elle est en cours de renouvellement, je l’attends.');
      await look(page, 'recours-4-usager-repondre');
      await press(page, 'Envoyer mes observations');
      expect(await flash(page)).toContain('Vos observations sont reçues');
    });
    await agent(/Hélène Exemple/, async (page) => {
      await page.goto(`/guichet/dossiers/${dossierId}`);
      await page.getByText('Refuser la demande').click();
      await page.getByLabel('Motifs').fill('L’autorisation jointe est périmée depuis un an.');
      await page.getByLabel(/Visites techniques périodiques/).first().check();
      await press(page, 'Signer le refus');
      expect(await flash(page)).toContain('Le refus est signé');
    });
    await marie(async (page) => {
      await look(page, 'recours-5-usager-refus');
      await page.getByRole('link', { name: 'Contester ce refus' }).click();
      await page.getByLabel('Pourquoi vous n’êtes pas d’accord').fill('Mon autorisation vient d’être renouvelée, je peux la montrer.');
      await look(page, 'recours-6-usager-contester');
      await press(page, 'Déposer mon recours');
      expect(await flash(page)).toContain('Votre recours est reçu');
      expect(await page.locator('main').innerText()).toMatch(/Recours gracieux n° RC-/);
      await look(page, 'recours-7-usager-recu');
    });
  });

  test('la signataire du refus ne répond pas au recours ; un autre agent le fait, et le dossier est rouvert', async () => {
    await agent(/Hélène Exemple/, async (page) => {
      await page.goto(`/guichet/dossiers/${dossierId}/suites`);
      expect(await page.locator('main').innerText()).toContain('un autre agent répond à ce recours');
      expect(await page.getByText('Répondre au recours').count()).toBe(0);
    });
    await agent(/Camille Exemple/, async (page) => {
      await page.goto(`/guichet/dossiers/${dossierId}/suites`);
      await page.getByText('Répondre au recours').click();
      await page.getByLabel('Accueillir le recours').check();
      await page.getByLabel('Motifs').fill('L’autorisation renouvelée est bien valable.');
      await page.getByLabel(/Visites techniques périodiques/).first().check();
      await look(page, 'recours-8-guichet-repondre');
      await press(page, 'Signer la réponse');
      expect(await flash(page)).toContain('La réponse au recours est signée');
      expect(await page.locator('main').innerText()).toContain('recours accueilli, dossier rouvert');
    });
  });
});
