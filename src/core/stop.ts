const LONGEST_STOP = 30_000;
/** npm, the shell and the launcher may each pass on the same Ctrl-C: within this delay it is one request. */
const SAME_REQUEST = 2_000;

/**
 * Resolves when this process is asked to end: Ctrl-C, SIGTERM, a closed terminal, or a launcher that died
 * (bin/sitt.mjs holds the other end of the channel). The caller then stops what it started; a stop that
 * lasts more than 30 s, or a second request, ends the process with code 1.
 */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    let asked: number | undefined;
    const stop = () => {
      if (asked !== undefined && Date.now() - asked > SAME_REQUEST) process.exit(1);
      if (asked !== undefined) return;
      asked = Date.now();
      setTimeout(() => process.exit(1), LONGEST_STOP).unref();
      resolve();
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
    if (process.channel) process.once('disconnect', stop);
  });
}
