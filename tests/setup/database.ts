import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { fillPools } from '../../src/core/act/pools.ts';
import { connect, pools, type Pools, type Sql } from '../../src/core/db/sql.ts';
import { today } from '../../src/core/values/time.ts';
import { poolRules } from '../../src/domains/registrations/index.ts';
import { seedCountry } from '../../db/seeds/country.ts';

/** A migrated, empty database for one test file. */
export type TestDatabase = {
  readonly pools: Pools;
  /** A pool of the application role, for a test that needs only one. */
  readonly sql: Sql;
  /** The owner of the tables: to look behind the curtain, or to tamper. */
  readonly owner: Sql;
  readonly url: string;
  readonly ownerUrl: string;
  readonly close: () => Promise<void>;
};

/**
 * Makes a database of its own for the calling test file (40 ms by copying files; through the log, 800 ms since the schema has grown), as the application role sees it: empty, or a copy of another.
 * Call it in beforeAll, and `close` in afterAll.
 */
export async function testDatabase(template = 'sitt'): Promise<TestDatabase> {
  const { adminUrl, ownerUrl, appUrl } = inject('postgres');
  const name = `test_${randomBytes(6).toString('hex')}`;
  const admin = connect(adminUrl, { max: 1, app: 'sitt-test' });
  await admin.unsafe(`create database ${name} template ${template} strategy file_copy owner sitt_owner`);
  const url = onDatabase(appUrl, name);
  const owner = connect(onDatabase(ownerUrl, name), { max: 2, app: 'sitt-test-owner' });
  const opened = pools(url);
  const close = async () => {
    await Promise.all([opened.close(), owner.end({ timeout: 5 })]);
    await admin.unsafe(`drop database ${name} with (force)`);
    await admin.end({ timeout: 5 });
  };
  return { pools: opened, sql: opened.acts, owner, url, ownerUrl: onDatabase(ownerUrl, name), close };
}

/** Numbers ahead of each pool: enough for a file of tests. */
const AHEAD = 300;

/**
 * The name of the database that holds the demo country, told once a run and copied since: whoever asks first makes it,
 * the others wait at the lock.
 */
export async function demoTemplate(): Promise<string> {
  const { adminUrl, ownerUrl, appUrl } = inject('postgres');
  const admin = connect(adminUrl, { max: 1, app: 'sitt-test' });
  try {
    await admin`select pg_advisory_lock(hashtext('sitt_demo'))`;
    const [made] = await admin`select 1 from pg_database where datname = 'sitt_demo'`;
    if (!made) {
      await admin.unsafe('create database sitt_filling template sitt strategy file_copy owner sitt_owner');
      const owner = connect(onDatabase(ownerUrl, 'sitt_filling'), { max: 1, app: 'sitt-test-owner' });
      const filling = pools(onDatabase(appUrl, 'sitt_filling'));
      await fillPools(filling.acts, poolRules(today(new Date())), AHEAD);
      await seedCountry(owner, filling, null);
      await Promise.all([filling.close(), owner.end({ timeout: 5 })]);
      await admin.unsafe(`comment on database sitt_filling is '${new Date().toISOString()}'`);
      await admin.unsafe('alter database sitt_filling rename to sitt_demo');
    }
    return 'sitt_demo';
  } finally {
    await admin.end({ timeout: 5 });
  }
}

/** When the demo country was told: its «today» is the day of that instant. */
export async function demoToldAt(owner: Sql): Promise<Date> {
  const [row] = await owner<{ at: string }[]>`select shobj_description(oid, 'pg_database') as at from pg_database where datname = 'sitt_demo'`;
  return new Date(row?.at ?? Date.now());
}

function onDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}
