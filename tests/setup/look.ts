import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { expectAccessible } from './browser.ts';

/**
 * Judges a page as it stands: accessible (unless `judged` is false), no wider than its screen. Leaves its picture when a
 * person asked for them (PICTURES=folder).
 */
export async function look(page: Page, name: string, judged = true): Promise<void> {
  if (judged) await expectAccessible(page);
  const wider = await page.locator('body').evaluate((body) => body.ownerDocument.documentElement.scrollWidth - body.ownerDocument.documentElement.clientWidth).catch(() => 0);
  expect(wider, `${name} is wider than the screen`).toBeLessThanOrEqual(0);
  const folder = process.env['PICTURES'];
  if (!folder) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}-${page.viewportSize()?.width ?? 0}.png`), fullPage: true });
}
