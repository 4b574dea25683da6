import { EventEmitter } from 'node:events';
import { run, type TaskList, type WorkerEvents } from 'graphile-worker';
import type { Json } from '../act/types.ts';
import { silent } from './install.ts';
import { joinTheLiving, type Living } from './living.ts';
import { failureCode, runTask, type Tasks } from './task.ts';

/** What each job did, for logs and metrics: never its payload. */
export type JobReport = { task: string; jobId: string; attempt: number; milliseconds: number; outcome: 'done' | 'failed' | 'abandoned'; code?: string };

export type WorkerOptions = {
  /** URL of the application role. */
  url: string;
  tasks: Tasks;
  /** Jobs at a time in this process. */
  concurrency?: number;
  /** Recurring jobs in crontab form, UTC: '0 21 * * * seal' is 8 in the morning in Nouméa. */
  crontab?: string;
  report?: (job: JobReport) => void;
  /** How often the jobs of killed servers are looked for, in milliseconds; half a minute unless a test is in a hurry. */
  sweepEvery?: number;
  /** Told when the queue itself is in trouble (connection lost); it reconnects alone. */
  trouble?: (code: string) => void;
};

export type Worker = {
  /** Takes no new job, lets those that run end (5 s, then their signal is aborted), closes. */
  readonly stop: () => Promise<void>;
  /** Rejects when the worker ended by itself. */
  readonly ended: Promise<void>;
};

/** Starts the worker of this process; several processes share the queue. What killed ones had begun is taken up again. Resolves once it listens. */
export async function startWorker({ url, tasks, concurrency = 2, crontab = '', report, sweepEvery = 30_000, trouble }: WorkerOptions): Promise<Worker> {
  const events: WorkerEvents = new EventEmitter();
  // Without a listener an 'error' of the emitter would end the process.
  for (const name of ['pool:listen:error', 'pool:gracefulShutdown:error', 'worker:fatalError', 'worker:getJob:error'] as const) {
    events.on(name, ({ error }) => trouble?.(`${name}:${failureCode(error)}`));
  }
  const listening = new Promise<void>((resolve) => events.once('pool:listen:success', () => resolve()));
  const living = await joinTheLiving(url);
  events.on('pool:create', ({ workerPool }) => living.add(workerPool.id));
  const runner = await run({
    connectionString: url, maxPoolSize: concurrency + 2, concurrency, crontab, events, logger: silent,
    // Batches of no delay: only those are waited for at stop. Without them the end of a job could go unrecorded.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    noHandleSignals: true, pollInterval: 2_000, taskList: taskList(tasks, report),
  });
  await Promise.race([listening, runner.promise]);
  const sweeping = sweep(living, sweepEvery, trouble);
  const leave = async () => { await sweeping(); await living.leave(); };
  return { stop: async () => { await runner.stop(); await leave(); }, ended: runner.promise.finally(leave) };
}

/** Looks for the dead now and then, never twice at once. @returns how to stop, once the last look has ended */
function sweep(living: Living, every: number, trouble: WorkerOptions['trouble']): () => Promise<void> {
  let under = Promise.resolve();
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    under = living.sweep().then(() => undefined, (error: unknown) => trouble?.(`living:${failureCode(error)}`)).finally(() => { busy = false; });
  }, every).unref();
  return async () => { clearInterval(timer); await under; };
}

function taskList(tasks: Tasks, report: WorkerOptions['report']): TaskList {
  return Object.fromEntries(Object.entries(tasks).map(([name, task]) => [name, async (payload, { job, abortSignal }) => {
    const began = performance.now();
    const tell = (outcome: JobReport['outcome'], code?: string) => report?.({
      task: name, jobId: job.id, attempt: job.attempts, milliseconds: Math.round(performance.now() - began), outcome, ...(code ? { code } : {}),
    });
    const last = job.attempts >= job.max_attempts;
    try {
      await runTask(task, payload as Json, { number: job.attempts, last, signal: abortSignal as AbortSignal });
    } catch (error) {
      tell(last ? 'abandoned' : 'failed', failureCode(error));
      throw error;
    }
    tell('done');
  }]));
}
