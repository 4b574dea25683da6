import { Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { testDatabase, type TestDatabase } from '../../../tests/setup/database.ts';
import { copyRows } from './copy.ts';
import { databaseError, DatabaseError } from './errors.ts';
import { connect, transaction, type Sql, type Tx } from './sql.ts';

// What bin/mend.mjs mends in the driver: a connection that dies inside a transaction takes only that transaction with it.
let db: TestDatabase;
let one: Sql;
let killer: Sql;
beforeAll(async () => {
  db = await testDatabase();
  await db.owner`create table mark (id int primary key)`;
  one = connect(db.url, { max: 1 });
  killer = connect(db.url, { max: 1 });
});
afterAll(async () => {
  await Promise.all([one.end(), killer.end()]);
  await db.close();
});

const pidOf = async (tx: Tx) => Number((await tx`select pg_backend_pid() as pid`)[0]?.['pid']);
const kill = async (pid: number) => {
  await killer`select pg_terminate_backend(${pid}, 5000)`;
};
const marks = async () => (await db.owner<{ id: number }[]>`select id from mark order by id`).map(({ id }) => id);
const connectionLost = (error: unknown) => {
  const typed = databaseError(error);
  return typed instanceof DatabaseError && typed.kind === 'connection';
};

test('une connexion coupée pendant une requête : la transaction échoue, la suivante aboutit', async () => {
  const dying = transaction(one, async (tx) => {
    const pid = await pidOf(tx);
    const waiting = tx`select pg_sleep(60)`.execute();
    await kill(pid);
    await waiting;
  });
  expect(await dying.then(() => 'done', connectionLost)).toBe(true);
  await transaction(one, (tx) => tx`insert into mark values (1)`);
  expect(await marks()).toEqual([1]);
});

test("une connexion coupée entre deux requêtes : rien de la suite n'est écrit, ni seul, ni dans la transaction d'un autre", async () => {
  const killed = Promise.withResolvers<void>();
  const otherBegan = Promise.withResolvers<void>();
  const late: unknown[] = [];
  const dying = transaction(one, async (tx) => {
    await tx`insert into mark values (10)`;
    await kill(await pidOf(tx));
    killed.resolve();
    await otherBegan.promise;
    // Work that has not noticed: it goes on, and tries to commit.
    await tx`insert into mark values (11)`.catch((error: unknown) => late.push(error));
  }).then(() => 'done', connectionLost);
  await killed.promise;
  const other = transaction(one, async (tx) => {
    await tx`insert into mark values (20)`;
    otherBegan.resolve();
    await dying;
    await nextTurn();
    throw new Error('the other one changes its mind');
  });
  await expect(other).rejects.toThrow('changes its mind');
  expect(await dying).toBe(true);
  expect(late.every(connectionLost)).toBe(true);
  expect(await marks()).toEqual([1]);
});

test('cinquante coupures au hasard du moment : chaque transaction est tout ou rien, et le groupe vit toujours', async () => {
  const pool = connect(db.url, { max: 4 });
  const outcome = await Promise.all(
    Array.from({ length: 50 }, (_, n) =>
      transaction(pool, async (tx) => {
        const id = 100 + n * 2;
        await tx`insert into mark values (${id})`;
        const killing = n % 3 === 0 ? kill(await pidOf(tx)) : undefined;
        await tx`insert into mark values (${id + 1})`;
        await killing;
        return id;
      }).catch((error: unknown) => {
        if (!connectionLost(error)) throw error;
        return undefined;
      }),
    ),
  );
  const written = await marks();
  for (const id of outcome) if (id !== undefined) expect(written).toEqual(expect.arrayContaining([id, id + 1]));
  for (let n = 0; n < 50; n++) expect(written.includes(100 + n * 2)).toBe(written.includes(101 + n * 2));
  expect(await pool`select 1 as alive`).toEqual([{ alive: 1 }]);
  await pool.end();
});

test('le pilote n’attend pas un accusé de réception pour écrire la suite', async () => {
  const asking = vi.spyOn(Socket.prototype, 'setNoDelay');
  const pool = connect(db.url, { max: 1 });
  await pool`select 1`;
  await pool.end();
  expect(asking).toHaveBeenCalledWith(true);
  asking.mockRestore();
});

test('une ligne que la base refuse en plein COPY : la transaction échoue au lieu d’attendre toujours, la suivante aboutit', async () => {
  for (const rows of [[{ id: 'x' }], [{ id: -1 }, { id: 'nul \0' }], [...Array.from({ length: 60_000 }, (_, id) => ({ id: 1000 + id })), { id: 1000 }]]) {
    await expect(transaction(one, (tx) => copyRows(tx, 'mark', ['id'], rows))).rejects.toThrow();
  }
  await transaction(one, (tx) => copyRows(tx, 'mark', ['id'], [{ id: -2 }]));
  await transaction(one, (tx) => copyRows(tx, 'mark', ['id'], []));
  expect((await marks()).filter((id) => id < 0)).toEqual([-2]);
});
