import { Logger, runMigrations } from 'graphile-worker';
import { APP_ROLE } from '../db/roles.ts';
import { connect } from '../db/sql.ts';

/** The queue's own messages quote payloads and parameters; ours are in worker.ts, without them. */
export const silent = new Logger(() => () => undefined);

/**
 * Lays down graphile-worker's schema and opens it to the application role, which owns nothing there.
 * Run by the owner after the migrations; running it again changes nothing.
 * @param ownerUrl the role that owns the tables
 */
export async function installJobs(ownerUrl: string): Promise<void> {
  await runMigrations({ connectionString: ownerUrl, logger: silent, maxPoolSize: 1 });
  const sql = connect(ownerUrl, { max: 1, app: 'sitt-jobs-install' });
  try {
    await sql.begin((tx) => tx.unsafe(GRANTS).simple());
  } finally {
    await sql.end({ timeout: 5 });
  }
}

// Its tables carry row level security without any policy: to all but their owner they look empty.
const GRANTS = `
  grant usage on schema graphile_worker to ${APP_ROLE};
  grant select, insert, update, delete on all tables in schema graphile_worker to ${APP_ROLE};
  revoke insert, update, delete on graphile_worker.migrations from ${APP_ROLE};
  grant usage, select on all sequences in schema graphile_worker to ${APP_ROLE};
  grant execute on all functions in schema graphile_worker to ${APP_ROLE};
  do $$ declare t text; begin
    for t in select c.relname from pg_class c where c.relnamespace = 'graphile_worker'::regnamespace and c.relrowsecurity
             and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'sitt_app') loop
      execute format('create policy sitt_app on graphile_worker.%I for all to ${APP_ROLE} using (true) with check (true)', t);
    end loop;
  end $$;`;
