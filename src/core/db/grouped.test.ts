import { expect, test } from 'vitest';
import { grouped } from './grouped.ts';

/** A base that answers when told, and remembers what it was asked together. */
function base(answer: (wanted: string) => string = (wanted) => wanted.toUpperCase()) {
  const asked: string[][] = [];
  const gates: (() => void)[] = [];
  const find = grouped<string>(async (wanted) => {
    asked.push([...wanted]);
    await new Promise<void>((resolve) => { gates.push(resolve); });
    return new Map(wanted.filter((one) => one !== 'nobody').map((one) => [one, answer(one)]));
  });
  /** Waits for a statement to be under way, and lets it end. */
  const letThrough = async () => {
    while (!gates.length) await new Promise((resolve) => { setImmediate(resolve); });
    gates.shift()?.();
  };
  return { asked, find, letThrough };
}

test('ceux qui demandent pendant une lecture partent ensemble dans la suivante', async () => {
  const { asked, find, letThrough } = base();
  const first = [find('a'), find('b'), find('a'), find('nobody')];
  await letThrough();
  expect(await Promise.all(first)).toEqual(['A', 'B', 'A', undefined]);
  const [under, ...later] = [find('c'), new Promise<void>((resolve) => { setImmediate(() => setImmediate(resolve)); })];
  await Promise.all(later);
  const next = [find('d'), find('e')];
  await letThrough();
  await letThrough();
  expect(await Promise.all([under, ...next])).toEqual(['C', 'D', 'E']);
  expect(asked).toEqual([['a', 'b', 'nobody'], ['c'], ['d', 'e']]);
});

test('rien n’est gardé : la même question, posée plus tard ou pendant la lecture, est relue', async () => {
  let value = 1;
  const { asked, find, letThrough } = base(() => String(value));
  const before = find('key');
  while (!asked.length) await new Promise((resolve) => { setImmediate(resolve); });
  const during = find('key');
  await letThrough();
  expect(await before).toBe('1');
  value = 2;
  await letThrough();
  expect(await during).toBe('2');
  expect(asked).toEqual([['key'], ['key']]);
});

test('une question que la base ne peut pas lire ne fait tort qu’à qui l’a posée ; une panne touche ceux qui attendaient, pas les suivants', async () => {
  let down = false;
  const find = grouped<string>(async (wanted) => {
    if (down) throw Object.assign(new Error('no base'), { code: 'CONNECTION_CLOSED' });
    if (wanted.includes('nul')) throw Object.assign(new Error('bad text'), { code: '22021' });
    return new Map(wanted.map((one) => [one, one]));
  });
  expect(await Promise.allSettled([find('a'), find('nul'), find('b')])).toMatchObject([{ value: 'a' }, { status: 'rejected', reason: { code: '22021' } }, { value: 'b' }]);
  down = true;
  const failed = await Promise.allSettled([find('a'), find('b')]);
  expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  down = false;
  expect(await find('a')).toBe('a');
});
