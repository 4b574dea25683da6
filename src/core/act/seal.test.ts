import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import fc from 'fast-check';
import { box, type BoxWorld } from '../../../tests/setup/box-world.ts';
import { open, putIn, request } from '../../../tests/setup/box.ts';
import { sha256 } from '../crypto/index.ts';
import { MerkleRoot } from './merkle.ts';
import { perform } from './perform.ts';
import { sealLink } from './seal.ts';

let world: BoxWorld;
beforeAll(async () => { world = await box({ labels: 100 }); });
afterAll(() => world.close());

const outside = async () => (await readFile(join(world.folder, 'seals.jsonl'), 'utf8')).split('\n').filter(Boolean).map((line) => JSON.parse(line) as unknown);

test('les scellés se suivent, se recopient au-dehors, et rien de neuf n’en fait pas', async () => {
  await world.newBox();
  const first = await world.seal();
  expect(first).toMatchObject({ position: 1, acts: 2, previous: '00'.repeat(32) });
  expect(await world.seal()).toBeUndefined();
  await world.newBox();
  const second = await world.seal();
  expect(second).toMatchObject({ position: 2, acts: 1, previous: sealLink(first) });
  expect(await outside()).toEqual([first, second]);
  expect((await world.verify()).findings).toEqual([]);
});

test('un acte dont la transaction court encore passe sous le scellé suivant', async () => {
  const reached = Promise.withResolvers<undefined>();
  const release = Promise.withResolvers<undefined>();
  const slow = perform(world.env, {
    ...open(request()),
    alongside: async () => {
      reached.resolve(undefined);
      await release.promise;
    },
  });
  await reached.promise;
  await world.newBox(); // recorded later, committed earlier
  expect(await world.seal()).toMatchObject({ acts: 1 });
  release.resolve(undefined);
  await slow;
  expect(await world.seal()).toMatchObject({ acts: 1 });
  expect((await world.verify()).findings).toEqual([]);
});

test('des scelleurs en même temps, pendant que l’on travaille : aucun acte oublié, aucun scellé deux fois', async () => {
  await Promise.all(Array.from({ length: 30 }, async (_, i) => {
    await perform(world.env, putIn(request(), world.known, `x${i}`));
    await world.seal();
  }));
  await world.seal();
  const report = await world.verify();
  expect(report.findings).toEqual([]);
  expect(report.cannotSee.join()).not.toMatch('ne sont pas scellés');
});

test('une copie coupée par une panne est rattrapée au scellé suivant', async () => {
  const file = join(world.folder, 'seals.jsonl');
  const before = await outside();
  await world.newBox();
  await appendFile(file, '{"position":99,"seal');
  const report = await world.verify();
  expect(report.findings).toEqual([]);
  const seal = await world.seal();
  expect(await outside()).toEqual([...before, seal]);
});

test('un scellé pas encore recopié n’est pas une faute, mais il est dit, puis rattrapé même sans acte neuf', async () => {
  await world.newBox();
  await world.seal({ keys: world.keys, folder: join(world.folder, 'elsewhere') });
  const report = await world.verify();
  expect(report.findings).toEqual([]);
  expect(report.cannotSee.join()).toMatch('1 scellé(s) ne sont pas recopiés');
  expect(await world.seal()).toBeUndefined();
  expect((await world.verify()).cannotSee.join()).not.toMatch('ne sont pas recopiés');
});

test('la racine de Merkle est celle de la RFC 6962, quel que soit le nombre de feuilles', () => {
  const naive = (leaves: Buffer[]): Buffer => {
    if (leaves.length === 0) return sha256(Buffer.alloc(0));
    if (leaves.length === 1) return sha256(Buffer.concat([Buffer.from([0]), leaves[0] as Buffer]));
    let half = 1;
    while (half * 2 < leaves.length) half *= 2;
    return sha256(Buffer.concat([Buffer.from([1]), naive(leaves.slice(0, half)), naive(leaves.slice(half))]));
  };
  fc.assert(fc.property(fc.array(fc.uint8Array({ maxLength: 4 }), { maxLength: 40 }), (data) => {
    const merkle = new MerkleRoot();
    for (const leaf of data) merkle.add(leaf);
    return merkle.root().equals(naive(data.map((leaf) => Buffer.from(leaf))));
  }));
});
