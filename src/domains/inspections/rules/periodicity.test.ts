import { describe, expect, test } from 'vitest';
import type { Technical } from '../../vehicles/index.ts';
import { initialInspection, type InspectionState, type Visit } from '../model/inspection.ts';
import type { Standing } from '../model/standing.ts';
import { freshSaleVisit, inspectionStanding, periodicity, saleInspectionAsked } from './periodicity.ts';

const today = '2026-11-26';
const born = (value: string): Technical => ({ B: { precision: 'month', value } });
const standing = (more: Partial<Standing> = {}): Standing => ({ plate: '471001NC', usage: 'private', usageSince: null, series: 'nc', life: 'registered', since: '2020-01-01T00:00:00.000Z', origin: 'legacy', ...more });
const months = (more: Partial<Standing>, data: Technical = {}) => periodicity(standing(more), data, today)?.months ?? null;
const visited = (on: string, verdict: Visit['verdict'], until: string | null = null, kind: Visit['kind'] = 'periodic'): InspectionState => ({
  ...initialInspection, visits: [{ id: on, number: `VT-${on}`, kind, on, site: 'tour', lane: null, companyId: null, inspector: 'x', brakes: {}, defects: [], verdict, until, nextOn: null, appointmentId: null, at: on }],
});
const where = (state: InspectionState, more: Partial<Standing>, data: Technical = {}) => { const { status, due } = inspectionStanding(state, standing(more), data, today); return [status, due]; };

describe('la périodicité des visites (gouvernement, 16 juillet 2021 ; fiche « Bureau des contrôles »)', () => {
  test('6 mois pour le transport en commun, 12 pour les marchandises, les plus de 3,5 t, taxis, ambulances, auto-écoles', () => {
    expect([months({ usage: 'passenger-transport' }), months({}, { 'J.1': 'TCP' })]).toEqual([6, 6]);
    for (const usage of ['taxi', 'ambulance', 'school', 'goods-transport']) expect(months({ usage }), usage).toBe(12);
    expect([months({}, { 'F.2': 3_500 }), months({}, { 'F.2': 3_501 })]).toEqual([null, 12]);
    expect(months({ usage: 'passenger-transport' }, { 'F.2': 19_000 }), 'the shortest').toBe(6);
  });

  test('plus de 20 ans, série spéciale plus de 10 ans : une visite, dont la fréquence est à confirmer', () => {
    expect([months({}, born('2006-11')), months({}, born('2006-10'))]).toEqual([null, 12]);
    expect([months({ series: 'special' }, born('2016-10')), months({ series: 'nc' }, born('2016-10')), months({ series: 'special' }, born('2017-10'))]).toEqual([12, null, null]);
    expect(periodicity(standing(), born('1999-01'), today)).toMatchObject({ toConfirm: true, text: 'controle-anciens' });
    expect(periodicity(standing({ usage: 'taxi' }), {}, today)).toMatchObject({ toConfirm: false, text: 'controle-periodique' });
  });

  test('une voiture particulière récente, ou dont l’âge et le poids sont inconnus, n’est jamais appelée', () => {
    expect([months({}, born('2022-01')), months({}, {}), months({}, { 'F.2': 0 })]).toEqual([null, null, null]);
    expect(where(initialInspection, {}, born('2022-01'))).toEqual(['none', null]);
  });
});

describe('chaque règle au jour de sa limite, des deux côtés', () => {
  const day = (value: string): Technical => ({ B: { precision: 'day', value } });
  const asked = (more: Partial<Standing>, data: Technical, on: string) => periodicity(standing(more), data, on)?.months ?? null;
  const after = (more: Partial<Standing>, data: Technical, on: string) => inspectionStanding(visited('2026-01-15', 'accepted'), standing(more), data, on).status;

  test.each([
    ['transport en commun : 6 mois (gouvernement, 16 juillet 2021)', { usage: 'passenger-transport' }, {}, '2026-07-15', '2026-07-16'],
    ['marchandises : 12 mois (gouvernement, 16 juillet 2021)', { usage: 'goods-transport' }, {}, '2027-01-15', '2027-01-16'],
    ['taxi : 12 mois (gouvernement, 16 juillet 2021)', { usage: 'taxi' }, {}, '2027-01-15', '2027-01-16'],
    ['plus de 3,5 t : 12 mois (gouvernement, 16 juillet 2021)', {}, { 'F.2': 3_501 }, '2027-01-15', '2027-01-16'],
    ['plus de 20 ans : 12 mois, à confirmer (fiche « Bureau des contrôles »)', {}, day('2000-05-12'), '2027-01-15', '2027-01-16'],
    ['série spéciale de plus de 10 ans : 12 mois, à confirmer (fiche « Bureau des contrôles »)', { series: 'special' }, day('2010-05-12'), '2027-01-15', '2027-01-16'],
  ] as const)('%s : à jour le dernier jour, en retard le lendemain', (_text, more, data, last, next) => {
    expect([after(more, data, last), after(more, data, next)]).toEqual(['valid', 'overdue']);
  });

  test('20 ans : rien la veille, une visite le jour (fiche « Bureau des contrôles »)', () => {
    expect([asked({}, day('2006-11-26'), '2026-11-25'), asked({}, day('2006-11-26'), '2026-11-26')]).toEqual([null, 12]);
  });
  test('série spéciale, 10 ans : rien la veille, une visite le jour ; une autre série, jamais pour cela', () => {
    expect([asked({ series: 'special' }, day('2016-11-26'), '2026-11-25'), asked({ series: 'special' }, day('2016-11-26'), '2026-11-26'), asked({ series: 'nc' }, day('2016-11-26'), '2026-11-26')]).toEqual([null, 12, null]);
  });
  test('la vente, 5 ans : aucun contrôle la veille, un contrôle le jour (service-public.nc, « Cession de véhicule »)', () => {
    const sale = (on: string, series = 'nc') => saleInspectionAsked({ series }, day('2021-11-26'), on);
    expect([sale('2026-11-25'), sale('2026-11-26'), sale('2026-11-26', 'special')]).toEqual([false, true, false]);
  });
});

describe('où en est un véhicule', () => {
  const lorry = { usage: 'goods-transport' };

  test('accepté : la prochaine visite vient une période plus tard ; le jour même il est encore à jour', () => {
    expect(where(visited('2026-01-10', 'accepted'), lorry)).toEqual(['valid', '2027-01-10']);
    expect(where(visited('2025-11-26', 'accepted'), lorry)).toEqual(['valid', '2026-11-26']);
    expect(where(visited('2025-11-25', 'accepted'), lorry)).toEqual(['overdue', '2026-11-25']);
  });

  test('refusé jusqu’à la contre-visite ; en sursis jusqu’à son terme, puis en retard', () => {
    expect(where(visited('2026-11-01', 'refused', '2026-12-01'), lorry)).toEqual(['refused', '2026-12-01']);
    expect(where(visited('2026-11-01', 'deferred', '2026-11-30'), lorry)).toEqual(['deferred', '2026-11-30']);
    expect(where(visited('2026-10-01', 'deferred', '2026-10-30'), lorry)).toEqual(['overdue', '2026-10-30']);
  });

  test('repris de l’ancien registre sans visite connue : inconnu, jamais en retard', () => {
    expect(where(initialInspection, lorry)).toEqual(['unknown', null]);
  });

  test('immatriculé ici : l’homologation compte pour la première visite ; un usage pris plus tard compte depuis ce jour', () => {
    expect(where(initialInspection, { ...lorry, origin: 'new', since: '2026-03-01T00:00:00.000Z' })).toEqual(['valid', '2027-03-01']);
    expect(where(initialInspection, { ...lorry, origin: 'new', since: '2024-03-01T00:00:00.000Z', usageSince: '2026-10-01T00:00:00.000Z' })).toEqual(['valid', '2027-10-01']);
    expect(where(initialInspection, { ...lorry, origin: 'used-import', since: '2024-03-01T00:00:00.000Z' })).toEqual(['overdue', '2025-03-01']);
  });

  test('un contrôle de vente ne remplace pas une visite', () => {
    expect(where(visited('2026-11-20', 'reported', null, 'sale'), lorry)).toEqual(['unknown', null]);
  });
});

describe('le contrôle avant une vente (service-public.nc, « Cession de véhicule »)', () => {
  test('série NC, plus de 5 ans, jusqu’à 3,5 t ; ce qui est inconnu n’exige rien', () => {
    const asked = (series: string | null, data: Technical) => saleInspectionAsked({ series }, data, today);
    expect([asked('nc', born('2021-10')), asked('nc', born('2021-12'))]).toEqual([true, false]);
    expect([asked('nc', { ...born('2015-01'), 'F.2': 3_500 }), asked('nc', { ...born('2015-01'), 'F.2': 3_501 }), asked('special', born('2015-01')), asked('nc', {})]).toEqual([true, false, false, false]);
  });

  test('six mois après, il ne vaut plus (durée à confirmer)', () => {
    const state = visited('2026-05-26', 'reported', null, 'sale');
    expect(freshSaleVisit(state, '2026-11-26')).toMatchObject({ on: '2026-05-26' });
    expect(freshSaleVisit(state, '2026-11-27')).toBeNull();
    expect(freshSaleVisit(state, '2026-05-25')).toBeNull();
    expect(freshSaleVisit(visited('2026-11-20', 'accepted'), today)).toBeNull();
  });
});
