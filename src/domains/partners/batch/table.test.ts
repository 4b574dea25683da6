import { describe, expect, test } from 'vitest';
import { readTable } from './table.ts';

describe('lire un lot', () => {
  test('un fichier de points-virgules garde ses virgules : « Ada, Marie » est une seule réponse', () => {
    expect(readTable('prenoms;adresse;usage\nAda, Marie;12 rue des Essais, bâtiment B;private\n')).toEqual([{ prenoms: 'Ada, Marie', adresse: '12 rue des Essais, bâtiment B', usage: 'private' }]);
  });

  test('tabulations d’un tableur, virgules d’un autre logiciel : c’est la ligne de titres qui le dit', () => {
    expect(readTable('plaque\tprenoms\n471001NC\tAda, Marie; Zoé')).toEqual([{ plaque: '471001NC', prenoms: 'Ada, Marie; Zoé' }]);
    expect(readTable('plaque,prenoms\n471001NC,"Ada, Marie"')).toEqual([{ plaque: '471001NC', prenoms: 'Ada, Marie' }]);
  });

  test('une seule colonne, un titre vide devant, un fichier vide', () => {
    expect(readTable('sujet\n471001NC')).toEqual([{ sujet: '471001NC' }]);
    expect(readTable('\uFEFF\nsujet;motif\n471001NC;un, deux')).toEqual([{ sujet: '471001NC', motif: 'un, deux' }]);
    expect(readTable('')).toEqual([]);
  });
});
