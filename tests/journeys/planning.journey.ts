import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { today } from '../../src/core/values/time.ts';
import { territory } from '../../src/territory/index.ts';
import { expectAccessible, withPage } from '../setup/browser.ts';
import { startSite, type Site } from '../setup/site.ts';

let site: Site;
beforeAll(async () => { site = await startSite(); }, 120_000);
afterAll(() => site.close());

/** Counters receive that day, whatever day it is. */
const PLAN = `/guichet/planning?jour=${territory.nextOpenDay(today(new Date()))}`;
const FOLDER = process.env['PICTURES'];

async function enterAs(page: Page, name: RegExp): Promise<void> {
  await page.goto('/');
  await page.getByRole('button', { name }).click();
  await page.waitForURL('**/guichet');
  await page.goto(PLAN);
  await page.getByRole('grid').waitFor();
}

async function look(page: Page, name: string): Promise<void> {
  await expectAccessible(page);
  expect(await page.locator('body').evaluate((body) => body.ownerDocument.documentElement.scrollWidth - body.ownerDocument.documentElement.clientWidth), `${name} is wider than the screen`).toBeLessThanOrEqual(0);
  if (!FOLDER) return;
  await mkdir(FOLDER, { recursive: true });
  await page.screenshot({ path: join(FOLDER, `${name}-${page.viewportSize()?.width ?? 0}.png`), fullPage: true });
}

const press = async (page: Page, ...keys: string[]) => { for (const key of keys) await page.keyboard.press(key); };
const times = (key: string, count: number): string[] => Array.from({ length: count }, () => key);
const said = (page: Page, words: RegExp) => page.locator('.sitt-plan__said', { hasText: words }).waitFor();
const cell = (page: Page, name: string) => page.getByRole('gridcell', { name });

describe('le planning au clavier', () => {
  test('Hélène pose, se heurte à un conflit que le serveur nomme, échange et retire sans souris ; Camille lit et n’écrit pas', async () => {
    await withPage({ device: 'desktop', baseURL: site.baseURL }, async (page) => {
      await enterAs(page, /Hélène Exemple/);
      const agents = await page.getByRole('rowheader').allInnerTexts();
      const [a, b] = agents as [string, string];
      await page.getByRole('radio', { name: 'Poste 1' }).focus();
      // Squares are of fifteen minutes: counters open at 07:45.
      await press(page, 'Tab', ...times('ArrowRight', 4), 'Enter', ...times('ArrowRight', 11), 'Enter');
      await said(page, /à jour/);
      expect(await cell(page, `${a}, 08:00 : Poste 1`).count()).toBe(1);
      expect(await cell(page, `${a}, 11:00 : libre`).count()).toBe(1);
      expect(await page.locator('[data-planning-dangers]').innerText()).toContain('Poste 2 est ouvert ce jour-là');
      // Escape leaves what was begun.
      await press(page, 'ArrowRight', 'Enter', 'Escape');
      await said(page, /Laissé/);
      // A second counter over the first: refused, in the server's words.
      await page.getByRole('radio', { name: 'Poste 2' }).focus();
      await press(page, 'Space', 'Tab', 'Enter', ...times('ArrowLeft', 3), 'Enter');
      await said(page, /déjà à un poste/);
      expect(await cell(page, `${a}, 11:00 : libre`).count()).toBe(1);
      await look(page, 'planning-conflit');
      // The second agent holds the other counter; they exchange.
      await press(page, 'ArrowDown', 'Enter', ...times('ArrowRight', 2), 'Enter');
      await said(page, /à jour/);
      const [mine] = await page.getByRole('gridcell', { name: `${b},` }).and(page.locator('[aria-label$="Poste 2"]')).all();
      expect(mine).toBeDefined();
      await press(page, 'Enter', 'ArrowUp', ...times('ArrowLeft', 3), 'Enter');
      await said(page, /Échangé/);
      expect(await cell(page, `${b}, 08:00 : Poste 1`).count()).toBe(1);
      expect(await cell(page, `${a}, 08:00 : libre`).count()).toBe(1);
      await look(page, 'planning');
      if (FOLDER) {
        await page.setViewportSize({ width: 390, height: 844 });
        await look(page, 'planning');
        await writeFile(join(FOLDER, 'planning.pdf'), await page.pdf({ preferCSSPageSize: true, printBackground: true }));
        await page.setViewportSize({ width: 1280, height: 800 });
        await page.goto('/guichet/planning?vue=semaine');
        await look(page, 'planning-semaine');
        await writeFile(join(FOLDER, 'planning-semaine.pdf'), await page.pdf({ preferCSSPageSize: true, printBackground: true }));
        await page.goto(PLAN);
        await page.getByRole('radio', { name: 'Poste 1' }).focus();
        await press(page, 'Tab', ...times('ArrowRight', 3));
      }
      // The week leads to the day, at the agent's own row.
      await page.goto(PLAN.replace('?', '?vue=semaine&'));
      await page.getByRole('link', { name: new RegExp(`^${b}.*Poste 1\\s*08:00–11:00`) }).click();
      await page.getByRole('grid').waitFor();
      expect(await page.locator('[tabindex="0"][role=gridcell]').getAttribute('aria-label')).toBe(`${b}, 07:00 : libre`);
      await cell(page, `${b}, 08:00 : Poste 1`).focus();
      await cell(page, `${b}, 08:00 : Poste 1`).click();
      await press(page, 'Delete');
      await said(page, /Retiré/);
      expect(await cell(page, `${b}, 08:00 : libre`).count()).toBe(1);
      // The mouse does the same: drag over half hours, press the button of a line.
      await page.getByRole('radio', { name: 'Absence' }).check();
      await cell(page, `${b}, 13:00 : libre`).hover();
      await page.mouse.down();
      await cell(page, `${b}, 14:00 : libre`).hover();
      await page.mouse.up();
      await said(page, /à jour/);
      expect(await cell(page, `${b}, 14:00 : Absence`).count()).toBe(1);
      expect(await cell(page, `${b}, 14:30 : libre`).count()).toBe(1);
      await cell(page, `${b}, 13:30 : Absence`).click();
      await page.getByRole('button', { name: 'Retirer', exact: true }).click();
      await said(page, /Retiré/);
      expect(await cell(page, `${b}, 13:30 : libre`).count()).toBe(1);
    });
    await withPage({ device: 'desktop', baseURL: site.baseURL }, async (page) => {
      await enterAs(page, /Camille Exemple/);
      expect(await page.getByRole('grid').getAttribute('aria-readonly')).toBe('true');
      expect(await page.locator('.sitt-plan input, [data-planning-plain] form').count()).toBe(0);
      const before = await page.getByRole('gridcell').evaluateAll((cells) => cells.map((one) => one.getAttribute('aria-label')));
      await page.getByRole('gridcell').first().focus();
      await press(page, 'Enter', 'ArrowRight', 'ArrowRight', 'Enter', 'Delete');
      await page.reload();
      await page.getByRole('grid').waitFor();
      expect(await page.getByRole('gridcell').evaluateAll((cells) => cells.map((one) => one.getAttribute('aria-label')))).toEqual(before);
    });
  });
});
