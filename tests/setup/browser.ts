import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import axe, { type Result } from 'axe-core';
import { chromium, devices, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, expect, inject } from 'vitest';

export type Device = 'phone' | 'desktop';
export type PageOptions = {
  /** false: the page must work without any script. */
  readonly js?: boolean;
  readonly device?: Device;
  readonly baseURL?: string;
  /** Lets a test look at an answer that is an error on purpose without failing on the console's word about it. */
  readonly context?: BrowserContextOptions;
};

const DEVICES: Readonly<Record<Device, BrowserContextOptions>> = {
  // A small, cheap phone: what fits there fits everywhere.
  phone: { ...devices['Galaxy S9+'], viewport: { width: 360, height: 640 } },
  desktop: { viewport: { width: 1280, height: 800 } },
};

const withoutScript = new WeakSet<Page>();
let connection: Promise<Browser> | undefined;

/**
 * Opens a page as a user of New Caledonia sees it, hands it to `visit`, and closes it.
 * Fails when a script of the page failed or the content security policy blocked something.
 * On failure a picture is left in .build/failures/.
 */
export async function withPage<T>(
  { js = true, device = 'phone', baseURL, context: more }: PageOptions,
  visit: (page: Page) => Promise<T>,
): Promise<T> {
  connection ??= chromium.connect(inject('browser'));
  const context = await (
    await connection
  ).newContext({
    ...DEVICES[device],
    locale: 'fr-FR',
    timezoneId: 'Pacific/Noumea',
    javaScriptEnabled: js,
    ...(baseURL ? { baseURL } : {}),
    ...more,
  });
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  if (!js) withoutScript.add(page);
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy|Uncaught/.test(message.text())) faults.push(message.text());
  });
  try {
    const result = await visit(page);
    expect(faults, 'scripts of the page').toEqual([]);
    return result;
  } catch (error) {
    await keepPicture(page);
    throw error;
  } finally {
    await context.close();
  }
}

/** Fails with each breach of WCAG 2.2 AA (and of good practice) that axe finds on the page, with or without script. */
export async function expectAccessible(page: Page): Promise<void> {
  const violations = withoutScript.has(page) ? await judgeCopy(page) : await judge(page);
  const breaches = violations.flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id}: ${help} (${target.join(' ')})`));
  expect(breaches, `accessibility of ${new URL(page.url()).pathname}`).toEqual([]);
}

async function judge(page: Page): Promise<Result[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: typeof axe }).axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      resultTypes: ['violations'],
    }),
  );
  return violations;
}

/** axe waits on timers, which do not run where scripts are off: it judges a copy of the page in which it alone may run. */
async function judgeCopy(page: Page): Promise<Result[]> {
  const [browser, cookies, body] = await Promise.all([connection, page.context().storageState(), page.content()]);
  const context = await (browser as Browser).newContext({ viewport: page.viewportSize(), locale: 'fr-FR', storageState: cookies });
  try {
    const copy = await context.newPage();
    await copy.route(page.url(), (route) =>
      route.fulfill({
        body,
        contentType: 'text/html; charset=utf-8',
        headers: { 'content-security-policy': "script-src 'none'" },
      }),
    );
    await copy.goto(page.url());
    return await judge(copy);
  } finally {
    await context.close();
  }
}

async function keepPicture(page: Page): Promise<void> {
  const folder = join(import.meta.dirname, '../../.build/failures');
  await mkdir(folder, { recursive: true });
  const name = (expect.getState().currentTestName ?? 'page')
    .normalize('NFD')
    .replace(/[^a-zA-Z0-9]+/g, '-')
    .slice(0, 80);
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true }).catch(() => undefined);
}

afterAll(async () => {
  const open = connection;
  connection = undefined;
  await (await open)?.close();
});
