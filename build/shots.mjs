// Pictures of the gallery: to be looked at by a person. `node build/shots.mjs [folder]`
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

const out = path.resolve(process.argv[2] ?? path.join(root, '.build/shots'));
await mkdir(out, { recursive: true });
const pages = await galleryPages();
const server = serve(pages);
const browser = await browserType.launch({
  executablePath: process.env.CHROME ?? (await chromium.executablePath()),
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking'],
});
try {
  for (const name of Object.keys(pages)) for (const view of Object.keys(VIEWS)) await shoot(name, view);
  await print('gallery');
} finally {
  await browser.close();
  server.close();
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
