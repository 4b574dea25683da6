import type { Sql } from '../db/sql.ts';
import { connect } from '../db/sql.ts';

/** One lock of the database, shared by every process that runs jobs: whoever gets it alone knows that all the others are dead. */
const LIVING = 7_481_125;

/**
 * Says that this process runs jobs, for as long as it lives. When no other does, the jobs that a killed one had taken
 * are free again: left alone, they would wait four hours for graphile-worker to believe that it is dead.
 * @param url the role that runs jobs @returns how to say that it stops
 */
export async function joinTheLiving(url: string): Promise<() => Promise<void>> {
  const sql = connect(url, { max: 1, app: 'sitt-jobs-living' });
  const [first] = await sql<{ alone: boolean }[]>`select pg_try_advisory_lock(${LIVING}) as alone`;
  // The lock belongs to the connection: killed, a process loses it with its last socket.
  if (first?.alone) await freeTheDead(sql);
  await sql`select pg_advisory_lock_shared(${LIVING})`;
  if (first?.alone) await sql`select pg_advisory_unlock(${LIVING})`;
  return () => sql.end({ timeout: 1 });
}

async function freeTheDead(sql: Sql): Promise<void> {
  const dead = await sql<{ locked_by: string }[]>`select distinct locked_by from graphile_worker._private_jobs where locked_by is not null`;
  if (dead.length) await sql`select graphile_worker.force_unlock_workers(${dead.map((one) => one.locked_by)}::text[])`;
}
