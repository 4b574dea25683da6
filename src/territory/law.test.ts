import { describe, expect, test } from 'vitest';
import { communes } from './communes.ts';
import { conditionLines, conditionsFor } from './conditions.ts';
import { overlaps, standsOn, type Dated } from './dated.ts';
import { exemptionFor, exemptions } from './exemptions.ts';
import { territory } from './index.ts';
import { offices } from './offices.ts';
import { parameter, parameterLines, parameterNames } from './parameters/index.ts';
import { series } from './series.ts';
import { tariff, tariffGrid } from './tariffs.ts';
import { citeText, legalText, legalTexts } from './texts.ts';

const on = '2026-11-23';

describe('règles de droit datées', () => {
  test('rien n’est présenté comme du droit sans texte vu : une ligne qui cite un texte non vu est « à confirmer »', () => {
    const lines: (Dated & { label?: string })[] = [
      ...parameterNames.flatMap((name) => parameterLines(name)), ...tariffGrid(on), ...series, ...conditionLines, ...exemptions,
    ];
    expect(lines.length).toBeGreaterThan(100);
    for (const line of lines.filter((one) => legalText(one.text).status === 'to-confirm')) expect(line, line.label).toMatchObject({ toConfirm: true });
  });

  test('un texte « sourcé » donne sa source', () => {
    for (const text of legalTexts.filter(({ status }) => status === 'sourced')) expect(text.source, text.id).toMatch(/^https?:/);
    expect(citeText('reforme-2023')).toMatch(/à confirmer$/);
    expect(citeText('code-route')).toBe('Code de la route de la Nouvelle-Calédonie (Délibération n° 55/CP du 28 août 2001)');
  });

  test('deux lignes d’un même paramètre ne se recouvrent jamais', () => {
    for (const name of parameterNames) expect(overlaps(parameterLines(name)), name).toEqual([]);
    expect(overlaps([{ from: null, to: '2024-01-01' }, { from: '2024-01-01', to: null }])).toEqual([]);
    expect(overlaps([{ from: null, to: '2024-01-02' }, { from: '2024-01-01', to: null }])).toHaveLength(1);
  });

  test('une période va de son premier jour compris à son dernier jour exclu', () => {
    const year = { from: '2024-01-01', to: '2025-01-01' };
    expect([standsOn(year, '2023-12-31'), standsOn(year, '2024-01-01'), standsOn(year, '2024-12-31'), standsOn(year, '2025-01-01')])
      .toEqual([false, true, true, false]);
  });

  test('le vendeur a 15 jours, l’ancien titre vaut 15 jours, la douane bloque 60 mois (sourcés)', () => {
    expect(parameter('saleDeclarationDays', on)).toMatchObject({ value: 15, toConfirm: false, text: 'cession-15-jours' });
    expect(parameter('soldTitleDays', on).value).toBe(15);
    expect(parameter('customsHoldMonths', on)).toMatchObject({ value: 60, toConfirm: false });
    expect(parameter('saleReminderDays', on).value).toEqual([3, 10, 15, 30]);
    expect(parameter('saleInspectionYears', on).value).toBe(5);
  });
});

describe('tarifs', () => {
  test('homologation : 30 000 / 20 000 F en neuf, 3 000 / 1 500 F en occasion importée (DITTT)', () => {
    expect(tariff('approval-new', on, { wheels: 'four-or-more' })).toMatchObject({ amount: 30_000, toConfirm: false });
    expect(tariff('approval-new', on, { wheels: 'two-or-three' }).amount).toBe(20_000);
    expect(tariff('approval-used', on, { wheels: 'four-or-more' }).amount).toBe(3_000);
    expect(tariff('approval-used', on, { wheels: 'two-or-three' }).amount).toBe(1_500);
    expect(() => tariff('approval-new', on)).toThrow(RangeError);
  });

  test('le changement d’adresse est gratuit (gouvernement, août 2023)', () => {
    expect(tariff('address-change', on)).toMatchObject({ amount: 0, formula: 'gratuit', toConfirm: false });
  });

  test('la redevance suit la commune du titulaire ; son montant reste « à confirmer »', () => {
    for (const { insee } of communes) expect(tariff('municipal-fee', on, { commune: insee })).toMatchObject({ toConfirm: true });
    expect(tariff('municipal-fee', on, { commune: '98818' }).formula).toBe('montant de la commune Nouméa');
    expect(() => tariff('municipal-fee', on)).toThrow(RangeError);
    // 98800 is Nouméa's postcode: a postcode is never a fiscal commune.
    expect(() => tariff('municipal-fee', on, { commune: '98800' })).toThrow(RangeError);
  });

  test('l’exonération des collectivités est un emplacement à confirmer', () => {
    expect(exemptionFor('public-body', 'municipal-fee', on)).toMatchObject({ toConfirm: true });
    expect(exemptionFor('company', 'municipal-fee', on)).toBeUndefined();
  });
});

describe('conditions de permis et d’assurance (réforme de novembre 2023, exceptions à confirmer)', () => {
  const outcomes = (situation: Parameters<typeof conditionsFor>[0]) => {
    const { licence, insurance } = conditionsFor(situation, on);
    return [licence.outcome, insurance.outcome];
  };

  test('un majeur qui achète une voiture prouve son permis et son assurance', () => {
    expect(outcomes({ act: 'transfer', holder: 'adult', vehicle: 'motor' })).toEqual(['required', 'required']);
  });

  test('une société, un GDPL : pas de permis, mais une assurance', () => {
    expect(outcomes({ act: 'transfer', holder: 'company', vehicle: 'motor' })).toEqual(['waived', 'required']);
    expect(outcomes({ act: 'first-registration', holder: 'gdpl', vehicle: 'motor' })).toEqual(['waived', 'required']);
  });

  test('un mineur, un héritier, une remorque : l’agent décide ou la condition tombe, avec un motif', () => {
    expect(outcomes({ act: 'transfer', holder: 'minor', vehicle: 'motor' })).toEqual(['manual', 'required']);
    expect(outcomes({ act: 'succession', holder: 'heir', vehicle: 'motor' })).toEqual(['waived', 'manual']);
    expect(outcomes({ act: 'transfer', holder: 'adult', vehicle: 'trailer' })).toEqual(['waived', 'manual']);
    expect(outcomes({ act: 'destruction', holder: 'adult', vehicle: 'motor' })).toEqual(['waived', 'waived']);
    expect(conditionLines.every(({ reason }) => reason.endsWith('.'))).toBe(true);
  });
});

describe('lieux', () => {
  test('deux guichets et trois centres techniques, dont Canala depuis 2021', () => {
    expect(offices.filter(({ kind }) => kind === 'counter').map(({ id }) => id)).toEqual(['noumea', 'kone']);
    expect(offices.filter(({ kind }) => kind === 'inspection')).toHaveLength(3);
    for (const { commune } of offices) expect(territory.commune(commune)).toBeDefined();
  });

  test('un numéro de téléphone à six chiffres devient international et se relit', () => {
    expect(territory.normalizePhone('74.12.34')).toBe('+687741234');
    expect(territory.normalizePhone('00687 74 12 34')).toBe('+687741234');
    expect(territory.normalizePhone('+33 6 12 34 56 78')).toBe('+33612345678');
    expect(territory.normalizePhone('12345')).toBeUndefined();
    expect(territory.formatPhone('+687741234')).toBe('74\u00a012\u00a034');
    expect([territory.takesTextMessages('+687741234'), territory.takesTextMessages('+687251234')]).toEqual([true, false]);
  });
});
