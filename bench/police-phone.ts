import type { Browser, Page } from 'playwright-core';
import type { App } from '../src/app.ts';
import { launchChromium } from '../tests/setup/launch.ts';
import { percentiles, type Say } from './timing.ts';

/** How many times slower than this machine: an old, cheap phone. Chromium slows the page's own thread, not its enciphering, which has others. */
const SLOWER = 6;
const CHECKS = 60;
type Worst = { id: string; dataAt: string; expiresAt: string; body: Buffer };

/** The offline check in a real browser, as slow as an old phone, network off: from « Contrôler » to the answer on the screen, signed and written first. */
export async function benchPhone(app: App, address: string, worst: Worst, say: Say): Promise<void> {
  const [server, { chromium }] = await Promise.all([launchChromium(app.config.root), import('playwright-core')]);
  try {
    const browser = await chromium.connect(server.wsEndpoint());
    await phone(browser, address, 'listes du registre', say);
    await app.pools.acts`
      insert into police_bundle (id, data_at, expires_at, counts, body)
      values (${worst.id}, ${worst.dataAt}, ${worst.expiresAt}, ${app.pools.acts.json({ vehicles: 20_000, titles: 2_000_000, bytes: worst.body.length })}, ${worst.body})`;
    await phone(browser, address, 'au pire', say);
    await browser.close();
  } finally {
    await server.close();
  }
}

async function phone(browser: Browser, address: string, which: string, say: Say): Promise<void> {
  const context = await browser.newContext({ baseURL: address, viewport: { width: 360, height: 640 }, locale: 'fr-FR', timezoneId: 'Pacific/Noumea' });
  try {
    const page = await context.newPage();
    await page.goto('/police');
    await page.getByRole('button', { name: /Brigadier/ }).click();
    await page.waitForURL('**/police');
    await page.goto('/police/hors-ligne');
    await page.getByLabel('Nom de l’appareil').fill('Banc');
    await page.getByRole('button', { name: 'Inscrire' }).click();
    await page.getByText(/Données de \d\d:\d\d/).waitFor({ timeout: 120_000 });
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await (await context.newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
    await context.setOffline(true);
    // The first answer after the page opens pays for the lists too: deciphered, their signature and digests checked, read.
    const first: number[] = [];
    for (let n = 0; n < 5; n += 1) {
      await page.reload();
      await page.getByText('Sans réseau.', { exact: true }).waitFor();
      first.push(await verdict(page, `${n + 1}NC`));
    }
    const times: number[] = [];
    for (let n = 0; n < CHECKS; n += 1) times.push(await verdict(page, n % 2 ? `${n}NC` : `N${n}`));
    const sorted = (list: number[]) => list.toSorted((a, b) => a - b);
    say(`  sur le téléphone, processeur ${SLOWER} fois plus lent, ${which} : première réponse après ouverture p50 ${sorted(first)[2]?.toFixed(0) ?? ''} ms, les suivantes ${percentiles(sorted(times))}`);
  } finally {
    await context.close();
  }
}

/** Milliseconds from the press to the answer drawn. */
const verdict = (page: Page, typed: string): Promise<number> => page.evaluate((text) => new Promise<number>((resolve) => {
  const find = <T extends Element>(what: string): T => document.querySelector<T>(what) as T;
  find<HTMLInputElement>('#q').value = text;
  find<HTMLSelectElement>('#motive').value = 'roadside';
  const began = performance.now();
  const seen = new MutationObserver(() => { seen.disconnect(); resolve(performance.now() - began); });
  seen.observe(find('[data-result]'), { childList: true });
  find<HTMLFormElement>('[data-check]').requestSubmit();
}), typed);
