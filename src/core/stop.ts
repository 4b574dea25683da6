import { CannotStart } from './config.ts';

const LONGEST_STOP = 30_000;

/**
 * Runs `work` once when this process is asked to end: Ctrl-C, SIGTERM, a closed terminal, or a launcher that died.
 * Then exits: 0 after a clean stop, 1 when `work` failed or took more than 30 s.
 */
export function onStop(work: () => Promise<void>): void {
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), LONGEST_STOP).unref();
    work().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(explain(error));
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  // bin/sitt.mjs holds the other end of this channel: a kill -9 of the launcher must not leave us behind.
  if (process.channel) {
    process.on('disconnect', stop);
    process.channel.unref();
  }
}

/** What to print when the program cannot go on: a sentence for what its user can mend, a stack for what we must. */
export function explain(error: unknown): string {
  if (error instanceof CannotStart) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
