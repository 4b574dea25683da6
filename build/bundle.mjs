// Bundles what Node cannot load as it is (.tsx) and what the browser fetches, into .build/. Packages stay outside.
// `node build/bundle.mjs` takes well under a second; bin/sitt.mjs calls it when a source has changed.
import { existsSync } from 'node:fs';
import { glob, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const out = path.join(root, '.build');

/** The server is src/main.ts; each src/**\/NAME.worker.ts becomes .build/workers/NAME.worker.mjs, for worker threads. */
async function bundleServer() {
  const workers = await Array.fromAsync(glob('src/**/*.worker.ts', { cwd: root }));
  const entries = [
    { in: 'src/main.ts', out: 'server' },
    ...workers.map((file) => ({ in: file, out: `workers/${path.basename(file, '.ts')}` })),
  ];
  await build({
    absWorkingDir: root,
    entryPoints: entries,
    outdir: out,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    packages: 'external',
    sourcemap: true,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'warning',
  });
}

async function bundlePublic() {
  const styles = path.join(root, 'build/css.mjs');
  if (!existsSync(styles)) return;
  await rm(path.join(out, 'public'), { recursive: true, force: true });
  const { buildPublic } = await import('./css.mjs');
  await buildPublic(path.join(out, 'public'));
}

try {
  await Promise.all([bundleServer(), bundlePublic()]);
} catch (error) {
  // What esbuild found wrong it has already shown, with its place.
  if (!error.errors) console.error(error.message);
  process.exitCode = 1;
}
