import type { Json } from '../act/types.ts';
import type { Query, Tx } from '../db/sql.ts';

export type JobOptions = {
  /** A second job of the same key takes the place of the first while it waits. */
  jobKey?: string;
  /** Not before this instant; at once when absent. */
  runAt?: Date;
  /** Tries before the job is left as failed (12: about fifteen hours, each wait longer than the last). */
  maxAttempts?: number;
};
export type NewJob = JobOptions & { task: string; payload: Json };

export const USUAL_ATTEMPTS = 12;
/** Tells a job that waits for no instant from one that does, whatever clock a test lives by (see due.ts). */
export const AT_ONCE = 'at-once';

/**
 * Queues a job in the transaction of the act: a rollback takes it back, a commit wakes the worker.
 * @param payload ids only: the queue is no place for a name
 */
export function enqueue(tx: Tx, task: string, payload: Json, options: JobOptions = {}): Promise<void> {
  return enqueueAll(tx, [{ ...options, task, payload }]);
}

const waiting = new WeakMap<Tx, NewJob[]>();

/** What `work` queues in this transaction is queued once it is done, in one statement. */
export async function enqueueTogether<R>(tx: Tx, work: () => Promise<R>): Promise<R> {
  const jobs: NewJob[] = [];
  waiting.set(tx, jobs);
  const result = await work().finally(() => waiting.delete(tx));
  await enqueueAll(tx, jobs);
  return result;
}

/** Queues several jobs in one statement. */
export async function enqueueAll(tx: Tx, jobs: readonly NewJob[]): Promise<void> {
  if (!jobs.length) return;
  const later = waiting.get(tx);
  if (later) return void later.push(...jobs);
  const specs = jobs.map((job) => ({
    identifier: job.task, payload: job.payload, job_key: job.jobKey ?? null, run_at: job.runAt?.toISOString() ?? null,
    max_attempts: job.maxAttempts ?? USUAL_ATTEMPTS, flags: job.runAt ? null : [AT_ONCE],
  }));
  await tx`
    select count(*) from graphile_worker.add_jobs((
      select array_agg((j.identifier, j.payload, null, j.run_at, j.max_attempts, j.job_key, 0, j.flags)::graphile_worker.job_spec)
      from json_to_recordset(${tx.json(specs as never)}::json)
        as j(identifier text, payload json, run_at timestamptz, max_attempts int, job_key text, flags text[])))`;
}

/** Takes back a job that still waits: a reminder whose cause is gone. A job that runs already goes on. */
export async function cancelJob(tx: Query, jobKey: string): Promise<void> {
  await tx`select graphile_worker.remove_job(${jobKey})`;
}

export type JobCounts = { task: string; waiting: number; failed: number }[];

/** What waits and what gave up, by task: for /metrics and the steering door. */
export async function countJobs(sql: Query): Promise<JobCounts> {
  return sql<JobCounts>`
    select t.identifier as task, count(*) filter (where j.attempts < j.max_attempts)::int as waiting,
           count(*) filter (where j.attempts >= j.max_attempts and j.locked_at is null)::int as failed
    from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
    group by t.identifier order by t.identifier`;
}
