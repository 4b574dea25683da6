// Pictures of the gallery: to be looked at by a person. `node build/shots.mjs [folder]`
// `node build/shots.mjs --readme [address]`: the two of the README, of a demonstration that has just been opened.
import { mkdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import chromium from '@sparticuz/chromium';
import { build } from 'esbuild';
import { chromium as browserType } from 'playwright-core';
import { buildPublic } from './css.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const TYPES = { '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' };
const CSP = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'";
const VIEWS = {
  phone: { viewport: { width: 375, height: 760 } },
  desktop: { viewport: { width: 1280, height: 900 } },
  large: { viewport: { width: 640, height: 700 } }, // 200 % zoom of a 1280 screen
};

const forReadme = process.argv[2] === '--readme';
const out = forReadme ? path.join(root, 'docs/images') : path.resolve(process.argv[2] ?? path.join(root, '.build/shots'));
await mkdir(out, { recursive: true });
const pages = forReadme ? {} : await galleryPages();
const server = serve(pages);
const browser = await browserType.launch({
  executablePath: process.env.CHROME ?? (await chromium.executablePath()),
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking'],
});
try {
  if (forReadme) await readme(process.argv[3] ?? 'http://localhost:3000');
  else {
    for (const name of Object.keys(pages)) for (const view of Object.keys(VIEWS)) await shoot(name, view);
    await print('gallery');
  }
} finally {
  await browser.close();
  server.close();
}

/** The front of the house on a wide screen, and somebody's own space on a phone, without script as on the oldest. */
async function readme(address) {
  const wide = await browser.newPage({ viewport: { width: 1180, height: 1020 }, locale: 'fr-FR', timezoneId: 'Pacific/Noumea' });
  await wide.goto(address, { waitUntil: 'load' });
  await wide.evaluate(() => document.fonts.ready);
  await wide.screenshot({ path: path.join(out, 'accueil-bureau.png') });
  const phone = await browser.newPage({ viewport: { width: 390, height: 790 }, javaScriptEnabled: false, locale: 'fr-FR', timezoneId: 'Pacific/Noumea' });
  await phone.goto(address);
  await phone.getByRole('button', { name: /Marie/ }).click();
  await phone.waitForURL('**/usager');
  await phone.screenshot({ path: path.join(out, 'usager-telephone.png') });
}

async function shoot(name, view) {
  const page = await browser.newPage(VIEWS[view]);
  page.on('console', (message) => message.type() === 'error' && console.error(name, view, message.text()));
  await page.goto(`http://127.0.0.1:${server.address().port}/${name}`, { waitUntil: 'load' });
  await page.evaluate(() => document.fonts.ready);
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wider > 0) console.error(`${name} ${view}: ${wider} px wider than the screen`);
  await page.screenshot({ path: path.join(out, `${name}-${view}.png`), fullPage: true });
  await page.close();
}

async function print(name) {
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/${name}`, { waitUntil: 'load' });
  await page.pdf({ path: path.join(out, `${name}-print.pdf`), preferCSSPageSize: true });
  await page.close();
}

/** Builds the public files and renders the gallery, in this process. */
async function galleryPages() {
  const manifest = await buildPublic();
  const bundle = path.join(root, '.build/gallery.mjs');
  await build({
    stdin: { contents: "export * from './src/ui/gallery.tsx'; export * from './src/ui/public-files.ts'", resolveDir: root, loader: 'ts' },
    outfile: bundle, bundle: true, platform: 'node', format: 'esm', packages: 'external', jsx: 'automatic', jsxImportSource: 'preact',
  });
  const ui = await import(pathToFileURL(bundle).href);
  ui.usePublicFiles(manifest);
  return ui.renderGalleryPages();
}

function serve(html) {
  return createServer(async (request, response) => {
    const name = new URL(request.url, 'http://x').pathname.slice(1);
    if (html[name]) return response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': CSP }).end(html[name]);
    const file = path.join(root, '.build', name);
    const body = await readFile(file).catch(() => undefined);
    response.writeHead(body ? 200 : 404, { 'content-type': TYPES[path.extname(file)] ?? 'text/plain' }).end(body);
  }).listen(0, '127.0.0.1');
}
