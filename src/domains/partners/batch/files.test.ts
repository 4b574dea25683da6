import { describe, expect, it } from 'vitest';
import { fileFor } from './files.ts';

const rows = [{ line: 2, name: 'VSKDEMO0000000101' }, { line: 3, name: 'VSKDEMO0000000102' }, { line: 4, name: null }];
const lack = (line: number, piece: string) => ({ line, dossierId: `d${line}`, piece, label: piece, photo: piece.startsWith('photo-'), own: piece === 'photo-vin' });
const lacks = [lack(2, 'facture'), lack(2, 'photo-vin'), lack(2, 'photo-document'), lack(3, 'facture'), lack(3, 'dedouanement')];
const find = (name: string) => fileFor(name, rows, lacks);

describe('un fichier trouve sa ligne par son nom', () => {
  it.each([
    ['2-facture.pdf', ['d2'], 'facture'], ['2 - Facture.PDF', ['d2'], 'facture'], ['3_dédouanement.jpg', ['d3'], 'dedouanement'], ['VSKDEMO0000000102-facture.png', ['d3'], 'facture'],
    ['2-vin.jpg', ['d2'], 'photo-vin'], ['2-facture (1).pdf', ['d2'], 'facture'], ['lot-facture.pdf', ['d2', 'd3'], 'facture'],
  ])('%s', (name, dossierIds, kind) => expect(find(name)).toEqual({ kind, dossierIds, photo: kind.startsWith('photo-') }));

  it.each([
    ['facture.pdf', /son nom doit être/], ['9-facture.pdf', /aucune ligne de ce lot ne s’appelle « 9 »/], ['4-facture.pdf', /la ligne 4 n’attend pas de pièce/], ['3-photo.jpg', /la ligne 3 attend : facture, dedouanement/],
    ['2-photo.jpg', /la ligne 2 attend/], ['lot-photo-vin.jpg', /prise sur un véhicule/], ['lot-recette.pdf', /aucune ligne n’attend cette pièce/], ['2-facture', /son nom doit être/], ['../2-facture.pdf', /son nom doit être/],
  ])('%s n’en trouve aucune, et il est dit pourquoi', (name, why) => expect((find(name) as { wrong: string }).wrong).toMatch(why));
});
