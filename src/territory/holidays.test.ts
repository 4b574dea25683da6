import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { addOpenDays, holidayOn, holidays, isOpenDay, nextOpenDay } from './holidays.ts';

const calendar = new URL('../../../shared/data/nc_jours_feries.csv', import.meta.url);

describe('jours fériés (code du travail NC : à confirmer)', () => {
  test('2026 a douze jours fériés, dont le 24 septembre', () => {
    expect(holidays(2026).map(({ date }) => date)).toEqual([
      '2026-01-01', '2026-04-06', '2026-05-01', '2026-05-08', '2026-05-14', '2026-05-25',
      '2026-07-14', '2026-08-15', '2026-09-24', '2026-11-01', '2026-11-11', '2026-12-25',
    ]);
  });

  test('le lundi de Pâques suit la lune : 2016, 2019 et 2035', () => {
    expect(holidayOn('2016-03-28')?.name).toBe('Lundi de Pâques');
    expect(holidayOn('2019-04-22')?.name).toBe('Lundi de Pâques');
    expect(holidayOn('2035-03-26')?.name).toBe('Lundi de Pâques');
  });

  test('les bureaux sont fermés samedi, dimanche et jours fériés', () => {
    expect(isOpenDay('2026-09-24')).toBe(false);
    expect(isOpenDay('2026-11-21')).toBe(false);
    expect(isOpenDay('2026-11-23')).toBe(true);
    expect(nextOpenDay('2026-12-25')).toBe('2026-12-28');
    expect(addOpenDays('2026-12-23', 2)).toBe('2026-12-28');
  });

  test.skipIf(!existsSync(calendar))('le calendrier public 2015-2035 (shared/data, sauté si absent) dit la même chose', () => {
    const rows = readFileSync(calendar, 'utf8').trim().split('\n').slice(1).map((row) => row.split(','));
    const published = rows.filter((row) => row[3] === 'public').map((row) => row[0]).sort();
    const computed = Array.from({ length: 21 }, (_, i) => holidays(2015 + i).map(({ date }) => date)).flat();
    expect(computed).toEqual(published);
  });
});
