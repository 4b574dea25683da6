import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Seal } from './seal.ts';

const NAME = 'seals.jsonl';

/**
 * Appends the seals that the folder's file lacks, one JSON line each, flushed to the disk before it returns.
 * Never rewrites a line: a seal of the file that the database no longer has is what `verify` is looking for.
 */
export async function copySeals(folder: string, seals: readonly Seal[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { seals: known, length } = await readSealFile(folder);
  const last = known.at(-1)?.position ?? 0;
  const missing = seals.filter((seal) => seal.position > last);
  if (!missing.length) return;
  const file = await open(join(folder, NAME), 'a', 0o600);
  try {
    // A crash may have left half a line: it is cut, and its seal written again.
    await file.truncate(length);
    await file.appendFile(missing.map((seal) => `${JSON.stringify(seal)}\n`).join(''));
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The seals of the folder's file, none when there is no file, and the length in bytes of its whole lines. Throws on a line that is not JSON. */
export async function readSealFile(folder: string): Promise<{ seals: Seal[]; length: number }> {
  const text = await readFile(join(folder, NAME), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  const seals = whole.split('\n').filter(Boolean).map((line) => JSON.parse(line) as Seal);
  return { seals, length: Buffer.byteLength(whole) };
}
