import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { legalTexts } from './texts.ts';

test('le glossaire ne cite que des textes du registre', () => {
  const page = readFileSync(new URL('../../docs/glossary.md', import.meta.url), 'utf8');
  const rows = page.split('\n').filter((row) => /^\| (?!Term of|-)/.test(row)).map((row) => row.replaceAll('\\|', '/').split('|').map((cell) => cell.trim()));
  expect(rows.length).toBeGreaterThan(50);
  const known = new Set<string>(legalTexts.map(({ id }) => id));
  const cited = rows.flatMap((row) => [...(row[3] ?? '').matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? ''));
  expect(cited.length).toBeGreaterThan(30);
  expect(cited.filter((id) => !known.has(id))).toEqual([]);
});
