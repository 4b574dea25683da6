import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Sentence, root } from './place.mjs';

const stamp = path.join(root, '.build/stamp');
// The seeds of db/ are in the bundle too.
const SOURCES = ['src', 'db', 'bench', 'build', 'package-lock.json', 'tsconfig.json'];

/** Bundles into .build/ when a source was added, changed or removed since the last time. */
export async function ensureBundled(node, force = false) {
  const state = sourceState();
  if (!force && existsSync(stamp) && readFileSync(stamp, 'utf8') === state) return;
  mkdirSync(path.dirname(stamp), { recursive: true });
  const { status } = spawnSync(node, [path.join(root, 'build/bundle.mjs')], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) throw new Sentence('La construction de SITT a échoué : voyez le message ci-dessus.');
  writeFileSync(stamp, state);
}

/** Names, sizes and dates of every source under `from`: a few milliseconds, where reading them all would take a second. */
export function sourceState(from = root) {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    const full = path.join(from, source);
    if (!existsSync(full)) continue;
    const files = statSync(full).isDirectory()
      ? readdirSync(full, { recursive: true })
          .sort()
          .map((name) => path.join(full, name))
      : [full];
    for (const file of files) {
      const { size = 0, mtimeMs = 0 } = statSync(file, { throwIfNoEntry: false }) ?? {};
      hash.update(`${file}\0${size}\0${mtimeMs}\n`);
    }
  }
  return hash.digest('hex');
}
