import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoAgentId } from '../../src/core/access/demo.ts';
import { openSession } from '../../src/core/access/sessions.ts';
import { expectAccessible, withPage } from '../setup/browser.ts';
import { startSite, type Site } from '../setup/site.ts';

let site: Site;
beforeAll(async () => { site = await startSite(); }, 120_000);
afterAll(() => site.close());

async function look(page: Page, name: string): Promise<void> {
  await expectAccessible(page);
  const folder = process.env['PICTURES'];
  if (!folder) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `insurer-${name}.png`), fullPage: true });
}

const words = async (page: Page): Promise<string> => (await page.locator('main').innerText()).replace(/\s+/g, ' ');

describe('une assureuse, sur son téléphone', () => {
  test('cherche un contrat, en dit la fin, envoie un fichier et lit ce qu’il en est ; la police le voit aussitôt', () => withPage({ js: false, baseURL: site.baseURL, context: { viewport: { width: 390, height: 780 } } }, async (page) => {
    const token = await openSession(site.db.sql, 'partner', { kind: 'partner', id: demoAgentId('assureur') }, {}, new Date());
    await page.context().addCookies([{ name: 'sitt-partner', value: token, url: site.baseURL }]);
    await page.goto('/professionnel/assurances');
    await look(page, 'accueil');
    await page.getByRole('link', { name: 'Ajouter ou corriger' }).click();
    await page.getByLabel('Numéro du contrat').fill('AE-1001');
    await page.getByLabel(/Numéro de série/).fill('MR0DEMO0000000001');
    await page.getByLabel(/Numéro d’immatriculation/).fill('471 001 NC');
    const date = async (group: RegExp, day: string) => { for (const [box, part] of [['Jour', day.slice(8)], ['Mois', day.slice(5, 7)], ['Année', day.slice(0, 4)]] as const) await page.getByRole('group', { name: group }).getByLabel(box).fill(part); };
    await date(/Assuré depuis/, '2025-01-01');
    await date(/Assuré jusqu/, '2025-12-31');
    await page.getByLabel('Motif de la fin').selectOption({ label: 'Résiliation' });
    await look(page, 'contrat');
    await page.getByRole('button', { name: 'Enregistrer' }).click();
    await page.waitForURL('**/professionnel/assurances');
    expect(await words(page)).toMatch(/Contrat AE-1001 : fin enregistrée\..*Tout ce que vous en avez dit/);
    const folder = await mkdtemp(join(tmpdir(), 'sitt-insurer-'));
    await writeFile(join(folder, 'contrats.csv'), 'contrat;plaque;vin;debut;fin;motif\nJ-1;448120NC;UU1DEMO0000000012;01/01/2026;;\nJ-2;;;01/01/2026;;\nJ-3;455321NC;MR0DEMO0000000001;01/01/2026;;\n');
    await page.goto('/professionnel/assurances/fichier');
    await look(page, 'fichier');
    await page.getByLabel(/Fichier CSV/).setInputFiles(join(folder, 'contrats.csv'));
    await page.getByRole('button', { name: 'Envoyer' }).click();
    await page.waitForURL('**/envois/*');
    await rm(folder, { recursive: true });
    expect(await words(page)).toMatch(/2 lignes prises sur 3\..*J-2 .*Donnez le numéro de série.*J-3 .*ne désignent pas le même véhicule/i);
    await look(page, 'resultat');
    await page.goto('/police');
    await page.getByRole('button', { name: /Brigadier/ }).click();
    for (const [plate, said] of [['471001NC', /terminée le 31\/12\/2025/], ['448120NC', /Assurance connue Assureur Exemple/]] as const) {
      await page.goto('/police');
      await page.getByLabel(/Plaque/).fill(plate);
      await page.getByLabel('Motif').selectOption({ label: 'Contrôle routier' });
      await page.getByRole('button', { name: 'Contrôler' }).click();
      expect(await words(page)).toMatch(said);
    }
  }));
});
