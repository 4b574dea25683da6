import type { Sql } from '../db/sql.ts';
import { connect } from '../db/sql.ts';

/** One lock of the database, shared by every process that runs jobs: whoever gets it alone knows that all the others are dead. */
const LIVING = 7_481_125;
/** With the hash of its name: the own lock of each pool of workers (what graphile-worker writes beside a job). Locks of two numbers never meet those of one. */
const WORKER = LIVING;
/** What a worker has held for less time is never taken from it: one that lost its connection has long since said again that it lives. */
const SURE_AFTER_S = 60;

export type Living = {
  /** A pool of this process begins: its lock is held for as long as the process lives. */
  readonly add: (workerId: string) => void;
  /** Says again what lives here, then frees what dead workers of any server had taken. @returns the names of those found dead */
  readonly sweep: () => Promise<string[]>;
  readonly leave: () => Promise<void>;
};

/**
 * Says that this process runs jobs, for as long as it lives. The jobs that a killed one had taken are free again, at once
 * when no other process lives, else at the next sweep of another: left alone, they would wait four hours for graphile-worker to
 * believe that it is dead. A lock belongs to the connection: killed, a process loses it with its last socket.
 * @param url the role that runs jobs
 */
export async function joinTheLiving(url: string): Promise<Living> {
  const sql = connect(url, { max: 1, app: 'sitt-jobs-living' });
  const own = new Set<string>();
  const [first] = await sql<{ alone: boolean }[]>`select pg_try_advisory_lock(${LIVING}) as alone`;
  if (first?.alone) await free(sql, (await takers(sql, 0)).map((one) => one.name));
  await sql`select pg_advisory_lock_shared(${LIVING})`;
  if (first?.alone) await sql`select pg_advisory_unlock(${LIVING})`;
  return {
    // Nothing is lost when it fails: every sweep says it again.
    add: (workerId) => { own.add(workerId); void hold(sql, [workerId]).catch(() => undefined); },
    sweep: async () => { await hold(sql, [...own]); return freeTheDead(sql, own); },
    leave: () => sql.end({ timeout: 1 }),
  };
}

/** Takes the locks that this connection does not have: all of them again after it was cut. */
async function hold(sql: Sql, workers: readonly string[]): Promise<void> {
  await sql`
    select pg_advisory_lock(${WORKER}, hashtext(name)) from unnest(${[...workers]}::text[]) name
    where not exists (select 1 from pg_locks where locktype = 'advisory' and pid = pg_backend_pid() and classid = ${WORKER} and objsubid = 2 and objid = (hashtext(name)::bigint & 4294967295)::oid)`;
  await sql`select pg_advisory_lock_shared(${LIVING}) where not exists (select 1 from pg_locks where locktype = 'advisory' and pid = pg_backend_pid() and objsubid = 1 and objid = ${LIVING}::oid)`;
}

/** Workers that hold jobs since more than so many seconds. */
async function takers(sql: Sql, seconds: number): Promise<{ name: string }[]> {
  return sql<{ name: string }[]>`select distinct locked_by as name from graphile_worker._private_jobs where locked_by is not null and locked_at <= now() - make_interval(secs => ${seconds})`;
}

/** A worker whose lock can be had is dead. Two sweeps at once: one has it, the other believes it alive, and the job is freed once. */
async function freeTheDead(sql: Sql, own: ReadonlySet<string>): Promise<string[]> {
  const dead: string[] = [];
  for (const { name } of await takers(sql, SURE_AFTER_S)) {
    if (own.has(name)) continue;
    const [tried] = await sql<{ had: boolean }[]>`select pg_try_advisory_lock(${WORKER}, hashtext(${name})) as had`;
    if (!tried?.had) continue;
    await free(sql, [name]);
    await sql`select pg_advisory_unlock(${WORKER}, hashtext(${name}))`;
    dead.push(name);
  }
  return dead;
}

async function free(sql: Sql, workers: readonly string[]): Promise<void> {
  if (workers.length) await sql`select graphile_worker.force_unlock_workers(${[...workers]}::text[])`;
}
