import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../../tests/setup/database.ts';
import { transaction } from '../db/sql.ts';
import { joinTheLiving } from './living.ts';
import { cancelJob, countJobs, dueJobs, enqueue, enqueueAll, installJobs, JobFailed, reminderTimes, runDue, startWorker, type JobReport, type Worker } from './index.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
  await installJobs(db.ownerUrl);
});
afterAll(() => db.close());
beforeEach(() => db.owner`delete from graphile_worker._private_jobs`);

/** A task, and the promise of its n-th run. */
function recorder(fail: (attempt: number) => boolean = () => false) {
  const seen: unknown[] = [];
  let wake = () => undefined as void;
  const task = async (payload: unknown, { number }: { number: number }) => {
    if (fail(number)) throw new Error('Madame Exemple, 450123 NC');
    seen.push(payload);
    wake();
  };
  const reached = async (n: number) => {
    while (seen.length < n) await new Promise<void>((resolve) => (wake = resolve));
    return seen;
  };
  return { seen, task, reached };
}

describe('un serveur tué au milieu d’un travail', () => {
  const takenByTheDead = () => db.owner`update graphile_worker._private_jobs set locked_at = now(), locked_by = 'worker-killed', attempts = 1`;

  it('au démarrage suivant, le travail repart tout de suite, et non quatre heures après', async () => {
    const { task, reached } = recorder();
    await transaction(db.sql, (tx) => enqueue(tx, 'letter', { id: 'left' }));
    await takenByTheDead();
    const worker = await startWorker({ url: db.url, tasks: { letter: task } });
    expect(await reached(1)).toEqual([{ id: 'left' }]);
    await worker.stop();
  });

  it('un autre serveur est en vie : ce qu’il fait n’est pas repris ; lui parti, ce qu’il a laissé l’est', async () => {
    const [one, two] = [recorder(), recorder()];
    const living = await startWorker({ url: db.url, tasks: { other: one.task } });
    await transaction(db.sql, (tx) => enqueue(tx, 'letter', { id: 'under way' }));
    await takenByTheDead();
    const second = await startWorker({ url: db.url, tasks: { letter: two.task } });
    const locked = () => db.owner`select 1 from graphile_worker._private_jobs where locked_by = 'worker-killed'`;
    expect(await locked()).toHaveLength(1);
    await Promise.all([living.stop(), second.stop()]);
    const third = await startWorker({ url: db.url, tasks: { letter: two.task } });
    expect(await two.reached(1)).toEqual([{ id: 'under way' }]);
    await third.stop();
  });

  it('plusieurs serveurs : le travail d’un mort repart pendant qu’un autre vit, et celui d’un vivant, même long, n’est pas touché', { timeout: 20_000 }, async () => {
    let release = () => undefined as void;
    let began = () => undefined as void;
    const started = new Promise<void>((resolve) => (began = resolve));
    let runs = 0;
    const slow = async () => { runs += 1; began(); await new Promise<void>((resolve) => (release = resolve)); };
    await transaction(db.sql, (tx) => enqueue(tx, 'slow', {}));
    const living = await startWorker({ url: db.url, tasks: { slow } });
    await started;
    const holderOfSlow = () => db.owner`select locked_by from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'slow'`;
    const holder = await holderOfSlow();
    const { task, reached } = recorder();
    await transaction(db.sql, (tx) => enqueue(tx, 'letter', { id: 'of the dead' }));
    // Both look held for long: one by a worker that lives, one by a worker that was killed.
    await db.owner`update graphile_worker._private_jobs set locked_at = now() - interval '1 hour', locked_by = coalesce(locked_by, 'worker-killed'), attempts = 1`;
    const other = await startWorker({ url: db.url, tasks: { letter: task, slow }, sweepEvery: 20 });
    expect(await reached(1)).toEqual([{ id: 'of the dead' }]);
    expect(runs).toBe(1);
    expect(await holderOfSlow()).toEqual(holder);
    release();
    await Promise.all([living.stop(), other.stop()]);
  });

  it('une connexion coupée ne tue personne : à la recherche suivante, le serveur redit qu’il vit', async () => {
    const living = await joinTheLiving(db.url);
    living.add('worker-cut');
    await living.sweep();
    const connections = () => db.sql<{ pid: number }[]>`select pid from pg_stat_activity where application_name = 'sitt-jobs-living' and datname = current_database()`;
    const cut = (await connections()).map(({ pid }) => pid);
    await db.sql`select pg_terminate_backend(pid) from unnest(${cut}::int[]) pid`;
    await expect.poll(async () => (await connections()).filter(({ pid }) => cut.includes(pid)).length, { timeout: 10_000 }).toBe(0);
    // The first looks may still meet the closed socket.
    await expect.poll(() => living.sweep().then(() => 'said', () => 'cut'), { timeout: 10_000 }).toBe('said');
    const other = await joinTheLiving(db.url);
    await transaction(db.sql, (tx) => enqueue(tx, 'letter', {}));
    await db.owner`update graphile_worker._private_jobs set locked_at = now() - interval '1 hour', locked_by = 'worker-cut'`;
    expect(await other.sweep()).toEqual([]);
    await living.leave();
    // Gone for good: the lock goes with the backend, a moment after its socket.
    await expect.poll(() => other.sweep(), { timeout: 10_000 }).toEqual(['worker-cut']);
    await other.leave();
  });
});

describe('la file, dans la transaction de l’acte', () => {
  it('s’installe deux fois sans rien changer', async () => {
    await installJobs(db.ownerUrl);
    expect(await countJobs(db.sql)).toEqual([]);
  });

  it('oublie le travail quand la transaction est annulée', async () => {
    await expect(transaction(db.sql, async (tx) => {
      await enqueue(tx, 'letter', { id: '1' });
      throw new Error('rollback');
    })).rejects.toThrow('rollback');
    expect(await countJobs(db.sql)).toEqual([]);
  });

  it('garde une seule fois un travail de même clé, et le retire à la demande', async () => {
    await transaction(db.sql, async (tx) => {
      await enqueueAll(tx, [{ task: 'remind', payload: { n: 1 }, jobKey: 'k', runAt: new Date('2026-03-04T00:00:00Z') }]);
      await enqueue(tx, 'remind', { n: 2 }, { jobKey: 'k', runAt: new Date('2026-03-05T00:00:00Z'), maxAttempts: 3 });
    });
    const due = await dueJobs(db.sql, new Date('2026-03-06T00:00:00Z'));
    expect(due).toMatchObject([{ payload: { n: 2 }, maxAttempts: 3, key: 'k' }]);
    await cancelJob(db.sql, 'k');
    expect(await dueJobs(db.sql, new Date('2026-03-06T00:00:00Z'))).toEqual([]);
  });

  it('ne donne au rôle applicatif aucun droit de propriétaire', async () => {
    await expect(db.sql`delete from graphile_worker.migrations`).rejects.toThrow(/permission denied|droit refusé/);
    await expect(db.sql`alter table graphile_worker._private_jobs disable row level security`).rejects.toThrow();
  });
});

describe('les relances d’une vente, sans attendre', () => {
  const declared = new Date('2026-03-01T12:50:00Z'); // 23:50 in Nouméa
  const remind = async () => {
    await transaction(db.sql, (tx) => enqueueAll(tx, reminderTimes(declared, [3, 10, 15, 30]).map(({ day, runAt }) => ({
      task: 'remind', payload: { day }, jobKey: `remind:${day}`, runAt,
    }))));
  };

  it('compte les jours de Nouméa, et relance à neuf heures', () => {
    expect(reminderTimes(declared, [3, 30]).map(({ runAt }) => runAt.toISOString())).toEqual(['2026-03-03T22:00:00.000Z', '2026-03-30T22:00:00.000Z']);
  });

  it('joue chaque relance à son jour, une fois', async () => {
    const { seen, task } = recorder();
    await remind();
    expect(await runDue(db.sql, { remind: task }, new Date('2026-03-03T21:59:59Z'))).toEqual({ done: 0, failed: [] });
    await runDue(db.sql, { remind: task }, new Date('2026-03-03T22:00:00Z'));
    expect(seen).toEqual([{ day: 3 }]);
    await runDue(db.sql, { remind: task }, new Date('2026-03-20T00:00:00Z'));
    await runDue(db.sql, { remind: task }, new Date('2026-03-20T00:00:00Z'));
    expect(seen).toEqual([{ day: 3 }, { day: 10 }, { day: 15 }]);
  });

  it('joue aussi ce qu’un travail met en file, et reprend plus tard celui qui échoue', async () => {
    const now = new Date('2026-03-02T00:00:00Z'); // long before the database's own clock
    const { seen, task } = recorder((attempt) => attempt === 1);
    const tasks = { first: () => transaction(db.sql, (tx) => enqueue(tx, 'second', { from: 'first' })), second: task };
    await transaction(db.sql, (tx) => enqueue(tx, 'first', {}));
    expect(await runDue(db.sql, tasks, now)).toEqual({ done: 1, failed: [{ task: 'second', code: 'Error' }] });
    expect((await runDue(db.sql, tasks, now)).done).toBe(0);
    expect((await runDue(db.sql, tasks, new Date(now.getTime() + 3_000))).done).toBe(1);
    expect(seen).toEqual([{ from: 'first' }]);
  });
});

describe('le travailleur', { timeout: 20_000 }, () => {
  let worker: Worker | undefined;
  afterEach(async () => {
    await worker?.stop();
    worker = undefined;
  });

  it('joue un travail dès que l’acte est inscrit', async () => {
    const { task, reached } = recorder();
    worker = await startWorker({ url: db.url, tasks: { letter: task } });
    await transaction(db.sql, (tx) => enqueue(tx, 'letter', { id: 'é' }));
    expect(await reached(1)).toEqual([{ id: 'é' }]);
  });

  it('dit un échec sans rien de personnel, ni au journal technique ni dans la base', async () => {
    let told: (job: JobReport) => void = () => undefined;
    const reported = new Promise<JobReport>((resolve) => (told = resolve));
    worker = await startWorker({ url: db.url, tasks: { letter: recorder(() => true).task }, report: told });
    await transaction(db.sql, (tx) => enqueue(tx, 'letter', {}, { maxAttempts: 1 }));
    expect(await reported).toMatchObject({ task: 'letter', attempt: 1, outcome: 'abandoned', code: 'Error' });
    await worker.stop();
    worker = undefined;
    const [row] = await db.owner<{ last_error: string }[]>`select last_error from graphile_worker._private_jobs`;
    expect(row?.last_error).not.toMatch(/Exemple|450123/);
    expect(await countJobs(db.sql)).toEqual([{ task: 'letter', waiting: 0, failed: 1 }]);
  });

  it('laisse finir le travail en cours avant de s’arrêter', async () => {
    let release = () => undefined as void;
    let began = () => undefined as void;
    const started = new Promise<void>((resolve) => (began = resolve));
    let ended = false;
    worker = await startWorker({ url: db.url, tasks: { slow: async () => {
      began();
      await new Promise<void>((resolve) => (release = resolve));
      ended = true;
    } } });
    await transaction(db.sql, (tx) => enqueue(tx, 'slow', {}));
    await started;
    const stopped = worker.stop();
    release();
    await stopped;
    worker = undefined;
    expect(ended).toBe(true);
    expect(await countJobs(db.sql)).toEqual([]);
  });

  it('garde le code d’une erreur qu’il a nommée', async () => {
    await transaction(db.sql, (tx) => enqueue(tx, 'letter', {}));
    const report = await runDue(db.sql, { letter: () => Promise.reject(new JobFailed('no-address')) }, new Date());
    expect(report.failed).toEqual([{ task: 'letter', code: 'no-address' }]);
    expect((await runDue(db.sql, {}, new Date('2100-01-01'))).failed).toEqual([{ task: 'letter', code: 'unknown-task' }]);
  });
});
