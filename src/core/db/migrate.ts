import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CannotStart } from '../config.ts';
import { installJobs } from '../jobs/install.ts';
import { connect, type Sql, type Tx } from './sql.ts';

type Migration = { readonly name: string; readonly text: string; readonly checksum: string };

const ONE_AT_A_TIME = 7_484_201; // any number, the same for every SITT: the advisory lock of migrations

/**
 * Runs the files of `folder` (NNNN_name.sql) that this database has not seen, each in its own transaction, in order.
 * Forward only. Throws CannotStart when a file that already ran has changed or vanished.
 * @param ownerUrl the role that will own the tables
 * @returns the names that were run
 */
export async function migrate(ownerUrl: string, folder: string): Promise<string[]> {
  const migrations = await readMigrations(folder);
  const sql = connect(ownerUrl, { max: 1, app: 'sitt-migrate' });
  try {
    // A session lock, on the one connection of this pool: several servers may start at once.
    await sql`select pg_advisory_lock(${ONE_AT_A_TIME})`;
    const done = await alreadyRun(sql);
    refuseChanges(migrations, done);
    const waiting = migrations.filter(({ name }) => !done.has(name));
    for (const migration of waiting) await sql.begin((tx) => run(tx, migration));
    // The queue's own schema: graphile-worker migrates itself, and what it lays down is opened to the application role.
    await installJobs(ownerUrl);
    return waiting.map(({ name }) => name);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  const badly = names.find((name) => !/^\d{4}_[a-z0-9_]+\.sql$/.test(name));
  if (badly) throw new CannotStart(`La migration « ${badly} » doit s'appeler NNNN_nom.sql.`);
  const twice = names.find((name, i) => names[i + 1]?.slice(0, 4) === name.slice(0, 4));
  if (twice) throw new CannotStart(`Deux migrations portent le numéro ${twice.slice(0, 4)}.`);
  return Promise.all(
    names.map(async (name) => {
      const text = (await readFile(join(folder, name), 'utf8')).replaceAll('\r\n', '\n');
      return { name, text, checksum: createHash('sha256').update(text).digest('hex') };
    }),
  );
}

async function alreadyRun(sql: Sql): Promise<Map<string, string>> {
  await sql.begin(async (tx) => {
    await tx`create table if not exists schema_migration (
      name text primary key, checksum text not null, applied_at timestamptz not null default now())`;
    await tx`comment on table schema_migration is 'Migrations already run on this database, with the SHA-256 of their text.'`;
  });
  const rows = await sql<{ name: string; checksum: string }[]>`select name, checksum from schema_migration`;
  return new Map(rows.map(({ name, checksum }) => [name, checksum]));
}

function refuseChanges(migrations: readonly Migration[], done: ReadonlyMap<string, string>): void {
  for (const [name, checksum] of done) {
    const file = migrations.find((migration) => migration.name === name);
    if (!file)
      throw new CannotStart(
        `La base a reçu la migration ${name}, absente de ce dossier : cette version de SITT est plus ancienne que la base.`,
      );
    if (file.checksum !== checksum)
      throw new CannotStart(
        `La migration ${name} a changé depuis qu'elle a été appliquée : remettez son texte et ajoutez une nouvelle migration.`,
      );
  }
}

async function run(tx: Tx, { name, text, checksum }: Migration): Promise<void> {
  try {
    await tx.unsafe(text).simple();
  } catch (error) {
    const { message, position } = error as { message: string; position?: string };
    const line = position ? ` (ligne ${text.slice(0, Number(position)).split('\n').length})` : '';
    throw new Error(`migration ${name}${line}: ${message}`);
  }
  await tx`insert into schema_migration (name, checksum) values (${name}, ${checksum})`;
}
