import { expect, test } from 'vitest';
import { boxFacets, content, PERSON } from '../../../tests/setup/box.ts';
import { Facets } from './facets.ts';
import type { RecordedAct } from './types.ts';

const recorded = (kind: string, payload: RecordedAct['payload'], version = 1): RecordedAct => ({
  id: 'a', kind, version, payload, recordedAt: '2026-01-01T00:00:00.000Z', effectiveAt: '2026-01-01T00:00:00.000Z', judgedOn: '2026-01-01',
  author: PERSON, signatory: null, private: {}, cites: [], subjects: [],
});

test('deux facettes du même nom pour un sujet : refusées au démarrage', () => {
  expect(() => new Facets([content, content])).toThrow('declared twice');
  expect(new Facets([content, { ...content, subject: 'crate' }]).kinds()).toEqual(['box', 'crate']);
});

test('un acte d’une ancienne version est porté jusqu’à la forme présente avant d’être rejoué', () => {
  const facets = boxFacets();
  facets.upcastFrom('box.put', 1, (payload) => ({ article: (payload as { nom: string }).nom }));
  facets.upcastFrom('box.put', 2, (payload) => ({ item: (payload as { article: string }).article }));
  const states = facets.fold('box', 'id', [recorded('box.put', { nom: 'ancien' }, 1), recorded('box.put', { article: 'moyen' }, 2), recorded('box.put', { item: 'neuf' }, 3)]);
  expect((states['content'] as { items: { name: string }[] }).items.map((item) => item.name)).toEqual(['ancien', 'moyen', 'neuf']);
});

test('une facette qu’un acte ne touche pas garde son identité', () => {
  const facets = boxFacets();
  const before = facets.initial('box');
  expect(facets.evolve('box', 'id', before, recorded('autre', {}))['content']).toBe(before['content']);
});

test('un sujet sans facette a un état vide', () => {
  expect(boxFacets().fold('inconnu', 'id', [recorded('box.put', {})])).toEqual({});
});
