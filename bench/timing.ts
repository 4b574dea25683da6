/** Runs `work` from so many clients at once for some seconds. @returns milliseconds of each, sorted, and how many a second */
export async function timed(clients: number, seconds: number, work: (n: number) => Promise<unknown>): Promise<{ times: number[]; perSecond: number }> {
  const times: number[] = [];
  const started = performance.now();
  let n = 0;
  await Promise.all(Array.from({ length: clients }, async () => {
    while (performance.now() - started < seconds * 1000) {
      const begun = performance.now();
      await work(n++);
      times.push(performance.now() - begun);
    }
  }));
  return { times: times.sort((a, b) => a - b), perSecond: times.length / ((performance.now() - started) / 1000) };
}

export function percentiles(times: readonly number[]): string {
  const at = (part: number) => (times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0).toFixed(1);
  return `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms (${times.length} mesures)`;
}

export type Say = (line: string) => void;
