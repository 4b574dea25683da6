import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatPlate, normalizePlate, parsePlate, plateOf, series, seriesOf } from './series.ts';

describe('séries de numéros (série NC depuis 1953 ; les autres à confirmer)', () => {
  test('une plaque se lit de toutes les façons dont on l’écrit', () => {
    for (const typed of ['412 345 nc', '412.345-NC', '412345NC', ' 0412345 NC', '412\u202f345\u00a0nc']) {
      expect(normalizePlate(typed), typed).toBe('412345NC');
    }
    expect(formatPlate('412345NC')).toBe('412\u00a0345\u00a0NC');
    expect(formatPlate('12 nc')).toBe('12\u00a0NC');
  });

  test('une plaque étrangère garde son ordre et ses zéros', () => {
    expect(normalizePlate('ab-123-cd')).toBe('AB123CD');
    expect(normalizePlate('007 XYZ 1')).toBe('007XYZ1');
    expect(parsePlate('AB-123-CD')).toBeUndefined();
    expect(formatPlate('ab-123-cd')).toBe('AB123CD');
  });

  test('un numéro hors de sa série est refusé', () => {
    const nc = seriesOf('nc', '2026-11-23');
    expect(plateOf(nc, 480_000)).toBe('480000NC');
    for (const wrong of [0, -1, 1.5, 1_000_000]) expect(() => plateOf(nc, wrong)).toThrow(RangeError);
    expect(parsePlate('1234567NC')).toBeUndefined();
    expect(() => seriesOf('nc', '1950-01-01')).toThrow(RangeError);
  });

  test('seule la série NC est connue : les autres portent « à confirmer »', () => {
    expect(series.filter((one) => !one.toConfirm).map(({ id }) => id)).toEqual(['nc']);
  });

  test('propriété : numéro → plaque → affichage → numéro, pour toute série', () => {
    fc.assert(
      fc.property(fc.constantFrom(...series), fc.integer({ min: 1, max: 999_999 }), (of, n) => {
        const number = n % 10 ** of.digits || 1;
        const plate = plateOf(of, number);
        expect(parsePlate(formatPlate(plate))).toEqual({ series: of, number });
        expect(normalizePlate(normalizePlate(formatPlate(plate)))).toBe(plate);
      }),
      { seed: 1953 },
    );
  });
});
