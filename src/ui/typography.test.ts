import fc from 'fast-check';
import { expect, test } from 'vitest';
import { frenchSpaces } from './typography.ts';

const N = '\u00a0';
const THIN = '\u202f';

test('aucune ligne ne commence par un signe double ni une unité', () => {
  expect(frenchSpaces('<p>Où ? Ici : « Koné » !</p>')).toBe(`<p>Où${THIN}? Ici${N}: «${N}Koné${N}»${THIN}!</p>`);
  expect(frenchSpaces('<p>15 000 F, 3500 kg, n° 55, le 1er mars 2026, 412 345 NC</p>')).toBe(
    `<p>15${N}000${N}F, 3500${N}kg, n°${N}55, le 1er${N}mars 2026, 412${N}345${N}NC</p>`,
  );
});

test('ce qui a été saisi et les attributs restent tels quels', () => {
  const kept = '<input value="a : b > c ? 1 000 F"><textarea>x : y ?</textarea><option>1 000 F</option><code>a : b</code>';
  expect(frenchSpaces(kept)).toBe(kept);
});

test('seules des espaces changent, quel que soit le texte', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => {
    expect(frenchSpaces(text).replace(/[\u00a0\u202f]/g, ' ')).toBe(text.replace(/[\u00a0\u202f]/g, ' '));
  }));
});
