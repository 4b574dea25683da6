import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

// What the documents promise is there: the files they name, and the tests that docs/security.md calls to witness.
const ROOT = join(import.meta.dirname, '..');
const text = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const documents = ['README.md', 'CONTRIBUTING.md', ...globSync('docs/**/*.md', { cwd: ROOT }).map((path) => path.replaceAll('\\', '/'))];
/** Titles of test, it and describe, with what `each` puts in them left as it is written. */
const titles = globSync('{src,tests}/**/*.{test,journey,endurance}.{ts,tsx}', { cwd: ROOT }).flatMap((path) => titlesIn(path, text(path)));

/** Said by the launcher to the server, or by a developer to a test: not an installation's. */
const OURS = ['SITT_ROOT', 'SITT_DEV', 'SITT_LONG', 'SHOW_PAPERS'];

describe('les documents', () => {
  test('voit les titres', () => {
    expect(titles.length).toBeGreaterThan(400);
    expect(titles).toContain('voit les titres');
  });

  test.each(documents)('%s ne nomme que des fichiers qui existent', (document) => {
    const named = [...text(document).matchAll(/`((?:src|tests|docs|db|bin|build|bench)\/[\w./-]+)`/g)].map(([, path]) => path as string);
    expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  test('docs/operations.md nomme chaque réglage que lit le serveur', () => {
    const sources = globSync('src/**/*.ts', { cwd: ROOT }).filter((path) => !path.endsWith('.test.ts')).map(text);
    const read = sources.flatMap((source) => source.split('\n').filter((line) => /\benv\b/.test(line)).flatMap((line) => [...line.matchAll(/\b(?:PORT|HOST|[A-Z]{2,}(?:_[A-Z]+)+)\b/g)].map(([name]) => name)));
    const settings = [...new Set(read)].filter((name) => !OURS.includes(name));
    expect(settings.length).toBeGreaterThan(20);
    expect(settings.filter((name) => !text('docs/operations.md').includes(`\`${name}\``))).toEqual([]);
  });

  test('chaque essai cité par docs/security.md existe', () => {
    const lines = text('docs/security.md').split('\n').filter((line) => line.startsWith('| V'));
    expect(lines).toHaveLength(17);
    const cited = lines.flatMap((line) => [...(line.split('|')[3] ?? '').matchAll(/« ?(.+?) ?»/g)].map(([, title]) => title as string));
    expect(cited.length).toBeGreaterThan(25);
    expect(cited.filter((title) => !titles.some((known) => matches(known, title)))).toEqual([]);
  });
});

/** « … » stands for words left out. */
function matches(known: string, cited: string): boolean {
  let from = 0;
  return cited.split('…').every((part) => {
    const at = plain(known).indexOf(plain(part), from);
    from = at + plain(part).length;
    return at >= 0;
  });
}

function plain(words: string): string {
  return words.replaceAll('’', "'").replace(/[\s\u00a0\u202f]+/g, ' ').trim();
}

function titlesIn(path: string, source: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const [first] = ts.isCallExpression(node) ? node.arguments : [];
    if (ts.isCallExpression(node) && first && /^(test|it|describe)\b/.test(node.expression.getText(file)) && (ts.isStringLiteralLike(first) || ts.isTemplateExpression(first))) {
      found.push(ts.isStringLiteralLike(first) ? first.text : first.getText(file).slice(1, -1));
    }
    ts.forEachChild(node, visit);
  };
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true);
  visit(file);
  return found;
}
