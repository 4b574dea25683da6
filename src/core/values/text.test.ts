import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ascii, fold, slug } from './text.ts';

describe('textes comparés sans accents ni casse', () => {
  test('les noms de lieux et de personnes se retrouvent comme on les tape', () => {
    expect(fold("L'Île-des-Pins")).toBe('l ile des pins');
    expect(fold('L’ÎLE DES PINS')).toBe(fold("l'île-des-pins"));
    expect(fold('Cœur Ærø')).toBe('coeur aero');
    expect(fold('  Wéma   Xârâcùù ')).toBe('wema xaracuu');
  });

  test('un nom en écriture non latine n’est pas effacé de la comparaison', () => {
    expect(fold('Нуме́а')).toBe('нумеа');
    expect(fold('阮 文')).not.toBe(fold('阮 明'));
  });

  test('l’ASCII garde la casse et montre ce qu’il ne sait pas écrire', () => {
    expect(ascii('Koné – « Baco » 5 €')).toBe('Kone - " Baco " 5 EUR');
    expect(ascii('阮')).toBe('?');
    expect(slug('Vallée du Tir, Nouméa')).toBe('vallee-du-tir-noumea');
  });

  test('propriété : plier deux fois ne change plus rien ; l’ASCII est de l’ASCII', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(fold(fold(text))).toBe(fold(text));
        expect(ascii(text)).toMatch(/^[\x20-\x7e]*$/);
      }),
      { seed: 7 },
    );
  });
});
