import { describe, expect, test } from 'vitest';
import { judgeReading, odometerVerdict } from './odometer.ts';

const today = '2026-11-26';
const line = (km: number, on: string) => ({ km, on, verdict: 'logical' as const });
const judge = (known: ReturnType<typeof line>[], km: number, on: string) => judgeReading(known, { km, on, source: 'inspection' }, today);
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

describe('le compteur (règle interne : relevés et cohérence)', () => {
  test('étant donné aucun relevé, le premier n’est ni logique ni illogique', () => {
    expect(judge([], 84_210, today)).toMatchObject({ verdict: 'unknown', reason: 'Premier relevé : rien à comparer.' });
  });

  test('quand il recule, il est illogique, et dit de combien', () => {
    const { verdict, reason } = judge([line(182_400, '2024-05-14')], 97_350, today);
    expect([verdict, plain(reason)]).toEqual(['illogical', '97 350 km le 26/11/2026, après 182 400 km le 14/05/2024 : le compteur a reculé de 85 050 km.']);
  });

  test('il se compare au plus haut de tous les relevés d’avant, pas au dernier', () => {
    expect(judge([line(182_400, '2024-05-14'), line(97_350, '2025-01-01')], 120_000, today).verdict).toBe('illogical');
  });

  test('quand il avance comme un véhicule avance, il est logique', () => {
    expect(judge([line(80_000, '2025-11-26')], 95_000, today)).toMatchObject({ verdict: 'logical' });
    expect(judge([line(80_000, '2025-11-26')], 80_000, today).verdict).toBe('logical');
  });

  test('plus de 1 500 km par jour : illogique', () => {
    expect(judge([line(80_000, '2026-11-25')], 81_500, today).verdict).toBe('logical');
    expect(judge([line(80_000, '2026-11-25')], 81_501, today).verdict).toBe('illogical');
  });

  test('un relevé retrouvé plus tard se compare aussi à ceux qui l’ont suivi', () => {
    expect(judge([line(80_000, '2025-11-26')], 90_000, '2024-01-01').verdict).toBe('illogical');
    expect(judge([line(80_000, '2025-11-26')], 70_000, '2024-01-01').verdict).toBe('logical');
  });

  test('un seul relevé illogique, et le compteur l’est ; sans comparaison, sans avis', () => {
    expect(odometerVerdict([{ verdict: 'logical' }, { verdict: 'illogical' }, { verdict: 'logical' }])).toBe('illogical');
    expect([odometerVerdict([]), odometerVerdict([{ verdict: 'unknown' }]), odometerVerdict([{ verdict: 'unknown' }, { verdict: 'logical' }])]).toEqual(['unknown', 'unknown', 'logical']);
  });
});
