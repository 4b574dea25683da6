import { afterAll, beforeAll, expect, test } from 'vitest';
import { box, type BoxWorld } from '../../../tests/setup/box-world.ts';
import { boxFacets, correct, putIn, request, takeOut, type Content } from '../../../tests/setup/box.ts';
import { perform, UnknownSubject } from './perform.ts';
import { history, stateAt, type Axes } from './read.ts';
import type { RecordedAct, SubjectRef } from './types.ts';

let world: BoxWorld;
let a: SubjectRef;
const recorded: RecordedAct[] = [];
beforeAll(async () => {
  world = await box({ labels: 5 });
  let minute = 0;
  const env = { ...world.env, clock: () => new Date(Date.UTC(2030, 0, 1, 10, minute += 10)) };
  a = await world.newBox();
  const later = async (command: ReturnType<typeof putIn>) => { recorded.push(...(await perform(env, command)).acts); };
  await later(putIn(request(), a, 'x', { effectiveAt: '2026-01-10T00:00:00Z' }));
  await later(takeOut(request(), a, 'x', '2026-03-10T00:00:00Z'));
  // A retroactive correction: x left on the 10th of February, and y was there since then.
  const items = [
    { name: 'x', from: '2026-01-10T00:00:00.000Z', to: '2026-02-10T00:00:00.000Z' },
    { name: 'y', from: '2026-02-10T00:00:00.000Z', to: null },
  ];
  await later(correct(request(), a, items, [recorded[1]?.id ?? '']));
});
afterAll(() => world.close());

const names = async (axes: Axes) => {
  const states = await stateAt(world.env.acts, boxFacets(), a, axes);
  return (states?.['content'] as Content).items.map((item) => item.name);
};
const beforeCorrection = '2030-01-01T10:25:00Z';

test('une correction rétroactive, vue sur les deux axes', async () => {
  expect(await names({})).toEqual(['x', 'y']);
  expect(await names({ at: '2026-02-20T00:00:00Z' })).toEqual(['y']);
  expect(await names({ at: '2026-02-20T00:00:00Z', knownAt: beforeCorrection })).toEqual(['x']);
  expect(await names({ knownAt: beforeCorrection })).toEqual(['x']);
  expect(await names({ at: '2026-04-01T00:00:00Z', knownAt: beforeCorrection })).toEqual([]);
  expect(await names({ at: '2026-04-01T00:00:00Z', knownAt: recorded[2]?.recordedAt ?? '' })).toEqual(['y']);
  expect(await names({ at: '2026-02-20T11:00:00+11:00' })).toEqual(['y']);
});

test('avant son premier acte, le registre ne connaissait pas le sujet', async () => {
  expect(await stateAt(world.env.acts, boxFacets(), a, { knownAt: '2000-01-01T00:00:00Z' })).toBeUndefined();
});

test('un sujet inconnu ou d’une autre sorte, une date qui n’en est pas une : refusés', async () => {
  await expect(stateAt(world.env.acts, boxFacets(), { ...a, kind: 'crate' })).rejects.toBeInstanceOf(UnknownSubject);
  await expect(stateAt(world.env.acts, boxFacets(), a, { at: 'hier' })).rejects.toBeInstanceOf(RangeError);
});

test('l’histoire d’un sujet : ses actes dans l’ordre, leurs citations, leur scellé, aucun contenu privé', async () => {
  await world.seal();
  const facets = boxFacets();
  facets.upcastFrom('box.put', 1, (payload) => ({ ...(payload as object), lifted: true }));
  const entries = await history(world.env.acts, facets, a);
  expect(entries.map(({ act }) => act.kind)).toEqual(['box.opened', 'box.put', 'box.taken', 'box.corrected']);
  expect(entries[1]?.act).toMatchObject({ version: 2, payload: { item: 'x', lifted: true } });
  expect(entries[2]?.citedBy).toEqual([entries[3]?.act.id]);
  expect(entries.map(({ seal }) => seal)).toEqual([1, 1, 1, 1]);
  expect(entries[0]?.act.subjects).toEqual([a]);
  expect(JSON.stringify(entries)).not.toMatch('Inventée');
  expect(await history(world.env.acts, facets, { ...a, kind: 'crate' })).toEqual([]);
});
