import { afterAll, beforeAll, expect, test } from 'vitest';
import { box, type BoxWorld } from '../../../tests/setup/box-world.ts';
import { content, open, PERSON, putIn, request } from '../../../tests/setup/box.ts';
import { erasePrivate, NothingToErase, type Erasure } from './erase.ts';
import { Facets } from './facets.ts';
import { perform } from './perform.ts';
import type { AnyFacet, SubjectRef } from './types.ts';

let world: BoxWorld;
beforeAll(async () => { world = await box({ labels: 20 }); });
afterAll(() => world.close());

const erasure = async (ref: SubjectRef, more: Partial<Erasure> = {}): Promise<Erasure> => ({
  requestId: request(), author: PERSON as Erasure['author'], signatory: null, judgedOn: '2026-03-02', reason: 'durée de conservation (essai)',
  actId: (await world.acts(ref))[0]?.id ?? '', ...more,
});

test('un contenu effacé par un acte : chaîne verte même scellée, contenu illisible partout', async () => {
  const a = await world.newBox('Ada Inventée');
  await perform(world.env, putIn(request(), a, 'x'));
  await world.seal();
  const { acts, result } = await erasePrivate(world.env, await erasure(a));
  expect(result).toEqual(['owner']);
  expect(acts[0]).toMatchObject({ kind: 'private.erased', cites: [(await world.acts(a))[0]?.id] });
  expect(await world.present(a)).toMatchObject({ owner: null, items: [{ name: 'x' }] });
  expect((await world.acts(a))[0]?.private).toEqual({ owner: null });
  const [row] = await world.owner`select salt, content, erased_by from act_private where act_id = ${acts[0]?.cites[0] ?? ''}`;
  expect(row).toEqual({ salt: null, content: null, erased_by: acts[0]?.id });
  await world.seal();
  const report = await world.verify();
  expect(report.findings).toEqual([]);
  expect(report.checked['contenus privés effacés par un acte']).toBe(1);
  expect(report.cannotSee.join()).toMatch('effacé ne peut plus être relu');
  expect(await everywhere('Ada Inventée')).toEqual([]);
});

test('effacer deux fois ne fait rien de plus ; la même demande répond deux fois', async () => {
  const a = await world.newBox();
  const once = await erasure(a);
  const [first, again] = [await erasePrivate(world.env, once), await erasePrivate(world.env, once)];
  expect(again).toMatchObject({ replayed: true, result: first.result });
  expect((await erasePrivate(world.env, { ...once, requestId: request() })).result).toEqual([]);
  expect(await world.versions([a])).toEqual([2]);
});

test('rien à effacer sous ce nom : refusé, sans acte', async () => {
  const a = await world.newBox();
  await expect(erasePrivate(world.env, await erasure(a, { names: ['inconnu'] }))).rejects.toBeInstanceOf(NothingToErase);
  await expect(erasePrivate(world.env, await erasure(a, { actId: crypto.randomUUID() }))).rejects.toBeInstanceOf(NothingToErase);
  expect(await world.versions([a])).toEqual([1]);
});

test('les lignes dérivées suivent l’effacement, et une facette que le contenu n’a pas touchée n’est pas réécrite', async () => {
  const saved: string[] = [];
  const counting = (name: string, evolve: AnyFacet['evolve'], initial: unknown): AnyFacet =>
    ({ ...content, name, evolve, initial, save: (_tx, _id, _before, after) => { saved.push(`${name} ${JSON.stringify(after)}`); return []; } });
  const owner = counting('owner', (state, act) => (act.kind === 'box.opened' ? { name: act.private['owner'] ?? null } : state), { name: null });
  const opened = counting('opened', (state, act) => (act.kind === 'box.opened' ? { done: true } : state), { done: false });
  const env = { ...world.env, facets: new Facets([owner, opened]) };
  const { acts } = await perform(env, open(request(), { owner: 'Bo Inventé' }));
  saved.length = 0;
  await erasePrivate(env, await erasure(world.known, { actId: acts[0]?.id ?? '' }));
  expect(saved).toEqual(['owner {"name":null}']);
});

test('la base elle-même refuse toute autre écriture sur un contenu privé', async () => {
  const a = await world.newBox();
  const id = (await world.acts(a))[0]?.id ?? '';
  const { acts: app } = world.env;
  await expect(app`update act_private set content = '"Autre"' where act_id = ${id}`).rejects.toMatchObject({ code: '42501' });
  await expect(app`update act_private set content = null, salt = null where act_id = ${id}`).rejects.toMatchObject({ code: '42501' });
  await expect(app`update act_private set class = 'medical' where act_id = ${id}`).rejects.toMatchObject({ code: '42501' });
  for (const table of ['act', 'act_subject', 'act_private', 'seal', 'seal_act']) {
    await expect(app`delete from ${app(table)}`, table).rejects.toMatchObject({ code: '42501' });
    await expect(world.owner`truncate ${world.owner(table)} cascade`, table).rejects.toMatchObject({ code: '42501' });
  }
});

/** Every table that still holds a text, whatever the column. */
async function everywhere(text: string): Promise<string[]> {
  const tables = await world.owner<{ name: string }[]>`select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`;
  const found = await Promise.all(tables.map(async ({ name }) =>
    ((await world.owner`select 1 from ${world.owner(name)} t where t::text like ${`%${text}%`} limit 1`).length ? [name] : [])));
  return found.flat();
}
