// What the browser fetches: one stylesheet, our fonts, a few drawings, the enhancement script.
// Every name but the fonts' carries a hash of its content, so that it can be cached for ever.
import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { promisify } from 'node:util';
import * as sass from 'sass';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/**
 * Builds the public files of the user interface.
 * @param {string} out folder to fill, `.build/public` by default
 * @returns {Promise<Record<string, string>>} plain name → hashed name, also written as manifest.json
 */
export async function buildPublic(out = path.join(root, '.build/public')) {
  await mkdir(path.join(out, 'fonts'), { recursive: true });
  const [drawings] = await Promise.all([copyDrawings(out), copyFonts(out)]);
  const manifest = {
    ...drawings,
    ...(await put(out, 'sitt.css', await stylesheet(drawings))),
    ...(await put(out, 'queue.css', await stylesheet(drawings, 'queue'))),
    ...(await put(out, 'planning.css', await stylesheet(drawings, 'planning'))),
    ...Object.assign({}, ...await Promise.all(Object.entries(islands).map(async ([name, source]) => put(out, name, await island(source))))),
  };
  await writeFile(path.join(out, 'manifest.json'), JSON.stringify(manifest, null, 2));
  return manifest;
}

async function stylesheet(drawings, name = 'sitt') {
  const { css } = sass.compile(path.join(root, `src/ui/styles/${name}.scss`), {
    loadPaths: [root, path.join(root, 'node_modules')],
    style: 'compressed',
    quietDeps: true,
  });
  return css.replace(/url\("?([\w-]+\.svg)"?\)/g, (all, name) => (drawings[name] ? `url(${drawings[name]})` : all));
}

/** The browser programs: what a page asks for → where it begins. Their budgets are held by src/ui/stylesheet.test.ts. */
export const islands = {
  'enhance.js': 'src/islands/enhance.ts',
  'police-offline.js': 'src/islands/police/offline.ts',
  'police-worker.js': 'src/islands/police/service-worker.ts',
  'scan.js': 'src/islands/police/scan.ts',
  'queue.js': 'src/islands/queue.ts',
  'planning.js': 'src/islands/planning/board.tsx',
};

/** @param {string} source @returns {Promise<string>} one script, small */
export async function island(source) {
  const result = await build({
    absWorkingDir: root, entryPoints: [source], bundle: true, minify: true, write: false, format: 'iife', target: source.includes('enhance') ? 'es2019' : 'es2020', legalComments: 'none',
  });
  return result.outputFiles[0].text;
}

async function copyDrawings(out) {
  const from = path.join(root, 'src/ui/assets');
  const names = (await readdir(from)).filter((name) => name.endsWith('.svg'));
  const entries = await Promise.all(names.map(async (name) => put(out, name, await readFile(path.join(from, name)))));
  return Object.assign({}, ...entries);
}

async function copyFonts(out) {
  const from = path.join(root, 'node_modules/@fontsource/source-sans-3');
  const names = ['latin', 'latin-ext'].flatMap((set) => [400, 600].map((weight) => `source-sans-3-${set}-${weight}-normal.woff2`));
  await Promise.all(names.map((name) => cp(path.join(from, 'files', name), path.join(out, 'fonts', name))));
  await cp(path.join(from, 'LICENSE'), path.join(out, 'fonts/LICENSE'));
}

async function put(out, name, content) {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 10);
  const hashed = name.replace(/(\.\w+)$/, `.${hash}$1`);
  await writeFile(path.join(out, hashed), content);
  // The server hands these over as they are: nobody waits for a stylesheet to be compressed.
  const [br, gz] = await Promise.all([promisify(brotliCompress)(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }), promisify(gzip)(content, { level: 9 })]);
  await Promise.all([writeFile(path.join(out, `${hashed}.br`), br), writeFile(path.join(out, `${hashed}.gz`), gz)]);
  return { [name]: hashed };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(await buildPublic());
