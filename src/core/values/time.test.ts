import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays, addMonths, daysBetween, formatDate, formatDateTime, formatShortDate, instantOf, isLawDate, lawDate,
  monthsBetween, parseDate, today, yearsBetween,
} from './time.ts';

const anyDay = fc.integer({ min: 0, max: 60_000 }).map((days) => addDays('1900-01-01', days));
const seed = { seed: 20231127 };

describe('dates de droit, à l’heure de Nouméa', () => {
  test('à 13 h UTC la veille, il est déjà demain à Nouméa (UTC+11)', () => {
    expect(today(new Date('2026-02-28T12:59:59Z'))).toBe('2026-02-28');
    expect(today(new Date('2026-02-28T13:00:00Z'))).toBe('2026-03-01');
  });

  test('pendant l’heure d’été de 1996-1997 (UTC+12), le jour change une heure plus tôt', () => {
    expect(today(new Date('1997-01-15T12:30:00Z'))).toBe('1997-01-16');
  });

  test('une date qui n’existe pas est refusée avec une phrase en français', () => {
    expect(isLawDate('2024-02-29')).toBe(true);
    for (const wrong of ['2023-02-29', '2023-13-01', '2023-1-1', '27/03/2024', '', '0000-01-01']) {
      expect(isLawDate(wrong), wrong).toBe(false);
    }
    expect(lawDate.safeParse('2023-02-29').error?.issues[0]?.message).toBe('Indiquez une date réelle, par exemple 27/03/2024.');
  });

  test('un mois après le 31 janvier est le dernier jour de février', () => {
    expect(addMonths('2024-01-31', 1)).toBe('2024-02-29');
    expect(addMonths('2023-01-31', 1)).toBe('2023-02-28');
    expect(addMonths('2021-06-30', 60)).toBe('2026-06-30');
  });

  test('l’âge compte les années révolues : la veille de l’anniversaire ne suffit pas', () => {
    expect(yearsBetween('2008-11-24', '2026-11-23')).toBe(17);
    expect(yearsBetween('2008-11-24', '2026-11-24')).toBe(18);
    expect(yearsBetween('2008-02-29', '2026-02-28')).toBe(17);
    expect(yearsBetween('2008-02-29', '2026-03-01')).toBe(18);
    expect(monthsBetween('2021-01-31', '2026-01-30')).toBe(59);
  });

  test('les dates s’écrivent en français, le premier du mois en « 1er »', () => {
    expect(formatDate('2026-03-01')).toBe('1er mars 2026');
    expect(formatDate('2018-08-28')).toBe('28 août 2018');
    expect(formatShortDate('2018-08-28')).toBe('28/08/2018');
    expect(formatDateTime(new Date('2026-02-28T16:05:00Z'))).toBe('1er mars 2026 à 3\u00a0h\u00a005');
  });

  test('une heure de cession saisie à Nouméa devient le bon instant', () => {
    expect(instantOf('2026-03-01', '03:05').toISOString()).toBe('2026-02-28T16:05:00.000Z');
  });

  test('les dates tapées à la française sont comprises, sans jamais deviner un siècle', () => {
    for (const typed of ['27/3/2024', '27.03.2024', '27-03-2024', ' 27 mars 2024', '2024-03-27', '27 MARS 2024']) {
      expect(parseDate(typed), typed).toBe('2024-03-27');
    }
    expect(parseDate('1er aout 2024')).toBe('2024-08-01');
    for (const typed of ['27/03/24', '31/02/2024', '12 foo 2024', 'hier', '']) expect(parseDate(typed), typed).toBeUndefined();
  });

  test('propriété : ajouter des jours puis compter rend le même nombre', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -5000, max: 5000 }), (day, n) => daysBetween(day, addDays(day, n)) === n),
      seed,
    );
  });

  test('propriété : toute date écrite (longue ou courte) se relit', () => {
    fc.assert(
      fc.property(anyDay, (day) => parseDate(formatDate(day)) === day && parseDate(formatShortDate(day)) === day),
      seed,
    );
  });
});
