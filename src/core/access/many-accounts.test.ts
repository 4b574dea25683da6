import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../../tests/setup/database.ts';
import type { Tx } from '../db/sql.ts';
import { uuid } from '../values/ids.ts';
import { createApiKey, findApiKey } from './api-keys.ts';
import { findSession, openSession } from './sessions.ts';

let db: TestDatabase;
const account = uuid();
const now = new Date();
beforeAll(async () => {
  db = await testDatabase();
  await db.owner`insert into citizen_account (id, issuer, sub, person_id, name, assurance) select gen_random_uuid(), 'essai', n::text, gen_random_uuid(), 'Exemple ' || n, 'low' from generate_series(1, 4000) n`;
  await db.owner`insert into citizen_account (id, issuer, sub, person_id, name, assurance) values (${account}, 'essai', 'moi', ${uuid()}, 'Moi Exemple', 'verified')`;
  await db.owner`analyze citizen_account`;
});
afterAll(() => db.close());

/** What `work` read of the accounts row by row, without an index: counted by PostgreSQL within the transaction. */
async function accountsScanned(work: (tx: Tx) => Promise<unknown>): Promise<number> {
  return db.pools.acts.begin(async (tx) => {
    const scanned = async () => (await tx<{ n: number }[]>`select seq_tup_read as n from pg_stat_xact_all_tables where relname = 'citizen_account'`)[0]?.n ?? 0;
    const before = await scanned();
    await work(tx);
    return await scanned() - before;
  });
}

test('qui agit se cherche par son compte : le nombre des autres comptes n’y change rien', async () => {
  const owner = { kind: 'citizen', id: account } as const;
  const { key } = await createApiKey(db.owner, owner, 'essai', ['vehicles:read'], null);
  const token = await openSession(db.pools.acts, 'citizen', owner, {}, now);
  expect(await accountsScanned(async (tx) => { expect((await findApiKey(tx, key, now))?.actor).toMatchObject({ name: 'Moi Exemple' }); })).toBe(0);
  expect(await accountsScanned(async (tx) => { expect((await findSession(tx, 'citizen', token, now))?.actor).toMatchObject({ name: 'Moi Exemple' }); })).toBe(0);
  expect(await accountsScanned(async (tx) => { await tx`select count(name) from citizen_account`; }), 'the measure sees a scan').toBeGreaterThan(4000);
});
