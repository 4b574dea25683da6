import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readArguments } from './import.ts';

const file = join(import.meta.dirname, '../../bench/sample/legacy-sample.csv');
const history = join(import.meta.dirname, '../../bench/sample/legacy-history.csv');

test('les mots compris', () => {
  expect(readArguments([file])).toEqual({ diff: false, options: { file, source: 'legacy-sample' } });
  expect(readArguments([file, '--history', history, '--source', 'lisa', '--diff'])).toEqual({ diff: true, options: { file, source: 'lisa', history } });
});

// « --dif » used to load what it was asked to compare.
test.each([['--dif'], ['--dry-run'], ['-d'], ['--diff=non'], ['--history'], ['--source']])('%s : rien ne commence', (...words) => {
  expect(() => readArguments([file, ...words])).toThrow(/^« --?\S+ » n’est pas compris, ou il lui manque sa valeur. Usage/);
});

test('sans fichier, avec deux, ou avec un qui n’existe pas', () => {
  expect(() => readArguments([])).toThrow(/^Usage/);
  expect(() => readArguments([file, history])).toThrow(/^Usage/);
  expect(() => readArguments([file, '--holds', '/nulle/part.csv'])).toThrow('n’existe pas');
});
