import { afterAll, beforeAll, expect, test } from 'vitest';
import { box as fixture, type BoxWorld } from '../../../tests/setup/box-world.ts';
import { content, move, open, PERSON, putIn, request, takeOut } from '../../../tests/setup/box.ts';
import { databaseError, type DatabaseError } from '../db/errors.ts';
import { uuid } from '../values/ids.ts';
import { PoolEmpty } from './draws.ts';
import { perform, UnknownSubject, type PerformCommand } from './perform.ts';
import { act, type Json, type SubjectRef } from './types.ts';

let world: BoxWorld;
beforeAll(async () => { world = await fixture({ labels: 400 }); });
afterAll(() => world.close());

const times = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));

test('la même demande deux fois : un acte, deux fois la même réponse', async () => {
  const command = open(request());
  const first = await perform(world.env, command);
  const second = await perform(world.env, command);
  expect([first.replayed, second.replayed]).toEqual([false, true]);
  expect(second.result).toEqual(first.result);
  expect(await world.count('act', { request_id: command.requestId })).toBe(1);
});

test('vingt pressions en même temps : un acte, vingt fois la même réponse', async () => {
  const command = open(request());
  const answers = await Promise.all(times(20, () => perform(world.env, command)));
  for (const { result } of answers) expect(result).toEqual(answers[0]?.result);
  expect(answers.filter((answer) => !answer.replayed)).toHaveLength(1);
  expect(await world.count('act', { request_id: command.requestId })).toBe(1);
});

test('deux sujets croisés par des actes en ordre inverse : aucun interblocage n’arrive jusqu’à l’appelant', async () => {
  const [a, b] = await Promise.all([world.newBox(), world.newBox()]);
  await Promise.all(times(40, (i) => perform(world.env, i % 2 ? move(request(), a, b, `x${i}`) : move(request(), b, a, `x${i}`))));
  expect(await world.versions([a, b])).toEqual([41, 41]);
});

test('cinquante tirages à la fois : cinquante numéros différents', async () => {
  const drawn = await Promise.all(times(50, () => perform(world.env, open(request()))));
  expect(new Set(drawn.map(({ result }) => (result as { label: string }).label)).size).toBe(50);
});

test('une annulation rend le numéro tiré', async () => {
  const before = await world.freeLabels();
  const failing: PerformCommand<never> = { ...open(request()) as PerformCommand<never>, alongside: () => Promise.reject(new Error('panne')) };
  await expect(perform(world.env, failing)).rejects.toThrow('panne');
  expect(await world.freeLabels()).toEqual(before);
});

test('un lot de numéros épuisé est dit par son nom, et ne laisse rien', async () => {
  await world.owner`insert into number_pool (pool, position, number) values ('one', 1, 'seul')`;
  const draw = (): PerformCommand<string> => drawing<string>('\u0001draw:pool:one:1');
  await perform(world.env, draw());
  const second = draw();
  await expect(perform(world.env, second)).rejects.toBeInstanceOf(PoolEmpty);
  expect(await world.count('request', { id: second.requestId })).toBe(0);
});

test('un compteur partagé ne laisse pas de trou, même quand des actes échouent', async () => {
  const box = await world.newBox();
  await Promise.allSettled(times(30, (i) => {
    const command = putIn(request(), box, `x${i}`);
    return perform(world.env, i % 3 ? command : { ...command, alongside: () => Promise.reject(new Error('panne')) });
  }));
  const [counter] = await world.owner<{ value: number }[]>`select value from number_counter where counter = 'desk'`;
  const { receipts } = await world.present(box);
  expect([...receipts].sort()).toEqual(times(20, (i) => `desk-${String(i + 1).padStart(6, '0')}`));
  expect(counter?.value).toBe(20);
});

test('un acte garde la liste de ce qu’il a tiré, chaque acte la sienne', async () => {
  const [a, b] = [{ kind: 'box', id: uuid(), fresh: true as const }, { kind: 'box', id: uuid(), fresh: true as const }];
  const label = (key: string) => `\u0001draw:pool:labels:${key}`;
  const { acts } = await perform(world.env, {
    requestId: request(), author: PERSON, judgedOn: '2026-03-02', subjects: [],
    decide: () => Promise.resolve({
      acts: [
        act({ kind: 'box.opened', payload: { label: label('a') }, subjects: [a] }),
        act({ kind: 'box.opened', payload: { label: label('b'), beside: label('a') }, subjects: [b] }),
      ],
      result: null,
    }),
  });
  const rows = await world.owner<{ numbers: object }[]>`select numbers from act where id in ${world.owner(acts.map(({ id }) => id))} order by id`;
  const [one, two] = acts.map(({ payload }) => (payload as { label: string }).label);
  expect(rows.map((row) => row.numbers)).toEqual([{ 'pool:labels': [one] }, { 'pool:labels': [two] }]);
});

test('un numéro qui ne serait dans aucun acte est refusé', async () => {
  const command: PerformCommand<string> = { ...drawing<string>('rien'), decide: () => Promise.resolve({ acts: [], result: '\u0001draw:pool:labels:1' }) };
  await expect(perform(world.env, command)).rejects.toThrow('no act\'s payload holds it');
});

test('un sujet découvert après le verrou : tout recommence avec l’ensemble agrandi', async () => {
  const [a, b] = [await world.newBox(), await world.newBox()];
  const locked: number[] = [];
  await perform(world.env, {
    requestId: request(), author: PERSON, judgedOn: '2026-03-02', subjects: [a],
    decide: ({ states }) => {
      locked.push(states.size);
      return Promise.resolve(states.has(b.id) ? { acts: [act({ kind: 'box.put', payload: { item: 'x' }, subjects: [a, b] })], result: null } : { more: [b] });
    },
  });
  expect(locked).toEqual([1, 2]);
  expect(await world.versions([a, b])).toEqual([2, 2]);
});

test('une décision qui redemande sans fin ce qu’elle a déjà s’arrête', async () => {
  const a = await world.newBox();
  const command: PerformCommand<null> = { ...drawing(null), subjects: [a], decide: () => Promise.resolve({ more: [a] }) };
  await expect(perform(world.env, command)).rejects.toThrow('locked already');
});

test('l’heure d’enregistrement avance même si l’horloge recule', async () => {
  const box = await world.newBox();
  let now = Date.parse('2026-03-02T10:00:00Z');
  const env = { ...world.env, clock: () => new Date(now -= 3_600_000) };
  const recorded: string[] = [];
  for (const item of ['x', 'y', 'z']) recorded.push((await perform(env, putIn(request(), box, item, { receipt: false }))).acts[0]?.recordedAt ?? '');
  const opened = (await world.acts(box))[0]?.recordedAt ?? '';
  expect([opened, ...recorded]).toEqual([...new Set([opened, ...recorded])].sort());
});

test('dix créations du même objet : une seule, neuf qui le savent', async () => {
  const outcomes = await Promise.allSettled(times(10, () => perform(world.env, open(request(), { key: 'VIN-UNIQUE' }))));
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => databaseError(reason) as DatabaseError);
  expect(refused.map(({ constraint }) => constraint)).toEqual(times(9, () => 'subject_key_pkey'));
  expect(await world.count('subject_key', { key: 'VIN-UNIQUE' })).toBe(1);
});

test('qui regarde la clé avant de créer voit le gagnant, et répond par un blocage', async () => {
  const command = (): PerformCommand<string> => {
    const created = open(request(), { key: 'VIN-REGARDE' }) as unknown as PerformCommand<string>;
    return {
      ...created,
      decide: async (scope) => {
        const taken = await scope.tx`select 1 from subject_key where key = 'VIN-REGARDE'`;
        return taken.length ? { none: 'déjà là' } : created.decide(scope);
      },
    };
  };
  const answers = await Promise.all(times(10, () => perform(world.env, command())));
  expect(answers.filter(({ result }) => result === 'déjà là')).toHaveLength(9);
});

test.each([
  ['inconnu', (): SubjectRef => ({ kind: 'box', id: uuid() })],
  ['d’une autre sorte', (): SubjectRef => ({ kind: 'crate', id: world.known.id })],
])('un sujet %s est refusé', async (_title, ref) => {
  const command = putIn(request(), ref(), 'x');
  await expect(perform(world.env, command)).rejects.toBeInstanceOf(UnknownSubject);
  expect(await world.count('request', { id: command.requestId })).toBe(0);
});

test('un acte ne touche que ce qui est verrouillé, sous sa vraie sorte, une fois', async () => {
  const stray = (subjects: SubjectRef[]): PerformCommand<null> => ({
    ...drawing(null), subjects: [world.known], decide: () => Promise.resolve({ acts: [act({ kind: 'box.put', payload: { item: 'x' }, subjects })], result: null }),
  });
  await expect(perform(world.env, stray([{ kind: 'box', id: uuid() }]))).rejects.toThrow('not locked');
  await expect(perform(world.env, stray([{ kind: 'crate', id: world.known.id }]))).rejects.toThrow('not locked');
  await expect(perform(world.env, stray([world.known, { ...world.known }]))).rejects.toThrow('twice');
});

test('ce qui échoue à côté de l’acte ne laisse rien de l’acte', async () => {
  const box = await world.newBox();
  const command = { ...putIn(request(), box, 'x'), alongside: () => Promise.reject(new Error('la caisse refuse')) };
  await expect(perform(world.env, command)).rejects.toThrow('la caisse refuse');
  expect(await world.versions([box])).toEqual([1]);
  expect(await world.count('act', { request_id: command.requestId })).toBe(0);
  expect((await world.present(box)).items).toEqual([]);
  expect((await perform(world.env, { ...command, alongside: () => Promise.resolve() })).replayed).toBe(false);
});

test('une date d’effet avec fuseau est hachée comme elle sera relue', async () => {
  const box = await world.newBox();
  const { acts } = await perform(world.env, putIn(request(), box, 'x', { effectiveAt: '2026-03-01T08:30:00+11:00' }));
  expect(acts[0]?.effectiveAt).toBe('2026-02-28T21:30:00.000Z');
  expect(await world.acts(box)).toContainEqual(acts[0]);
});

test('la décision lit l’état verrouillé, et rien d’autre', async () => {
  const box = await world.newBox();
  await perform(world.env, putIn(request(), box, 'x'));
  const reading = (id: string): PerformCommand<null> => ({
    ...drawing(null), subjects: [box],
    decide: ({ get }) => { expect(get(content, id).items).toHaveLength(1); return Promise.resolve({ none: null }); },
  });
  await perform(world.env, reading(box.id));
  await expect(perform(world.env, reading(world.known.id))).rejects.toThrow('not locked');
  await perform(world.env, takeOut(request(), box, 'x'));
  expect((await world.present(box)).items[0]?.to).not.toBeNull();
});

function drawing<R extends Json>(mark: R): PerformCommand<R> {
  return {
    requestId: request(), author: PERSON, judgedOn: '2026-03-02', subjects: [],
    decide: ({ newId }) => Promise.resolve({
      acts: [act({ kind: 'box.opened', payload: { label: mark }, subjects: [{ kind: 'box', id: newId('box'), fresh: true }] })], result: mark,
    }),
  };
}
