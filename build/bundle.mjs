// Bundles what Node cannot load as it is (.tsx) and what the browser fetches, into .build/. Packages stay outside.
// `node build/bundle.mjs` takes well under a second; bin/sitt.mjs calls it when a source has changed.
import { existsSync } from 'node:fs';
import { glob, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const out = path.join(root, '.build');

/**
 * The server is src/main.ts. `verify` has a program of its own, src/verify.main.ts, and each src/**\/NAME.worker.ts becomes
 * .build/workers/NAME.worker.mjs, for worker threads: each of them loads only what it runs, for a thread pays for the
 * whole of what it loads.
 */
async function bundlePrograms() {
  const workers = await Array.fromAsync(glob('src/**/*.worker.ts', { cwd: root }));
  await Promise.all([
    bundle([{ in: 'src/main.ts', out: 'server' }]),
    bundle([{ in: 'src/verify.main.ts', out: 'verify' }, ...workers.map((file) => ({ in: file, out: `workers/${path.basename(file, '.ts')}` }))], [usedOnly]),
  ]);
}

/** No file of ours does anything by being loaded, nor does any package that these programs use: what they take no name from is left out. */
const usedOnly = {
  name: 'used-only',
  setup(build) {
    build.onResolve({ filter: /.*/ }, async ({ path: wanted, pluginData, ...from }) => {
      if (from.kind === 'entry-point' || pluginData === usedOnly) return undefined;
      return { ...(await build.resolve(wanted, { ...from, pluginData: usedOnly })), sideEffects: false };
    });
  },
};

async function bundle(entries, plugins = []) {
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
    plugins,
  });
}

async function bundlePublic() {
  const styles = path.join(root, 'build/css.mjs');
  if (!existsSync(styles)) return;
  const folder = path.join(out, 'public');
  const { buildPublic } = await import('./css.mjs');
  await buildPublic(folder);
  await removeOlder(folder, Date.now() - KEPT_MS);
}

/** Their names carry their hash: a server that was started before this build still hands out the ones that it knows. */
const KEPT_MS = 24 * 3_600_000;
async function removeOlder(folder, than) {
  for (const name of await readdir(folder, { recursive: true })) {
    const file = path.join(folder, name);
    const found = await stat(file);
    if (found.isFile() && found.mtimeMs < than) await rm(file);
  }
}

try {
  await Promise.all([bundlePrograms(), bundlePublic()]);
} catch (error) {
  // What esbuild found wrong it has already shown, with its place.
  if (!error.errors) console.error(error.message);
  process.exitCode = 1;
}
