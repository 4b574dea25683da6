import { describe, expect, test } from 'vitest';
import { UnreadableText } from '../../../core/values/file-text.ts';
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

  test('un guillemet dans une cellule est un signe comme un autre ; un guillemet ouvert et jamais fermé est dit', () => {
    expect(readTable('marque;roue\nTOYOTA;16" alliage\n=HYPERLINK("http://x");2')).toEqual([{ marque: 'TOYOTA', roue: '16" alliage' }, { marque: '=HYPERLINK("http://x")', roue: '2' }]);
    expect(() => readTable('marque;roue\n"TOYOTA;16')).toThrow(UnreadableText);
  });

  test('rien de ce qui est écrit ne se perd : une cellule de trop, une colonne en double arrêtent le tableau ; des cases vides, non', () => {
    expect(() => readTable('sujet;place\n1NC;12\n2NC;12 ; rue des Essais\n')).toThrow('La ligne 3 a plus de cellules que la ligne de titres');
    expect(() => readTable('sujet;a;b\n1;2;3;4\n1;2;3\n1;2;3;;5')).toThrow('Les lignes 2, 4 ont plus');
    expect(() => readTable('sujet;;place\n1NC;12;a')).toThrow('La ligne 2 a plus');
    expect(() => readTable('sujet;place;place\n1NC;a;b')).toThrow('La colonne « place » est là deux fois');
    expect(readTable('sujet;place;;\n1NC;a;;\n;;;\n2NC\n\t')).toEqual([{ sujet: '1NC', place: 'a' }, { sujet: '2NC' }]);
  });
});
