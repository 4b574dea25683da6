import { describe, expect, test } from 'vitest';
import { slicesOf, UnreadableText } from '../../../core/values/file-text.ts';
import { readTable as read } from './table.ts';

const readWithLines = (text: string, pathOf?: (title: string) => string | undefined) => read(text, 100, pathOf);
const readTable = async (text: string) => (await readWithLines(text)).records;

describe('lire un lot', () => {
  test('un fichier de points-virgules garde ses virgules : « Ada, Marie » est une seule réponse', async () => {
    expect(await readTable('prenoms;adresse;usage\nAda, Marie;12 rue des Essais, bâtiment B;private\n')).toEqual([{ prenoms: 'Ada, Marie', adresse: '12 rue des Essais, bâtiment B', usage: 'private' }]);
  });

  test('tabulations d’un tableur, virgules d’un autre logiciel : c’est la ligne de titres qui le dit', async () => {
    expect(await readTable('plaque\tprenoms\n471001NC\tAda, Marie; Zoé')).toEqual([{ plaque: '471001NC', prenoms: 'Ada, Marie; Zoé' }]);
    expect(await readTable('plaque,prenoms\n471001NC,"Ada, Marie"')).toEqual([{ plaque: '471001NC', prenoms: 'Ada, Marie' }]);
  });

  test('une seule colonne, un titre vide devant, un fichier vide', async () => {
    expect(await readTable('sujet\n471001NC')).toEqual([{ sujet: '471001NC' }]);
    expect(await readTable('\uFEFF\nsujet;motif\n471001NC;un, deux')).toEqual([{ sujet: '471001NC', motif: 'un, deux' }]);
    expect(await readTable('')).toEqual([]);
  });

  test('un guillemet dans une cellule est un signe comme un autre ; un guillemet ouvert et jamais fermé est dit', async () => {
    expect(await readTable('marque;roue\nTOYOTA;16" alliage\n=HYPERLINK("http://x");2')).toEqual([{ marque: 'TOYOTA', roue: '16" alliage' }, { marque: '=HYPERLINK("http://x")', roue: '2' }]);
    await expect(readTable('marque;roue\n"TOYOTA;16')).rejects.toThrow(UnreadableText);
    await expect(readTable('marque;roue\nA;1\nB;"16\nC;2\n')).rejects.toThrow('Ligne 3, colonne B : un guillemet s’ouvre et ne se ferme pas.');
    await expect(readTable('marque;roue\n"B";"16" pouces"\n')).rejects.toThrow('Ligne 2, colonne B : un guillemet y est mal placé.');
  });

  test('rien de ce qui est écrit ne se perd : une cellule de trop, une colonne en double arrêtent le tableau ; des cases vides, non', async () => {
    await expect(readTable('sujet;place\n1NC;12\n2NC;12 ; rue des Essais\n')).rejects.toThrow('Ligne 3, colonne C : « rue des Essais » n’est sous aucun titre');
    await expect(readTable('sujet;a;b\n1;2;3;4\n1;2;3\n1;2;3;;5')).rejects.toThrow('Ligne 2, colonne D : « 4 » n’est sous aucun titre (de même aux lignes 4)');
    await expect(readTable('sujet;;place\n1NC;12;a')).rejects.toThrow('Ligne 2, colonne B : « 12 » n’est sous aucun titre');
    await expect(readTable('sujet;place;place\n1NC;a;b')).rejects.toThrow('La colonne « place » est là deux fois');
    expect(await readTable('sujet;place;;\n1NC;a;;\n;;;\n2NC\n\t')).toEqual([{ sujet: '1NC', place: 'a' }, { sujet: '2NC' }]);
  });

  test('ce qui n’est pas un lot ne se lit pas jusqu’au bout : trop de colonnes, de lignes, de signes ; un tour de lecture laisse passer les autres', async () => {
    await expect(readTable(`${Array.from({ length: 401 }, (_, n) => `c${n}`).join(';')}\n1`)).rejects.toThrow('plus de 400 colonnes');
    await expect(readTable(`sujet\n${'1NC\n'.repeat(101)}`)).rejects.toThrow('100 lignes au plus : celui-ci en a davantage');
    await expect(readTable(`sujet;place\n1NC;${'a'.repeat(70_000)}`)).rejects.toThrow('plus de 65536 signes');
    await expect(readTable(Array.from({ length: 60_000 }, (_, n) => `c${n}`).join(';'))).rejects.toThrow('plus de 65536 signes');
    let turns = 0;
    let reading = true;
    const others = () => { if (reading) { turns += 1; setImmediate(others); } };
    setImmediate(others);
    expect((await read(`sujet;place\n${'1NC;12 rue des Essais\n'.repeat(2_000)}`, 2_000)).records).toHaveLength(2_000);
    reading = false;
    expect(turns).toBeGreaterThan(10);
  });

  test('un signe de deux moitiés n’est pas coupé entre deux bouts', () => {
    expect([...slicesOf('abc😀é', 4)]).toEqual(['abc😀', 'é']);
    expect([...slicesOf('ab😀é', 4)]).toEqual(['ab😀', 'é']);
    expect([...slicesOf('', 4)]).toEqual([]);
  });

  test('la première ligne d’Excel, « sep=; », dit le signe et n’est pas un titre ; sans elle, le premier titre compte', async () => {
    for (const mark of ['sep=;\r\n', '\uFEFFsep=;\r\n', 'SEP=;\n', '"sep=;"\n', 'sep=;;;\n']) expect(await readWithLines(`${mark}sujet;place\r\n1NC;a,b\r\n`), mark).toEqual({ records: [{ sujet: '1NC', place: 'a,b' }], lines: [2] });
    expect(await readTable('sep=|\nsujet|place\n1NC|a;b,c')).toEqual([{ sujet: '1NC', place: 'a;b,c' }]);
    expect(await readTable('séparé;place\n1;a')).toEqual([{ séparé: '1', place: 'a' }]);
  });

  test('chaque ligne garde le numéro que le tableur lui donne, lignes vides comprises', async () => {
    expect((await readWithLines('sujet;place\n1NC;a\n;\n\n2NC;"b\nb"\n3NC;c\n;;\n')).lines).toEqual([2, 5, 6]);
    expect((await readWithLines('\n;\nsujet;place\n1NC;a')).lines).toEqual([4]);
  });

  test('un titre se reconnaît par ce qu’il veut dire ; deux pour une même question, ou aucun, arrêtent le tableau', async () => {
    const pathOf = (title: string) => ({ plaque: 'sujet', immatriculation: 'sujet', lieu: 'place' } as Record<string, string>)[title.toLowerCase()];
    expect((await readWithLines('Immatriculation;Note\n1NC;a', pathOf)).records).toEqual([{ sujet: '1NC', Note: 'a' }]);
    await expect(readWithLines('Plaque;Lieu;Immatriculation\n1;2;3', pathOf)).rejects.toThrow('Les colonnes « Plaque » et « Immatriculation » répondent à la même question');
    await expect(readWithLines('\n1NC;Nouméa\n2NC;Koné', pathOf)).rejects.toThrow('Ligne 2 : aucun titre n’est celui d’une colonne de cette démarche (« 1NC », « Nouméa »)');
  });
});
