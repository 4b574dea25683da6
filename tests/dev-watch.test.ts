import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sourceState } from '../bin/bundle.mjs';
import { afterChange } from '../bin/run.mjs';

test('npm run dev voit chaque changement, même d’un fichier qu’un éditeur remplace, et deux fois de suite', async () => {
  const root = await mkdtemp(join(tmpdir(), 'sitt-dev-'));
  await Promise.all(['src', 'db'].map((folder) => mkdir(join(root, folder))));
  const replace = async (name: string, text: string) => { await writeFile(join(root, 'new'), text); await rename(join(root, 'new'), join(root, name)); };
  await replace('src/a.ts', '1');
  const seen = [sourceState(root)];
  for (const change of [() => replace('src/a.ts', '22'), () => replace('src/a.ts', '333'), () => writeFile(join(root, 'src/b.ts'), ''), () => replace('db/seed.ts', '1'), () => rm(join(root, 'src/b.ts'))]) {
    await change();
    seen.push(sourceState(root));
  }
  expect(new Set(seen).size).toBe(seen.length);
  expect(sourceState(root)).toBe(seen.at(-1));
  await rm(root, { recursive: true });
});

test('un changement relance une fois, quand plus rien ne bouge', () => {
  const changed = afterChange('a');
  expect(['a', 'b', 'c', 'c', 'c', 'd', 'd'].map((state) => changed(state))).toEqual([false, false, false, true, false, false, true]);
});
