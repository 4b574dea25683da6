import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Noted, Walk } from '../core/act/verify.ts';
import type { Slice } from '../core/act/verify-chains.ts';

/** What a thread is given once, and what it says. */
export type Given = { readonly url: string; readonly snapshot: string };
export type FromWalker = { readonly ready: true } | { readonly rows: number } | { readonly noted: Noted };

// From the sources the thread is the .ts file itself; the bundle makes of it a file under the server's folder.
const ENTRY = new URL(import.meta.url.endsWith('.ts') ? './verify.worker.ts' : './workers/verify.worker.mjs', import.meta.url);
/** Young and old memory of a thread: it holds two pages of rows, never the register; young enough for a page to die there. */
const MEMORY = { maxYoungGenerationSizeMb: 24, maxOldGenerationSizeMb: 96 };

/**
 * Walks the chains in as many threads as there are processors (four at most), each with a connection of its own in the
 * same snapshot; whoever is done takes the next slice.
 * @param url the application role's, for reading only
 * Rejects with the error of the first thread that fails; the others are stopped.
 */
export function walkInThreads(url: string): Walk {
  return async (snapshot, slices, progress) => {
    const waiting = [...slices];
    const noted: Noted[] = [];
    const workers = Array.from({ length: Math.min(4, availableParallelism(), slices.length) }, () => new Worker(ENTRY, { workerData: { url, snapshot } satisfies Given, resourceLimits: MEMORY }));
    try {
      await Promise.all(workers.map((worker) => new Promise<void>((resolve, reject) => {
        worker.on('message', (message: FromWalker) => {
          if ('rows' in message) progress(message.rows);
          else if ('noted' in message) noted.push(message.noted);
          else worker.postMessage((waiting.shift() ?? null) satisfies Slice | null);
        });
        worker.on('error', reject);
        worker.on('exit', (code) => { if (code) reject(new Error(`a walker of chains ended with ${code}`)); else resolve(); });
      })));
    } finally {
      await Promise.all(workers.map((worker) => worker.terminate()));
    }
    if (noted.length !== slices.length) throw new Error(`${slices.length - noted.length} slices of chains were not walked`);
    return noted;
  };
}
