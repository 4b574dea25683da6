import type { Json } from '../act/types.ts';
import type { Query, Sql } from '../db/sql.ts';
import { addDays, instantOf, today } from '../values/time.ts';
import { AT_ONCE } from './queue.ts';
import { failureCode, runTask, type Tasks } from './task.ts';

export type DueJob = { id: string; task: string; payload: Json; attempts: number; maxAttempts: number; key: string | null; runAt: Date };

/**
 * The instants of reminders counted in days of law from `from`, at `hour` in the country: never by night.
 * Three days after 23:50 on the 1st is the 4th at 09:00.
 */
export function reminderTimes(from: Date, days: readonly number[], hour = '09:00'): { day: number; runAt: Date }[] {
  return days.map((day) => ({ day, runAt: instantOf(addDays(today(from), day), hour) }));
}

/** Jobs that are due at `now`, the first to run first. A job queued "at once" is due whatever the clock says. */
export async function dueJobs(sql: Query, now: Date): Promise<DueJob[]> {
  return sql<DueJob[]>`
    select j.id::text, t.identifier as task, j.payload, j.attempts, j.max_attempts as "maxAttempts", j.key, j.run_at as "runAt"
    from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
    where j.locked_at is null and j.attempts < j.max_attempts
      and (j.run_at <= ${now} or (j.attempts = 0 and j.flags ? ${AT_ONCE}))
    order by j.priority, (case when j.flags ? ${AT_ONCE} then '-infinity' else j.run_at end), j.id`;
}

export type DueReport = { done: number; failed: { task: string; code: string }[] };

/**
 * Runs here and now what is due at the instant `now`, and what those jobs queue in turn, each at most once.
 * It is the clock of tests and stories: thirty days pass without sleeping. No worker may run beside it.
 */
export async function runDue(sql: Sql, tasks: Tasks, now: Date): Promise<DueReport> {
  const seen = new Set<string>();
  const report: DueReport = { done: 0, failed: [] };
  for (;;) {
    const job = (await dueJobs(sql, now)).find(({ id }) => !seen.has(id));
    if (!job) return report;
    seen.add(job.id);
    const number = job.attempts + 1;
    try {
      await runTask(tasks[job.task], job.payload, { number, last: number >= job.maxAttempts, signal: new AbortController().signal });
      await sql`select count(*) from graphile_worker.complete_jobs(array[${job.id}::bigint])`;
      report.done += 1;
    } catch (error) {
      // The same waits as the real worker: e, e², e³ … seconds.
      const again = new Date(now.getTime() + Math.exp(Math.min(number, 10)) * 1000);
      await sql`select count(*) from graphile_worker.reschedule_jobs(array[${job.id}::bigint], ${again}, null, ${number})`;
      report.failed.push({ task: job.task, code: failureCode(error) });
    }
  }
}
