import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible, withPage } from '../setup/browser.ts';

const SCRIPT = `document.querySelector('output').textContent =
  new Date('2026-03-01T20:00:00Z').toLocaleDateString() + ' ' + (1234567).toLocaleString(undefined, { style: 'currency', currency: 'XPF' })`;
const page = (body: string) => `<!doctype html><html lang="fr"><title>Essai</title><main><h1>Essai</h1>${body}</main></html>`;

let server: Server;
let baseURL: string;
beforeAll(async () => {
  server = createServer((request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    if (request.url === '/csp') response.setHeader('content-security-policy', "default-src 'self'");
    response.end(page(request.url === '/bad' ? '<img src="/x.png"><input>' : `<output>sans script</output><script>${SCRIPT}</script>`));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

describe('le navigateur des essais', () => {
  test('parle français et vit à Nouméa', () =>
    withPage({ baseURL }, async (page) => {
      await page.goto('/');
      expect((await page.textContent('output'))?.replace(/\s/g, ' ')).toBe('02/03/2026 1 234 567 FCFP');
      expect(page.viewportSize()).toEqual({ width: 360, height: 640 });
    }));

  test('sans script, la page reste et axe la juge quand même', () =>
    withPage({ baseURL, js: false, device: 'desktop' }, async (page) => {
      await page.goto('/');
      expect(await page.textContent('output')).toBe('sans script');
      await expectAccessible(page);
      await page.goto('/bad');
      await expect(expectAccessible(page)).rejects.toThrow('accessibility of /bad');
    }));

  test('une faute de la page ou un blocage de la CSP fait échouer le parcours', async () => {
    await expect(
      withPage({ baseURL }, async (page) => {
        await page.goto('/csp');
      }),
    ).rejects.toThrow('scripts of the page');
  });

  test("n'atteint que le serveur essayé", () =>
    withPage({ baseURL }, async (page) => {
      await expect(page.goto('http://example.org/')).rejects.toThrow('ERR_NAME_NOT_RESOLVED');
    }));
});
