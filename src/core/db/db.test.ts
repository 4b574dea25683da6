import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../../tests/setup/database.ts';
import { DatabaseError, databaseError, isRefusal, isRetryable } from './errors.ts';
import { migrate } from './migrate.ts';
import { checkAppRole } from './roles.ts';
import { connect, transaction } from './sql.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const failing = (work: Promise<unknown>) =>
  work.then(() => {
    throw new Error('it should have failed');
  }, databaseError);

describe('les valeurs qui sortent de la base', () => {
  test('un entier long et un numérique sont des nombres, une date reste un texte, un instant est une Date', async () => {
    const [row] =
      await db.sql`select 12::bigint as big, 1.5::numeric as num, date '2026-03-01' as day, timestamptz '2026-03-01 00:00+11' as at, array['a','b'] as list`;
    expect(row).toEqual({ big: 12, num: 1.5, day: '2026-03-01', at: new Date('2026-02-28T13:00:00Z'), list: ['a', 'b'] });
  });

  test('le jour change à minuit à Nouméa', async () => {
    const [row] = await db.sql`select (timestamptz '2026-02-28 13:00+00')::date as day`;
    expect(row).toEqual({ day: '2026-03-01' });
  });

  test('le tri est français', async () => {
    const rows = await db.sql<{ w: string }[]>`select w from unnest(array['eole','côte','Éole','cote','coté']) w order by w`;
    expect(rows.map(({ w }) => w)).toEqual(['cote', 'coté', 'côte', 'eole', 'Éole']);
  });
});

describe('les refus de la base', () => {
  beforeAll(async () => {
    await db.owner`create table thing (id int primary key, name text)`;
    await db.owner`insert into thing values (1, 'secret'), (2, 'secret')`;
  });

  test('portent leur nature et leur contrainte, jamais une valeur', async () => {
    const error = await failing(transaction(db.sql, (tx) => tx`insert into thing values (1, 'MARTIN')`));
    expect(isRefusal(error, 'unique', 'thing_pkey')).toBe(true);
    expect(JSON.stringify(error) + String((error as Error).stack)).not.toMatch(/MARTIN|secret|\(1\)/);
  });

  test('un interblocage se rejoue : les deux transactions aboutissent', async () => {
    let met = 0;
    const both = Promise.withResolvers<void>();
    const cross = (first: number, second: number) =>
      transaction(
        db.sql,
        async (tx) => {
          await tx`update thing set name = name || 'x' where id = ${first}`;
          if (++met === 2) both.resolve();
          await both.promise;
          await tx`update thing set name = name || 'y' where id = ${second}`;
        },
        3,
      );
    await Promise.all([cross(1, 2), cross(2, 1)]);
    const rows = await db.sql`select name from thing order by id`;
    expect(rows.map((row) => String(row['name']).length)).toEqual(['secretxy'.length, 'secretxy'.length]);
    expect(met).toBe(3);
  });

  test("l'attente d'un verrou a une fin, et se rejoue", async () => {
    const impatient = connect(db.url, { max: 1, settings: { lock_timeout: 50 } });
    await db.owner.begin(async (tx) => {
      await tx`select from thing where id = 1 for update`;
      const error = await failing(transaction(impatient, (other) => other`select from thing where id = 1 for update`));
      expect(error).toBeInstanceOf(DatabaseError);
      expect((error as DatabaseError).kind).toBe('lock-timeout');
      expect(isRetryable(error)).toBe(true);
    });
    await impatient.end();
  });

  test('le groupe des lectures ne peut pas écrire', async () => {
    expect(await failing(db.pools.read`insert into thing values (3, 'x')`)).toMatchObject({ kind: 'read-only' });
  });
});

describe("le rôle de l'application", () => {
  test('ne possède rien, ne crée rien', async () => {
    await checkAppRole(db.sql);
    expect(await failing(db.sql`create table mine (id int)`)).toMatchObject({ kind: 'forbidden' });
  });

  test("ne réécrit pas une table append_only, et le propriétaire non plus sans ôter d'abord la garde", async () => {
    await db.owner.unsafe(`create table diary (id int); select append_only('diary')`).simple();
    await db.sql`insert into diary values (1)`;
    for (const statement of ['update diary set id = 2', 'delete from diary', 'truncate diary']) {
      expect(await failing(db.sql.unsafe(statement))).toMatchObject({ kind: 'forbidden' });
      expect(await failing(db.owner.unsafe(statement))).toMatchObject({ kind: 'forbidden' });
    }
    await checkAppRole(db.sql);
    await db.owner`grant delete on diary to sitt_app`;
    await expect(checkAppRole(db.sql)).rejects.toThrow('peut réécrire diary');
    await db.owner`revoke delete on diary from sitt_app`;
  });

  test('un propriétaire est refusé au démarrage', async () => {
    await expect(checkAppRole(db.owner)).rejects.toThrow('propriétaire de');
  });
});

describe('les migrations', () => {
  test('passent une fois, dans une transaction, et refusent un texte changé', async () => {
    const other = await testDatabase();
    const folder = await mkdtemp(join(tmpdir(), 'sitt-migrations-'));
    const one = join(folder, '0001_one.sql');
    await other.owner`truncate schema_migration`;
    await writeFile(one, 'create table one (id int);');
    expect(await migrate(other.ownerUrl, folder)).toEqual(['0001_one.sql']);
    expect(await Promise.all([migrate(other.ownerUrl, folder), migrate(other.ownerUrl, folder)])).toEqual([[], []]);

    await writeFile(join(folder, '0002_two.sql'), 'create table two (id int); select no_such_function();');
    await expect(migrate(other.ownerUrl, folder)).rejects.toThrow('0002_two.sql');
    expect(await other.owner`select to_regclass('two') as two`).toEqual([{ two: null }]);

    await rm(join(folder, '0002_two.sql'));
    await writeFile(one, 'create table one (id bigint);');
    await expect(migrate(other.ownerUrl, folder)).rejects.toThrow('0001_one.sql a changé');
    await rm(folder, { recursive: true });
    await other.close();
  });
});
