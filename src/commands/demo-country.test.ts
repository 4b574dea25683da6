import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seedCountry } from '../../db/seeds/country.ts';
import { testDatabase, type TestDatabase } from '../../tests/setup/database.ts';
import { liveDelegation } from '../core/access/delegations.ts';
import { demoAgentId } from '../core/access/demo.ts';
import { fillPools } from '../core/act/pools.ts';
import { openKeyRing } from '../core/crypto/index.ts';
import { poolRules } from '../domains/registrations/index.ts';

let db: TestDatabase;
let folder: string;
beforeAll(async () => {
  [db, folder] = await Promise.all([testDatabase(), mkdtemp(join(tmpdir(), 'sitt-demo-'))]);
  await fillPools(db.pools.acts, poolRules('2026-11-20'), 300);
  await seedCountry(db.owner, db.pools, openKeyRing({ folder: join(folder, 'keys') }));
});
afterAll(async () => { await db.close(); await rm(folder, { recursive: true }); });

test('chaque titre du pays de démonstration a son papier signé, et son dessin attend le travailleur', async () => {
  const rows = await db.owner<{ value: string; code: string | null }[]>`select i.value, p.code from vehicle_identifier i left join paper p on p.number = i.value where i.kind = 'title'`;
  expect(rows.length).toBeGreaterThan(8);
  for (const { value, code } of rows) expect(code, value).toMatch(/^SITT1:/);
});

test('Camille signe les démarches ordinaires, ni les mesures ni les rectifications ; Marc ne signe rien', async () => {
  const may = async (agent: string, demarche: string) => (await liveDelegation(db.owner, demoAgentId(agent), demarche, '2026-11-20')) !== undefined;
  expect(await Promise.all(['completer-achat', 'premiere-immatriculation', 'demander-duplicata', 'poser-opposition', 'rectifier'].map((one) => may('guichet', one)))).toEqual([true, true, true, false, false]);
  expect(await may('caisse', 'completer-achat')).toBe(false);
});
