import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addF, formatF, francs, multiplyF, parseF } from './money.ts';

describe('francs entiers (le XPF n’a pas de décimales)', () => {
  test('12500 s’écrit « 12 500 F » avec des espaces fines insécables', () => {
    expect(formatF(12500)).toBe('12\u202f500\u202fF');
    expect(formatF(0)).toBe('0\u202fF');
    expect(formatF(-6000)).toBe('\u22126\u202f000\u202fF');
  });

  test('une fraction de franc ou un nombre démesuré est une erreur de programme, jamais un arrondi silencieux', () => {
    expect(() => addF(1, 0.5)).toThrow(RangeError);
    expect(() => addF(Number.MAX_SAFE_INTEGER, 1)).toThrow(RangeError);
    expect(() => formatF(Number.NaN)).toThrow(RangeError);
    expect(() => multiplyF(2 ** 52, 4)).toThrow(RangeError);
  });

  test('un pourcentage s’arrondit au franc le plus proche, la moitié vers le haut', () => {
    expect(multiplyF(1005, 0.1)).toBe(101);
    expect(multiplyF(-1005, 0.1)).toBe(-101);
    expect(multiplyF(1000, 1.0005)).toBe(1001);
    expect(multiplyF(3000, 0.2)).toBe(600);
  });

  test('un montant saisi avec une décimale est refusé avec une phrase', () => {
    expect(francs.safeParse(10.5).error?.issues[0]?.message).toBe('Indiquez un montant en francs entiers, sans décimales.');
    expect(francs.safeParse(-1).success).toBe(false);
    expect(parseF('12,50')).toBeUndefined();
    expect(parseF('12.5')).toBeUndefined();
    expect(parseF('12.500 XPF')).toBe(12500);
    expect(parseF('')).toBeUndefined();
  });

  test('propriété : tout montant écrit se relit', () => {
    fc.assert(
      fc.property(fc.integer({ min: -2_000_000_000, max: 2_000_000_000 }), (amount) => parseF(formatF(amount)) === amount),
      { seed: 988 },
    );
  });
});
