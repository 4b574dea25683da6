import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from './time.ts';
import {
  ageOn, boundsOf, encodePartialDate, formatPartialDate, formatShortPartialDate, mayBeSame, parsePartialDate, partialDate,
} from './partial-date.ts';
import type { PartialDate } from './partial-date.ts';

const year = fc.integer({ min: 1880, max: 2090 }).map(String);
const anyPartial: fc.Arbitrary<PartialDate> = fc.oneof(
  fc.integer({ min: 0, max: 60_000 }).map((n) => ({ precision: 'day' as const, value: addDays('1900-01-01', n) })),
  fc.tuple(year, fc.integer({ min: 1, max: 12 })).map(([y, m]) => ({ precision: 'month' as const, value: `${y}-${String(m).padStart(2, '0')}` })),
  year.map((value) => ({ precision: 'year' as const, value })),
  year.map((value) => ({ precision: 'about' as const, value })),
);

describe('dates partielles : un mois reste un mois, « vers 1948 » reste une année approchée', () => {
  test('on lit ce que les gens et les vieux registres écrivent', () => {
    const read = (text: string) => encodePartialDate(parsePartialDate(text) ?? { precision: 'year', value: '????' });
    expect(read('mars 1971')).toBe('1971-03');
    expect(read('03/1971')).toBe('1971-03');
    expect(read('00/03/1971')).toBe('1971-03');
    expect(read('00/00/1948')).toBe('1948');
    expect(read('né en 1948')).toBe('1948');
    expect(read('Vers 1948')).toBe('1948~');
    expect(read('v. 1948')).toBe('1948~');
    expect(read('environ 1948')).toBe('1948~');
    expect(read('27/03/1971')).toBe('1971-03-27');
  });

  test('rien n’est inventé : ce qui n’est pas une date rend indéfini', () => {
    for (const text of ['', '48', '13/1971', 'mars', '31/02/1971', 'vers mars 1971', '1971-00']) {
      expect(parsePartialDate(text), text).toBeUndefined();
    }
    expect(partialDate.safeParse({ precision: 'month', value: '1971' }).success).toBe(false);
    expect(partialDate.safeParse({ precision: 'day', value: '1971-02-30' }).success).toBe(false);
  });

  test('on les écrit avec leur précision', () => {
    expect(formatPartialDate({ precision: 'about', value: '1948' })).toBe('vers 1948');
    expect(formatPartialDate({ precision: 'month', value: '1971-03' })).toBe('mars 1971');
    expect(formatShortPartialDate({ precision: 'month', value: '1971-03' })).toBe('03/1971');
  });

  test('l’âge d’une personne née « en 2008 » est une fourchette : mineure ou majeure, on ne sait pas', () => {
    expect(ageOn({ precision: 'year', value: '2008' }, '2026-06-01')).toEqual({ least: 17, most: 18 });
    expect(ageOn({ precision: 'day', value: '2008-11-24' }, '2026-11-24')).toEqual({ least: 18, most: 18 });
    expect(boundsOf({ precision: 'month', value: '2024-02' })).toEqual({ first: '2024-02-01', last: '2024-02-29' });
  });

  test('deux dates sont compatibles quand elles peuvent être le même jour', () => {
    expect(mayBeSame({ precision: 'about', value: '1948' }, { precision: 'day', value: '1950-06-01' })).toBe(true);
    expect(mayBeSame({ precision: 'year', value: '1948' }, { precision: 'day', value: '1950-06-01' })).toBe(false);
  });

  test('propriété : texte français, texte court et jeton EDTF se relisent à l’identique', () => {
    fc.assert(
      fc.property(anyPartial, (date) => {
        for (const write of [formatPartialDate, formatShortPartialDate, encodePartialDate]) {
          expect(parsePartialDate(write(date))).toEqual(date);
        }
      }),
      { seed: 1948 },
    );
  });
});
