import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildPublic } from '../../build/css.mjs';
import { renderGalleryPages } from '../../src/ui/gallery.tsx';
import { usePublicFiles } from '../../src/ui/index.ts';
import { expectAccessible, withPage } from '../setup/browser.ts';

const TYPES: Readonly<Record<string, string>> = { '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' };
const CSP = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'";
const names = ['gallery', 'home', 'kiosk', 'error-409', 'error-404'] as const;

let server: Server;
let baseURL: string;
let folder: string;
const posts: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sitt-gallery-'));
  usePublicFiles(await buildPublic(folder));
  const pages = renderGalleryPages();
  server = createServer((request, response) => void answer(request.method ?? '', new URL(request.url ?? '', 'http://x'), pages).then(({ status, type, body }) =>
    response.writeHead(status, { 'content-type': type, 'content-security-policy': CSP }).end(body)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  usePublicFiles({});
  await rm(folder, { recursive: true });
});

async function answer(method: string, { pathname, searchParams }: URL, pages: Readonly<Record<string, string>>) {
  const html = 'text/html; charset=utf-8';
  if (method === 'POST') return { status: 204, type: html, body: (posts.push(pathname), undefined) };
  if (searchParams.has('fragment')) return { status: 200, type: html, body: `<p>Trouvé : ${searchParams.get('q')}</p>` };
  if (pathname.startsWith('/public/')) return { status: 200, type: TYPES[path.extname(pathname)] ?? 'text/plain', body: await readFile(path.join(folder, pathname.slice(8))) };
  const page = pages[pathname.slice(1)];
  return { status: page ? 200 : 404, type: html, body: page };
}

describe('la planche des composants', () => {
  test.each(names.flatMap((name) => [{ name, js: true, device: 'phone' as const }, { name, js: false, device: 'desktop' as const }]))(
    '$name, $device, script : $js : accessible, et jamais plus large que l’écran',
    ({ name, js, device }) =>
      withPage({ baseURL, js, device }, async (page) => {
        await page.goto(`/${name}`);
        await expectAccessible(page);
        if (js) expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
      }),
  );

  test('texte à 200 % sur un téléphone : rien ne déborde (WCAG 1.4.4)', () =>
    withPage({ baseURL }, async (page) => {
      await page.goto('/gallery');
      const wide = await page.evaluate(() => {
        document.documentElement.classList.add('twice');
        const sheet = new CSSStyleSheet();
        sheet.replaceSync('html.twice { font-size: 200% }');
        document.adoptedStyleSheets = [sheet];
        return [...document.querySelectorAll('body *')].filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1).map((element) => `${element.tagName}.${element.className} ${element.textContent?.slice(0, 40)}`);
      });
      expect(wide).toEqual([]);
    }));
});

describe('le petit script', () => {
  test('met le lecteur sur le résumé des erreurs, dont chaque lien mène à sa case', () =>
    withPage({ baseURL, device: 'desktop' }, async (page) => {
      await page.goto('/gallery');
      expect(await page.evaluate(() => document.activeElement?.className)).toBe('govuk-error-summary');
      await page.click('.govuk-error-summary a >> nth=2');
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('f-wrong-firstUse');
    }));

  test('ferme la question qui ne se pose pas, et la rouvre', () =>
    withPage({ baseURL, device: 'desktop' }, async (page) => {
      await page.goto('/gallery');
      expect(await page.isVisible('#f-buyer-ridet')).toBe(true);
      await page.check('#f-buyer-kind');
      expect(await page.isVisible('#f-buyer-ridet')).toBe(false);
    }));

  test('n’envoie qu’une fois', () =>
    withPage({ baseURL, device: 'desktop' }, async (page) => {
      await page.goto('/gallery');
      posts.length = 0;
      const sent = page.waitForResponse((response) => response.request().method() === 'POST');
      const stopped = await page.evaluate(() => {
        const seen: boolean[] = [];
        addEventListener('submit', (event) => seen.push(event.defaultPrevented));
        for (const _ of [1, 2, 3]) document.querySelector<HTMLElement>('form[data-once] button')?.click();
        return seen;
      });
      expect(stopped).toEqual([false, true, true]);
      await sent;
      expect(posts).toEqual(['/guichet']);
      expect(await page.getAttribute('form[data-once] button', 'aria-disabled')).toBe('true');
    }));

  test('cherche pendant la frappe, au clavier seul ; garde le brouillon', () =>
    withPage({ baseURL, device: 'desktop' }, async (page) => {
      await page.goto('/gallery');
      await page.keyboard.press('/');
      await page.keyboard.type('412345');
      await page.waitForSelector('#resultats :text("Trouvé : 412345")');
      await page.fill('#f-notes', 'Aile avant à revoir');
      await page.waitForSelector('[data-autosave-status]:has-text("Brouillon enregistré")');
      expect(posts).toContain('/guichet/brouillon');
    }));
});
