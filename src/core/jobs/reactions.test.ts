import { afterAll, beforeAll, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../../tests/setup/database.ts';
import { Facets } from '../act/facets.ts';
import { perform, type ActEnv } from '../act/perform.ts';
import type { Facet, RecordedAct } from '../act/types.ts';
import { uuid } from '../values/ids.ts';
import { countJobs, follow, installJobs, REACT, reactTask, runDue, type DoneAct, type Reactions } from './index.ts';

type Count = { kind: 'bell-rung'; payload: { by: number } };
const bells: Facet<number, Count> = { name: 'bells', subject: 'bell', initial: 0, evolve: (n, act) => n + act.payload.by, slice: (n) => n };
let db: TestDatabase;
let env: ActEnv;
beforeAll(async () => {
  db = await testDatabase();
  await installJobs(db.ownerUrl);
  env = { acts: db.sql, facets: new Facets([bells]), clock: () => new Date('2026-03-01T00:00:00Z') };
});
afterAll(() => db.close());

const ring = (requestId: string, kind: string, queue: ReturnType<typeof follow>, id = uuid(), fresh = true) => perform(env, {
  requestId, author: { kind: 'system', job: 'test' }, judgedOn: '2026-03-01', subjects: fresh ? [] : [{ kind: 'bell', id }],
  decide: () => Promise.resolve({ acts: [{ kind, version: 1, payload: { by: 1 }, subjects: [{ kind: 'bell', id, ...(fresh ? { fresh: true as const } : {}) }] }], result: null }),
  alongside: ({ tx }, acts: readonly RecordedAct[]) => queue(tx, acts),
});

it('ce qui suit un acte se fait une fois, même joué deux fois', async () => {
  const echoes: DoneAct[] = [];
  let answers = 0;
  const reactions: Reactions<ActEnv> = {
    'bell-rung': [
      { name: 'fails-first', run: () => (answers += 1) === 1 ? Promise.reject(new Error('lost answer')) : Promise.resolve() },
      { name: 'echo', run: async (inner, act, once) => {
        echoes.push(act);
        const [bell] = act.subjects;
        const done = await ring(once, 'bell-echoed', follow({ 'bell-echoed': [] }), bell!.id, false);
        expect(done.replayed).toBe(echoes.length > 1);
      } },
    ],
  };
  const queue = follow(reactions);
  const tasks = { [REACT]: reactTask(env, db.sql, reactions) };
  const { acts: [act] } = await ring('first', 'bell-rung', queue);
  expect(await countJobs(db.sql)).toEqual([{ task: REACT, waiting: 2, failed: 0 }]);
  const report = await runDue(db.sql, tasks, new Date('2026-03-01T00:00:00Z'));
  expect(report).toEqual({ done: 1, failed: [{ task: REACT, code: 'Error' }] });
  expect(echoes).toMatchObject([{ id: act!.id, kind: 'bell-rung', payload: { by: 1 }, subjects: [{ kind: 'bell' }] }]);

  // The worker died after the act and before it could say so: the job comes again.
  await reactTask(env, db.sql, reactions)({ actId: act!.id, reaction: 'echo' }, { number: 2, last: false, signal: new AbortController().signal });
  const [{ n } = { n: 0 }] = await db.sql<{ n: number }[]>`select count(*)::int as n from act where kind = 'bell-echoed'`;
  expect(n).toBe(1);
});

it('refuse deux réactions du même nom, qui n’en feraient qu’une', () => {
  const twice = { name: 'letter', run: () => Promise.resolve() };
  expect(() => follow({ sold: [twice, twice] })).toThrow('two reactions named letter');
});
