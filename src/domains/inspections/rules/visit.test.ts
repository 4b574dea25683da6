import { describe, expect, test } from 'vitest';
import { initialInspection, type InspectionState } from '../model/inspection.ts';
import { untilOf, visitBlocks, type GivenVisit } from './visit.ts';

const today = '2026-11-26';
const given = (more: Partial<GivenVisit> = {}): GivenVisit => ({ kind: 'periodic', on: today, verdict: 'accepted', until: undefined, defects: [], byCentre: false, ...more });
const codes = (more: Partial<GivenVisit> = {}, state: InspectionState = initialInspection) => visitBlocks(state, given(more), today).map(({ code }) => code);
const last = (verdict: 'accepted' | 'refused', on = '2026-11-01'): InspectionState => ({
  ...initialInspection, visits: [{ id: on, number: 'VT-1', kind: 'periodic', on, site: 'tour', lane: null, companyId: null, inspector: 'x', brakes: {}, defects: [], verdict, until: null, nextOn: null, appointmentId: null, at: on }],
});

describe('le verdict suit les défauts (points contrôlés : catalogue à confirmer)', () => {
  test('un défaut mineur laisse accepter ; un majeur ou un critique, non', () => {
    expect([codes({ defects: ['brakes.wear'] }), codes({ defects: ['brakes.service'] }), codes({ defects: ['wheels.cut'] })]).toEqual([[], ['verdict-defauts'], ['verdict-defauts']]);
  });
  test('un refus cite au moins un défaut majeur ou critique', () => {
    expect([codes({ verdict: 'refused', defects: ['brakes.wear'] }), codes({ verdict: 'refused', defects: ['brakes.service'] })]).toEqual([['refus-sans-defaut'], []]);
  });
  test('un sursis a un terme, à 60 jours au plus (à confirmer), et pas de défaut critique', () => {
    const deferred = (until: string | undefined, defects = ['brakes.service']) => codes({ verdict: 'deferred', until, defects });
    expect([deferred(undefined), deferred(today), deferred('2027-01-25'), deferred('2027-01-26'), deferred('2026-12-01', ['wheels.cut'])]).toEqual([['sursis-sans-terme'], ['sursis-passe'], [], ['sursis-long'], ['sursis-critique']]);
  });
  test('refusé : 30 jours pour la contre-visite (à confirmer) ; en sursis : son terme ; accepté : rien', () => {
    expect([untilOf(given({ verdict: 'refused' })), untilOf(given({ verdict: 'deferred', until: '2026-12-10' })), untilOf(given())]).toEqual(['2026-12-26', '2026-12-10', null]);
  });
});

describe('qui enregistre quoi, et quand', () => {
  test('un centre agréé contrôle pour une vente, et rien d’autre (service-public.nc)', () => {
    expect([codes({ byCentre: true }), codes({ byCentre: true, kind: 'recheck' }, last('refused')), codes({ byCentre: true, kind: 'sale', verdict: undefined })]).toEqual([['visite-cctv'], ['visite-cctv'], []]);
  });
  test('une contre-visite suit un refus ou un sursis', () => {
    expect([codes({ kind: 'recheck' }), codes({ kind: 'recheck' }, last('accepted')), codes({ kind: 'recheck' }, last('refused'))]).toEqual([['contre-visite-sans-refus'], ['contre-visite-sans-refus'], []]);
  });
  test('un véhicule n’est pas contrôlé avant sa première mise en circulation, à quelques jours près quand seul le mois est connu', () => {
    const on = (day: string) => codes({ on: day, kind: 'sale', byCentre: true, firstUse: { precision: 'month', value: '2020-06' } });
    expect([on('1000-01-01'), on('2020-05-31'), on('2020-06-01')]).toEqual([['visite-avant-usage'], ['visite-avant-usage'], []]);
  });
  test('ni demain, ni avant la dernière visite, ni sans verdict', () => {
    expect([codes({ on: '2026-11-27' }), codes({ on: '2026-10-31' }, last('accepted')), codes({ verdict: undefined })]).toEqual([['visite-future'], ['visite-anterieure'], ['visite-sans-verdict']]);
  });
});
