import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { perform, type ActEnv } from '../../src/core/act/perform.ts';
import { sealJournal, type Seal } from '../../src/core/act/seal.ts';
import { actsOf, loadStates } from '../../src/core/act/store.ts';
import type { RecordedAct, SubjectRef } from '../../src/core/act/types.ts';
import { verifyRegister, type Report, type VerifyEnv } from '../../src/core/act/verify.ts';
import { openKeyRing, type KeyRing } from '../../src/core/crypto/index.ts';
import type { Sql } from '../../src/core/db/sql.ts';
import { boxFacets, open, request, type Content } from './box.ts';
import { testDatabase } from './database.ts';

/** A database with a pool of labels, and how to look into it. */
export type BoxWorld = {
  readonly env: ActEnv;
  readonly owner: Sql;
  readonly known: SubjectRef;
  readonly newBox: (owner?: string) => Promise<SubjectRef>;
  readonly present: (ref: SubjectRef) => Promise<Content>;
  readonly acts: (ref: SubjectRef) => Promise<RecordedAct[]>;
  readonly versions: (refs: SubjectRef[]) => Promise<number[]>;
  readonly count: (table: string, where: Record<string, string>) => Promise<number>;
  readonly freeLabels: () => Promise<string[]>;
  readonly folder: string;
  readonly keys: KeyRing;
  readonly seal: (by?: { keys: KeyRing; folder: string }) => Promise<Seal | undefined>;
  readonly verify: (more?: Partial<VerifyEnv>) => Promise<Report>;
  readonly close: () => Promise<void>;
};

export async function box({ labels }: { labels: number }): Promise<BoxWorld> {
  const database = await testDatabase();
  const { owner, sql } = database;
  const env: ActEnv = { acts: sql, facets: boxFacets(), clock: () => new Date() };
  await owner`insert into number_pool (pool, position, number) select 'labels', n, 'B' || lpad(n::text, 5, '0') from generate_series(1, ${labels}) n`;
  const folder = await mkdtemp(join(tmpdir(), 'sitt-seals-'));
  const keys = openKeyRing({ folder: join(folder, 'keys') });
  const newBox = async (person = 'Personne Inventée'): Promise<SubjectRef> => {
    const { result } = await perform(env, open(request(), { owner: person }));
    return { kind: 'box', id: (result as { id: string }).id };
  };
  return {
    env,
    owner,
    newBox,
    known: await newBox(),
    present: async (ref) => (await loadStates(sql, env.facets, [ref])).get(ref.id)?.['content'] as Content,
    acts: (ref) => actsOf(sql, ref.id),
    versions: (refs) =>
      Promise.all(
        refs.map(async ({ id }) => (await owner<{ version: number }[]>`select version from subject where id = ${id}`)[0]?.version ?? -1),
      ),
    count: async (table, where) => {
      const [[column, value] = ['', '']] = Object.entries(where);
      return (await owner<{ n: number }[]>`select count(*) as n from ${owner(table)} where ${owner(column)} = ${value}`)[0]?.n ?? 0;
    },
    freeLabels: async () =>
      (await owner<{ number: string }[]>`select number from number_pool where pool = 'labels' and act_id is null order by position`).map(
        (row) => row.number,
      ),
    folder,
    keys,
    seal: (by = { keys, folder }) => sealJournal({ sql, ...by, clock: env.clock }),
    verify: (more = {}) =>
      verifyRegister({ sql: database.pools.report, facets: env.facets, seals: { keys: keys.publicKeys(), folder }, ...more }),
    close: async () => {
      await database.close();
      await rm(folder, { recursive: true });
    },
  };
}
