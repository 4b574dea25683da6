import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

// The rules of the house (docs/decisions, README): each is a function that names the files that break it.
const ROOT = join(import.meta.dirname, '..');
const TOO_LONG = 400;
const DRAWERS = /\/(utils?|helpers?|common|shared|services|managers|misc)(\/|\.tsx?$)/;
/** From the ground up; a domain enters only those of the lines before its own. */
const FLOORS = [
  ['people'],
  ['documents', 'payments'],
  ['appointments', 'partners'],
  ['vehicles', 'licences'],
  ['inspections', 'insurance'],
  ['registrations'],
  ['education', 'transport'],
  ['roads', 'fund'],
];

type Source = { readonly path: string; readonly text: string; readonly imports: readonly string[] };

const sources = list('src')
  .filter((path) => /\.tsx?$/.test(path))
  .map(read);
const code = sources.filter(({ path }) => !/\.test\.tsx?$/.test(path));

describe("l'architecture", () => {
  test('voit les fichiers', () => {
    expect(sources.length).toBeGreaterThan(20);
    expect(code.flatMap(({ imports }) => imports).length).toBeGreaterThan(50);
    expect(code.map(({ path }) => path)).toContain('src/core/db/sql.ts');
  });

  test('core et ui ne connaissent ni domaine ni porte', () => {
    const upper = /^src\/(domains|doors|commands|reactions|server|app|main)[/.]/;
    expect(breaches(/^src\/(core|ui)\//, (_from, to) => upper.test(to))).toEqual([]);
    // The core reads of the country only its time zone and its currency.
    const country = (to: string) => to.startsWith('src/territory/') && to !== 'src/territory/place.ts';
    expect(breaches(/^src\/core\//, (_from, to) => country(to) || to.startsWith('src/ui/'))).toEqual([]);
  });

  test('un domaine est connu, et entre dans un autre seulement vers le bas et par sa face', () => {
    const unknown = code.map(({ path }) => domainOf(path)).filter((name) => name !== undefined && floorOf(name) < 0);
    expect([...new Set(unknown)]).toEqual([]);
    expect(
      breaches(/^src\/domains\//, (from, to) => {
        const [mine, other] = [domainOf(from), domainOf(to)];
        if (mine === undefined || other === undefined || mine === other) return false;
        return floorOf(other) >= floorOf(mine) || !/^src\/domains\/[^/]+\/index\.tsx?$/.test(to);
      }),
    ).toEqual([]);
  });

  test('hors des domaines aussi, on entre par la face', () => {
    expect(breaches(/^src\/(?!domains\/)/, (_from, to) => domainOf(to) !== undefined && !/\/index\.tsx?$/.test(to))).toEqual([]);
  });

  // The threads that verify the register load these faces without a build: a page behind one stops them.
  test("la face d'un domaine n'entraîne aucune page", () => {
    expect(breaches(/^src\/domains\/[^/]+\/index\.ts$/, (_from, to) => to.endsWith('.tsx'))).toEqual([]);
  });

  test("personne n'importe une porte, sauf ce qui assemble la maison", () => {
    const assembling = /^src\/(app|main|server|tasks)\.tsx?$|^src\/commands\//;
    const entering = (from: string, to: string) => !assembling.test(from) && doorOf(to) !== undefined && doorOf(to) !== doorOf(from);
    expect(breaches(/^src\//, entering)).toEqual([]);
  });

  test("un écran n'importe pas de store, ni la base", () => {
    expect(breaches(/^src\/domains\/[^/]+\/screens[/.]/, (_from, to) => /\/store[/.]/.test(to) || to.startsWith('src/core/db/'))).toEqual(
      [],
    );
  });

  test('les règles ne connaissent que modèle, valeurs et types des actes : ni base, ni HTTP, ni horloge, ni environnement', () => {
    const rules = /^src\/domains\/[^/]+\/rules[/.]/;
    const pure =
      /^src\/(domains\/[^/]+\/(model|rules|words)[/.]|domains\/[^/]+\/index\.ts$|core\/(values|act|demarche)\/|core\/access\/actor\.ts$|territory\/)|^zod$|^temporal-polyfill$/;
    expect(breaches(rules, (_from, to) => !pure.test(to))).toEqual([]);
    const impure = code.filter(
      ({ path, text }) => rules.test(path) && /\bprocess\.|Date\.now\(|new Date\(\)|Temporal\.Now|Math\.random|\bfetch\(/.test(text),
    );
    expect(impure.map(({ path }) => path)).toEqual([]);
  });

  test('le pilote de la base ne vit que dans core/db', () => {
    expect(breaches(/^src\/(?!core\/db\/)/, (_from, to) => to === 'postgres' || to === 'pg')).toEqual([]);
    const opening = code.filter(
      ({ path, text }) => /^src\/(domains|doors|ui|territory|islands)\//.test(path) && /\b(connect|pools)\(\s*\w*[uU]rl/.test(text),
    );
    expect(opening.map(({ path }) => path)).toEqual([]);
  });

  test("une porte ne lit pas l'identité d'une démarche pour décider", () => {
    const reading = /\bdemarche\.id\s*(===|!==|==|!=)|switch\s*\(\s*\w*\.?demarche\.id/;
    expect(code.filter(({ path, text }) => path.startsWith('src/doors/') && reading.test(text)).map(({ path }) => path)).toEqual([]);
  });

  test(`pas de dossier fourre-tout, pas de fichier de plus de ${TOO_LONG} lignes, tout en UTF-8`, () => {
    const files = ['src', 'tests', 'bench', 'bin', 'build', 'db/migrations', 'docs'].flatMap(list);
    expect(files.filter((path) => DRAWERS.test(path))).toEqual([]);
    const written = files
      .filter((path) => /\.(tsx?|mjs|sql|scss)$/.test(path))
      .map((path) => ({ path, bytes: readFileSync(join(ROOT, path)) }));
    expect(written.filter(({ bytes }) => bytes.toString('utf8').split('\n').length > TOO_LONG + 1).map(({ path }) => path)).toEqual([]);
    expect(
      written.filter(({ bytes }) => !Buffer.from(bytes.toString('utf8')).equals(bytes) || bytes[0] === 0xef).map(({ path }) => path),
    ).toEqual([]);
  });

  test("chaque table dit ce qu'elle est", () => {
    const sql = list('db/migrations')
      .map((path) => readFileSync(join(ROOT, path), 'utf8'))
      .join('\n')
      .toLowerCase();
    const created = [...sql.matchAll(/^\s*create table (?:if not exists )?([\w.]+)/gm)].map(([, name]) => name);
    const explained = new Set([...sql.matchAll(/comment on table ([\w.]+) is/g)].map(([, name]) => name));
    expect(created.length).toBeGreaterThan(0);
    expect(created.filter((name) => !explained.has(name))).toEqual([]);
  });
});

/** Each forbidden import of the files that match `of`, written « from → to ». */
function breaches(of: RegExp, isForbidden: (from: string, to: string) => boolean): string[] {
  return code
    .filter(({ path }) => of.test(path))
    .flatMap(({ path, imports }) => imports.filter((to) => isForbidden(path, to)).map((to) => `${path} → ${to}`));
}

function domainOf(path: string): string | undefined {
  return /^src\/domains\/([^/]+)\//.exec(path)?.[1];
}

function floorOf(domain: string): number {
  return FLOORS.findIndex((floor) => floor.includes(domain));
}

function doorOf(path: string): string | undefined {
  return /^src\/doors\/([^/]+)/.exec(path)?.[1];
}

function list(folder: string): string[] {
  try {
    return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join('/'));
  } catch {
    return [];
  }
}

/** Imports as paths from the root; a package by its bare name. Types count too: knowing a type is knowing its owner. */
function read(path: string): Source {
  const text = readFileSync(join(ROOT, path), 'utf8');
  const imports = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) =>
    fileName.startsWith('.')
      ? relative(ROOT, resolve(ROOT, dirname(path), fileName))
          .split(sep)
          .join('/')
      : fileName,
  );
  return { path, text, imports };
}
