import { writeFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { box, type BoxWorld } from '../../../tests/setup/box-world.ts';
import { content, move, putIn, request, takeOut, type Content } from '../../../tests/setup/box.ts';
import { newKeyRing, rewriteChain, tamper, whats } from '../../../tests/setup/tamper.ts';
import { Facets } from './facets.ts';
import { perform } from './perform.ts';
import type { AnyFacet, SubjectRef } from './types.ts';
import { readSeals, signSeal, type Seal } from './seal.ts';
import { printReport } from './verify.ts';

let world: BoxWorld;
let a: SubjectRef;
beforeEach(async () => {
  world = await box({ labels: 20 });
  a = await world.newBox();
  for (const item of ['x', 'y']) await perform(world.env, putIn(request(), a, item));
  await perform(world.env, takeOut(request(), a, 'x'));
  await perform(world.env, move(request(), a, world.known, 'y'));
});
afterEach(() => world.close());

const lastOf = async (ref: SubjectRef) => (await world.acts(ref)).at(-1)?.id ?? '';

test('un registre intact est vert, dit ce qu’il a lu, et ce qu’il ne voit pas', async () => {
  const report = await world.verify();
  expect(report.findings).toEqual([]);
  expect(report.checked).toEqual({
    'actes': 6, 'contenus privés': 2, 'numéros tirés dans les lots': 2, 'numéros des compteurs': 2, 'maillons de chaîne': 7, 'sujets': 2, 'états recalculés': 2,
  });
  expect(report.cannotSee.join()).toMatch('6 acte(s) ne sont pas scellés, et aucun scellé n’existe encore');
  expect(printReport(report)).toMatch('Le registre est intact');
  await world.seal();
  expect((await world.verify()).cannotSee.join()).not.toMatch('ne sont pas scellés');
});

describe('la base altérée par son propriétaire', () => {
  test('un octet changé dans un acte : l’acte est nommé', async () => {
    const id = await lastOf(a);
    await tamper(world.owner, 'act', (tx) => tx`update act set payload = payload || '{"item": "z"}' where id = ${id}`);
    const report = await world.verify();
    expect(report.findings[0]).toMatchObject({ what: 'act.hash', where: `act ${id}` });
    expect(whats(report)).toContain('state.differs');
    expect(printReport(report)).toMatch('L’acte « box.moved »');
  });

  test('une colonne changée, quelle qu’elle soit : l’acte est nommé', async () => {
    const id = (await world.acts(a))[0]?.id ?? '';
    const changes: [string, string][] = [
      ['la date d’enregistrement, d’une microseconde', 'recorded_at = recorded_at + interval \'1 microsecond\''],
      ['la date d’effet', 'effective_at = effective_at - interval \'1 day\''],
      ['le jour du droit', 'judged_on = judged_on - 1'],
      ['l’auteur', 'author = author || \'{"agentId": "autre"}\''],
      ['la sorte', 'kind = \'box.taken\''],
      ['la demande', 'request_id = \'autre\''],
      ['les numéros', 'numbers = \'{"pool:labels": ["B99999"]}\''],
      ['les citations', 'cites = array[id]'],
      ['les empreintes privées', 'digests = \'{}\''],
      ['la version', 'schema_version = 2'],
      ['la signature', 'signatory = \'{}\''],
    ];
    await world.owner`create table kept as select * from act where id = ${id}`;
    for (const [title, change] of changes) {
      await tamper(world.owner, 'act', (tx) => tx.unsafe(`update act set ${change} where id = '${id}'`));
      expect((await world.verify()).findings, title).toContainEqual(expect.objectContaining({ what: 'act.hash', where: `act ${id}` }));
      const column = change.split(' ')[0] ?? '';
      await tamper(world.owner, 'act', (tx) => tx.unsafe(`update act set ${column} = (select ${column} from kept) where id = '${id}'`));
    }
    expect((await world.verify()).findings).toEqual([]);
  });

  test('un acte effacé au milieu d’une chaîne : la chaîne est nommée', async () => {
    const id = (await world.acts(a))[3]?.id ?? '';
    await tamper(world.owner, 'act_subject', (tx) => tx`delete from act_subject where act_id = ${id}`);
    await tamper(world.owner, 'act', (tx) => tx`delete from act where id = ${id}`);
    const report = await world.verify();
    expect(whats(report)).toEqual(expect.arrayContaining(['chain.gap', 'chain.link', 'state.differs']));
    expect(report.findings.find(({ what }) => what === 'chain.gap')?.where).toBe(`box ${a.id}`);
  });

  test('un acte effacé, sa chaîne laissée : le maillon est nommé', async () => {
    const id = (await world.acts(a))[3]?.id ?? '';
    await world.owner`alter table act_subject drop constraint act_subject_act_id_fkey`;
    await tamper(world.owner, 'act', (tx) => tx`delete from act where id = ${id}`);
    expect(whats(await world.verify())).toContain('chain.act-missing');
  });

  test('le dernier acte effacé avec son état : non vu avant un scellé, et c’est dit ; nommé après', async () => {
    const b = await world.newBox();
    await perform(world.env, putIn(request(), b, 'gardé', { receipt: false }));
    await perform(world.env, putIn(request(), b, 'effacé', { receipt: false }));
    await removeLast(b);
    const before = await world.verify();
    expect(before.ok).toBe(true);
    expect(before.cannotSee.join()).toMatch('8 acte(s) ne sont pas scellés');

    await world.seal();
    await removeLast(b);
    const after = await world.verify();
    expect(whats(after)).toEqual(expect.arrayContaining(['seal.act-missing', 'seal.count']));
  });

  test('un acte effacé qui avait tiré un numéro : le trou est nommé, même sans scellé', async () => {
    const b = await world.newBox();
    await perform(world.env, putIn(request(), b, 'effacé'));
    await removeLast(b);
    const report = await world.verify();
    expect(whats(report)).toEqual(['counter.gap']);
    expect(report.findings[0]?.sentence).toMatch('desk est à 3, mais aucun acte ne porte : 3');
  });

  test('une chaîne réécrite avec toutes ses empreintes : non vue avant un scellé, et c’est dit', async () => {
    const b = await world.newBox();
    await perform(world.env, putIn(request(), b, 'x', { receipt: false }));
    await rewriteChain(world, b, (payload) => ({ ...payload, item: 'faux' }));
    const report = await world.verify();
    expect(report.findings).toEqual([]);
    expect(report.cannotSee.join()).toMatch('réécrire tous ensemble');
    expect((await world.present(b)).items[0]?.name).toBe('faux');
  });

  test('la même après un scellé : le scellé est nommé', async () => {
    const b = await world.newBox();
    await perform(world.env, putIn(request(), b, 'x', { receipt: false }));
    await world.seal();
    await rewriteChain(world, b, (payload) => ({ ...payload, item: 'faux' }));
    expect(whats(await world.verify())).toEqual(['seal.acts']);
  });

  test('un acte ajouté sous un ancien scellé : le scellé est nommé', async () => {
    await world.seal();
    await perform(world.env, putIn(request(), a, 'tard', { receipt: false }));
    const id = await lastOf(a);
    await world.owner`insert into seal_act (act_id, position) values (${id}, 1)`;
    expect(whats(await world.verify())).toEqual(['seal.count']);
  });

  test('un numéro retiré à son acte, ou donné à aucun : nommé', async () => {
    const { label } = await world.present(a);
    await world.owner`update number_pool set act_id = null where number = ${label}`;
    const taken = await world.verify();
    expect(whats(taken)).toEqual(['number.taken-out']);
    expect(taken.findings[0]?.sentence).toMatch(label ?? '?');
    await world.owner`update number_pool set act_id = gen_random_uuid() where number = ${label}`;
    expect(whats(await world.verify())).toEqual(['number.taken-out', 'number.uncited']);
  });

  test('un compteur reculé, puis le même numéro tiré deux fois : nommés', async () => {
    await world.owner`update number_counter set value = 1`;
    expect(whats(await world.verify())).toEqual(['counter.behind']);
    await perform(world.env, putIn(request(), a, 'double'));
    expect(whats(await world.verify())).toEqual(['counter.twice']);
  });

  test('un état corrigé à la main, ou supprimé : nommé', async () => {
    await world.owner`update state set data = jsonb_set(data, '{owner}', '"Usurpateur"') where subject_id = ${a.id}`;
    expect((await world.verify()).findings).toEqual([expect.objectContaining({ what: 'state.differs', where: `state ${a.id} content` })]);
    await world.owner`delete from state where subject_id = ${a.id}`;
    expect(whats(await world.verify())).toEqual(['state.differs']);
  });

  test('une tête de chaîne déplacée : nommée', async () => {
    await world.owner`update subject set version = version + 1 where id = ${a.id}`;
    expect(whats(await world.verify())).toEqual(['head.version']);
    await world.owner`update subject set version = version - 1, head = decode(repeat('00', 32), 'hex') where id = ${a.id}`;
    expect(whats(await world.verify())).toEqual(['head.hash']);
  });

  test('un contenu privé changé, ou vidé sans acte : nommé', async () => {
    const id = (await world.acts(a))[0]?.id ?? '';
    await tamper(world.owner, 'act_private', (tx) => tx`update act_private set content = '"Autre"' where act_id = ${id}`);
    expect(whats(await world.verify())).toEqual(['private.digest', 'state.differs']);
    await tamper(world.owner, 'act_private', (tx) => tx`update act_private set content = null, salt = null where act_id = ${id}`);
    expect(whats(await world.verify())).toContain('private.digest');
    await tamper(world.owner, 'act_private', (tx) => tx`update act_private set erased_by = ${id} where act_id = ${id}`);
    expect(whats(await world.verify())).toContain('private.erased');
    await tamper(world.owner, 'act_private', (tx) => tx`delete from act_private where act_id = ${id}`);
    expect(whats(await world.verify())).toContain('private.missing');
  });
});

describe('les scellés altérés', () => {
  beforeEach(async () => {
    await world.seal();
    await perform(world.env, putIn(request(), a, 'z'));
    await world.seal();
  });

  test('le dernier retiré de la base : sa copie au-dehors le dit', async () => {
    await tamper(world.owner, 'seal', (tx) => tx`delete from seal where position = 2`);
    await tamper(world.owner, 'seal_act', (tx) => tx`delete from seal_act where position = 2`);
    expect(whats(await world.verify())).toEqual(['seal.removed']);
  });

  test('un scellé refait par une autre clé : sa signature, sa suite et sa copie le disent', async () => {
    await tamper(world.owner, 'seal', (tx) => tx`delete from seal`);
    await tamper(world.owner, 'seal_act', (tx) => tx`delete from seal_act`);
    await newKeyRing((keys, folder) => world.seal({ keys, folder }));
    expect(whats(await world.verify())).toEqual(['seal.outside', 'seal.removed', 'seal.signature']);
  });

  test('le premier refait par la vraie clé : le suivant ne le cite plus', async () => {
    const [first] = await readSeals(world.owner);
    const again = signSeal(first as Seal, world.keys);
    await tamper(world.owner, 'seal', (tx) => tx`update seal set signature = ${Buffer.from(again.signature, 'hex')} where position = 1`);
    expect(whats(await world.verify())).toEqual(['seal.chain', 'seal.outside']);
  });

  test('un maillon rattaché à un autre sujet : le scellé le dit, même si la chaîne a été refaite', async () => {
    await tamper(world.owner, 'act_subject', (tx) => tx`update act_subject set hash = decode(repeat('ab', 32), 'hex') where subject_id = ${a.id} and version = 2`);
    expect(whats(await world.verify())).toEqual(['chain.link', 'seal.links']);
  });

  test('une ligne de la copie extérieure changée, perdue ou illisible : nommée', async () => {
    const file = join(world.folder, 'seals.jsonl');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('"acts":6', '"acts":5'));
    expect(whats(await world.verify())).toEqual(['seal.outside']);
    await writeFile(file, text.split('\n').slice(1).join('\n'));
    expect(whats(await world.verify())).toEqual(['seal.outside']);
    await writeFile(file, `{${text}`);
    expect(whats(await world.verify())).toEqual(['seal.file']);
  });

  test('une clé déclarée compromise : ses scellés ne valent plus', async () => {
    const { kid } = world.keys.currentKey('seal');
    world.keys.rotate('seal');
    world.keys.revoke(kid);
    expect(whats(await world.verify())).toEqual(['seal.signature']);
  });
});

test('les lignes dérivées se comparent à leur état, et ce qui ne se compare pas est dit', async () => {
  const save = (): Promise<unknown>[] => [];
  const silent = new Facets([{ ...content, save } as AnyFacet]);
  expect((await world.verify({ facets: silent })).cannotSee.join()).toMatch('box.content » n’ont pas été comparées');
  const verify = (_tx: unknown, folded: ReadonlyMap<string, Content>) =>
    Promise.resolve([...folded].filter(([, state]) => state.items.length > 1).map(([subjectId]) => ({ subjectId, sentence: 'Une ligne manque.' })));
  const report = await world.verify({ facets: new Facets([{ ...content, save, verify } as AnyFacet]) });
  expect(report.findings).toEqual([{ what: 'state.rows', where: `box ${a.id} content`, sentence: 'Une ligne manque.' }]);
});

test('un domaine ajoute ses propres vérifications, et répond de ses compteurs', async () => {
  await world.owner`insert into number_counter (counter, value) values ('till', 3)`;
  expect(whats(await world.verify())).toEqual(['counter.gap']);
  const run = async (tx: { unsafe: (text: string) => Promise<unknown> }) => { await tx.unsafe('select 1'); return { 'écritures': 4 }; };
  const report = await world.verify({ extra: [{ name: 'caisse', ownsCounter: (counter) => counter === 'till', run: run as never }] });
  expect(report.ok).toBe(true);
  expect(report.checked['écritures']).toBe(4);
});

/** The last act of a subject and everything that it wrote, gone; the head put back. */
async function removeLast(ref: SubjectRef): Promise<void> {
  const acts = await world.acts(ref);
  const last = acts.at(-1)?.id ?? '';
  const [link] = await world.owner<{ hash: Buffer }[]>`select hash from act_subject where subject_id = ${ref.id} and version = ${acts.length - 1}`;
  await tamper(world.owner, 'act_subject', (tx) => tx`delete from act_subject where act_id = ${last}`);
  await tamper(world.owner, 'act', (tx) => tx`delete from act where id = ${last}`);
  const kept = acts.slice(0, -1);
  await world.owner`update subject set version = ${kept.length}, head = ${link?.hash ?? null}, last_at = ${kept.at(-1)?.recordedAt ?? null} where id = ${ref.id}`;
  const state = world.env.facets.fold('box', ref.id, kept)['content'];
  await world.owner`update state set data = ${world.owner.json(state as never)} where subject_id = ${ref.id}`;
}
