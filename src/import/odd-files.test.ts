import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../tests/setup/database.ts';
import { buildWorld } from '../app.ts';
import type { World } from '../core/demarche/index.ts';
import { loadStates } from '../core/act/store.ts';
import type { VehicleState } from '../domains/vehicles/index.ts';
import { vehicleId } from './acts.ts';
import { reportCsv } from './report.ts';
import { importFile, type ImportReport } from './run.ts';

let db: TestDatabase;
let world: World;
let folder: string;
beforeAll(async () => {
  [db, folder] = await Promise.all([testDatabase(), mkdtemp(join(tmpdir(), 'sitt-odd-'))]);
  world = buildWorld(db.pools, { mode: 'test' });
});
afterAll(async () => { await db.close(); await rm(folder, { recursive: true }); });

let count = 0;
async function file(content: string | Buffer): Promise<string> {
  const path = join(folder, `essai-${count += 1}.csv`);
  await writeFile(path, content);
  return path;
}
const load = async (content: string | Buffer, source: string): Promise<ImportReport> => importFile(world, { file: await file(content), source });
const makeOf = async (source: string, key: string) => {
  const id = vehicleId(source, key);
  return ((await loadStates(db.pools.read, world.facets, [{ kind: 'vehicle', id }])).get(id)?.['vehicle'] as VehicleState).technical[0]?.data['D.1'];
};
const acts = async () => (await db.owner<{ n: number }[]>`select count(*)::int as n from act`)[0]?.n;
const waiting = async () => (await db.owner<{ n: number }[]>`select count(*)::int as n from import_row`)[0]?.n;

describe('un fichier qui n’est pas un CSV de véhicules est refusé d’une phrase, et rien n’est écrit', { timeout: 30_000 }, () => {
  const head = 'vehicule;marque\n';
  const cases: [string, string | Buffer, RegExp][] = [
    ['vide', '', /est vide/],
    ['des lignes blanches', '\n\r\n\n', /est vide/],
    ['un en-tête seul', head, /n’a que son en-tête/],
    ['un classeur .xlsx', Buffer.from('PK\u0003\u0004\u0014\u0000\u0006\u0000', 'latin1'), /un classeur .*CSV UTF-8/],
    ['un classeur .xls', Buffer.from('\u00d0\u00cf\u0011\u00e0\u00a1\u00b1', 'latin1'), /ancien classeur Excel/],
    ['un PDF', '%PDF-1.7\n', /est un PDF/],
    ['compressé', Buffer.from([0x1f, 0x8b, 8, 0]), /compressé/],
    ['sans colonne qui nomme le véhicule', 'marque;couleur\nESSAI;BLEU\n', /ne nomme le véhicule : il faut « vehicule », « immatriculation » ou « numero_chassis »/],
    ['des en-têtes inconnus', 'a;b;c\n1;2;3\n', /ne nomme le véhicule/],
    ['l’historique à la place des véhicules', 'vehicule;ordre_source;mois;operation;annulee\nA;1;2011-04;IMMAT_NORMALE;\n', /ne dit rien des véhicules que leur clé.*--history/],
    ['les mesures à la place des véhicules', 'vehicule;type;autorite;reference\nA;vol;police;X\n', /ne dit rien des véhicules que leur clé.*--holds/],
    ['des en-têtes en double', 'vehicule;marque;Marque;ptac;PTAC_F2\nA;B;C;1;2\n', /« marque » et « Marque » ; « ptac » et « PTAC_F2 »/],
    ['un guillemet jamais fermé', `${head}A;"ESSAI\nB;ESSAI\nC;ESSAI\n`, /guillemet .* n’est jamais refermé/],
    ['un guillemet jamais fermé dans l’en-tête', 'vehicule;"marque\nA;B\n', /guillemet .* n’est jamais refermé/],
    ['une ligne de 5 Mo', `${head}A;${'x'.repeat(5e6)}\n`, /plus de 256 Kio pour une seule ligne/],
    ['un en-tête de 5 Mo', 'x'.repeat(5e6), /n’a pas d’en-tête/],
  ];
  test.each(cases)('%s', async (_, content, sentence) => {
    const before = await acts();
    await expect(load(content, 'refus')).rejects.toThrow(sentence);
    expect([await acts(), await waiting()]).toEqual([before, 0]);
  });

  test('un dossier, un fichier absent, un historique sans ses colonnes', async () => {
    await expect(importFile(world, { file: folder, source: 'x' })).rejects.toThrow(/est un dossier/);
    await expect(importFile(world, { file: join(folder, 'rien.csv'), source: 'x' })).rejects.toThrow(/n’existe pas/);
    await expect(importFile(world, { file: await file(`${head}A;B\n`), history: await file('mois;operation\n2001;X\n'), source: 'x' })).rejects.toThrow(/historique .* la colonne « vehicule »/);
  });
});

describe('ce que des registres et des tableurs écrivent vraiment est lu', { timeout: 30_000 }, () => {
  const text = 'vehicule\tmarque\tcouleur\r\nU-1\tCITROËN\tbleu\r\n';
  const swapped = Buffer.from(`\uFEFF${text}`, 'utf16le').swap16();
  const cases: [string, string | Buffer, string][] = [
    ['UTF-16 avec sa marque, tabulations', Buffer.from(`\uFEFF${text}`, 'utf16le'), 'utf-16le'],
    ['UTF-16 à l’envers', swapped, 'utf-16be'],
    ['UTF-16 sans marque', Buffer.from(text, 'utf16le'), 'utf-16le'],
    ['UTF-8 avec sa marque', `\uFEFF${text}`, 'utf-8'],
    ['fins de ligne CR', text.replaceAll('\r\n', '\r'), 'utf-8'],
    ['fins de ligne mêlées, lignes blanches avant et dedans', `\r\n\n${text.replace('bleu\r\n', 'bleu\r\n\n')}`, 'utf-8'],
    ['en-tête entre guillemets', text.replace('vehicule\tmarque', '"véhicule"\t"Marque"'), 'utf-8'],
    ['octets NUL', text.replace('CITROËN', 'CIT\0ROËN').replace('vehicule', 'vehi\0cule'), 'utf-8'],
  ];
  test.each(cases)('%s', async (name, content, encoding) => {
    const report = await load(content, name);
    expect(report).toMatchObject({ file: { encoding, delimiter: '\t' }, totals: { loaded: 1, refused: 0 } });
    expect(await makeOf(name, 'U-1')).toBe('CITROËN');
    expect(report.met.get('signes-otes')).toBe(name === 'octets NUL' ? 1 : 0);
  });

  test('un guillemet au milieu d’un mot n’est qu’un guillemet ; une valeur ou un numéro démesurés sont refusés, les autres lignes chargées', async () => {
    const report = await load(`vehicule;immatriculation;numero_titre;commune;marque\nA;;;;ESS"AI\nB;;;;${'x'.repeat(9_000)}\nC;${'9'.repeat(4_000)};T1;98818;ESSAI\nD;${'9'.repeat(30)};T2;98818;ESSAI\n`, 'grand');
    expect(report.results.map(({ key, outcome }) => `${key} ${outcome}`)).toEqual(['A loaded', 'B refused', 'C refused', 'D refused']);
    expect(await makeOf('grand', 'A')).toBe('ESS"AI');
  });

  test('le rapport s’ouvre dans un tableur sans y lancer de formule, et dit quelle valeur est en cause', async () => {
    const report = await load('vehicule;marque;P.1\n"=cmd|\' /C calc\'!A0";=1+1;douze\n@SUM(A1);+2;-5\n-3;ESSAI;0\n', 'formules');
    const rows = parse(reportCsv(report), { delimiter: ';', bom: true }) as unknown as string[][];
    expect(rows.flat().filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
    expect(rows[0]).toEqual(['ligne', 'vehicule', 'issue', 'regles', 'motifs', 'valeurs']);
    expect(rows[1]?.[5]).toContain('nombre-illisible : P.1');
    expect(await makeOf('formules', '=cmd|\' /C calc\'!A0')).toBe('=1+1');
  });
});

test('deux reprises du même fichier à la fois : l’une attend son tour, rien n’est perdu ni doublé ; ce qu’une reprise tuée a laissé est balayé', { timeout: 60_000 }, async () => {
  await db.owner`insert into import_row (run, line, key, fields) values ('tuee', 2, 'X', '{}')`;
  const path = await file(`vehicule,marque\n${Array.from({ length: 1_200 }, (_, index) => `D-${index},ESSAI`).join('\n')}\n`);
  const both = await Promise.allSettled([importFile(world, { file: path, source: 'deux' }), importFile(world, { file: path, source: 'deux' })]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(String(both.find((one) => one.status === 'rejected')?.reason)).toMatch(/déjà en cours/);
  expect((await importFile(world, { file: path, source: 'deux' })).totals).toMatchObject({ loaded: 0, already: 1_200 });
  expect((await db.owner<{ n: number }[]>`select count(*)::int as n from act where kind = 'vehicle.described' and request_id like 'import:%:deux:%'`)[0]?.n).toBe(1_200);
  expect(await waiting()).toBe(0);
});
