import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { BrowserServer } from 'playwright-core';

// Never the package's own args: --single-process dies at the second context, --disable-web-security would prove nothing.
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  // Nothing but the server under test is reachable: a page that counts on the outside fails here.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
];

/**
 * Starts a Chromium: the one that CHROME names; else that of the npm package (Linux x64); else an installed Chrome.
 * @param root of the repository, where it is unpacked once. @param more arguments, for a browser with a camera
 */
export async function launchChromium(root: string, more: readonly string[] = []): Promise<BrowserServer> {
  // Not above: what measures is bundled with the server, which in production has no browser to load.
  const { chromium } = await import('playwright-core');
  const args = [...ARGS, ...more];
  const given = process.env['CHROME'];
  if (given) return chromium.launchServer({ executablePath: given, args });
  if (process.platform !== 'linux' || process.arch !== 'x64') return chromium.launchServer({ channel: 'chrome', args });
  const folder = await unpack(root);
  return chromium.launchServer({ executablePath: join(folder, 'chromium'), args, env: await environment(folder) });
}

/** Unpacks the package's Chromium once per version, beside a lock of nothing: the folder appears by one rename. */
async function unpack(root: string): Promise<string> {
  const face = dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium'));
  const { version } = JSON.parse(await readFile(join(face, '../package.json'), 'utf8')) as { version: string };
  const folder = join(root, '.data/chromium', version);
  if (existsSync(folder)) return folder;
  await mkdir(dirname(folder), { recursive: true });
  const fresh = await mkdtemp(`${folder}-`);
  const { default: packed, inflate } = await import('@sparticuz/chromium');
  const usual = process.env['TMPDIR'];
  process.env['TMPDIR'] = fresh; // where the package unpacks to; it offers no other way
  try {
    await packed.executablePath();
    await inflate(join(face, '../bin/al2023.tar.br'));
  } finally {
    if (usual === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = usual;
  }
  await rename(fresh, folder).catch(() => rm(fresh, { recursive: true })); // another run was faster
  return folder;
}

/** On a bare machine the libraries and fonts that Chromium wants come from the package too. */
async function environment(folder: string): Promise<Record<string, string>> {
  const { stdout } = await promisify(execFile)('ldd', [join(folder, 'chromium')]).catch(() => ({ stdout: 'not found' }));
  const own: Record<string, string> = {};
  if (stdout.includes('not found')) own['LD_LIBRARY_PATH'] = join(folder, 'al2023/lib');
  if (!existsSync('/etc/fonts/fonts.conf')) own['FONTCONFIG_PATH'] = join(folder, 'fonts');
  return { ...(process.env as Record<string, string>), ...own };
}
