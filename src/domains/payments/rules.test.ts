import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FeeLine } from '../../core/demarche/define.ts';
import { count } from './model.ts';
import { allocationPostings, closing, countedTotal, feeOf, notCashable, receiptLines, recompute, totalOf } from './rules.ts';

const DAY = '2026-11-23';
const sale: FeeLine[] = [feeOf('transfer', DAY), feeOf('municipal-fee', DAY, { commune: '98818' })];
const quote = { lines: sale, total: totalOf(sale) };

describe('les lignes d’un encaissement', () => {
  test('une ligne porte son texte, sa formule, sa version de tarif, et la commune de la redevance', () => {
    expect(feeOf('municipal-fee', DAY, { commune: '98811' })).toMatchObject({
      account: 'municipal-fee', commune: '98811', text: 'redevance-communale', tariffVersion: 'municipal-fee@origine', toConfirm: true,
    });
    expect(feeOf('approval-used', DAY, { wheels: 'two-or-three' })).toMatchObject({ account: 'revenue', amount: 1500, toConfirm: false });
  });

  test('la production refuse d’encaisser un montant « à confirmer », la démonstration l’accepte, le gratuit passe toujours', () => {
    expect(notCashable(sale, 'production')).toEqual(sale);
    expect(notCashable(sale, 'demo')).toEqual([]);
    expect(notCashable([feeOf('address-change', DAY), feeOf('export', DAY), feeOf('approval-new', DAY, { wheels: 'four-or-more' })], 'production')).toEqual([]);
  });

  test('le paiement exact du devis donne ses lignes ; le trop-perçu s’ajoute ; un paiement partiel est « à valoir »', () => {
    expect(receiptLines(quote, 0, quote.total)).toEqual(sale);
    expect(receiptLines(quote, 0, quote.total + 500).at(-1)).toMatchObject({ label: 'Trop-perçu', amount: 500, account: 'advances' });
    expect(receiptLines(quote, 0, 100)).toMatchObject([{ label: 'Versement à valoir', amount: 100 }]);
    expect(receiptLines(quote, quote.total, quote.total)).toMatchObject([{ label: 'Versement à valoir' }]);
    expect(receiptLines(undefined, 0, 100)).toMatchObject([{ formula: 'sans devis en cours' }]);
  });

  test('propriété : quittance et affectation tombent juste, quels que soient devis et versement', () => {
    const amounts = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 6 });
    fc.assert(fc.property(amounts, fc.integer({ min: 1, max: 9_000_000 }), fc.integer({ min: 0, max: 3_000_000 }), (due, paid, before) => {
      const lines = due.map((amount) => ({ ...sale[0] as FeeLine, amount }));
      expect(totalOf(receiptLines({ lines, total: totalOf(lines) }, before, paid))).toBe(paid);
      const postings = allocationPostings('d', lines);
      const sum = (side: 'debit' | 'credit') => postings.reduce((total, line) => total + (line[side] ?? 0), 0);
      expect([sum('debit'), sum('credit')]).toEqual([totalOf(lines), totalOf(lines)]);
    }));
  });
});

describe('recalculer une quittance des années plus tard', () => {
  test('chaque ligne retrouve son franc par sa formule, son jour et sa version', () => {
    const all = [...sale, feeOf('approval-used', DAY, { wheels: 'two-or-three' }), feeOf('approval-new', DAY, { wheels: 'four-or-more' }), feeOf('name-change', DAY)];
    expect(recompute(all, DAY)).toEqual([]);
    expect(recompute(receiptLines(quote, 0, quote.total + 1), DAY)).toEqual([]);
  });

  test('un franc de trop, une formule ou une version inconnue se voient', () => {
    const [line] = sale as [FeeLine];
    expect(recompute([{ ...line, amount: line.amount + 1 }], DAY)).toEqual([{ line: { ...line, amount: line.amount + 1 }, expected: line.amount }]);
    expect(recompute([{ ...line, formula: 'au doigt mouillé' }], DAY)).toMatchObject([{ expected: undefined }]);
    expect(recompute([{ ...line, tariffVersion: 'transfer@2031-01-01' }], DAY)).toMatchObject([{ expected: undefined }]);
  });
});

describe('compter une caisse', () => {
  test('les billets et les pièces du franc Pacifique s’additionnent ; une autre valeur est refusée par une phrase', () => {
    expect(countedTotal({ 10000: 3, 500: 2, 5: 1 })).toBe(31_005);
    expect(count.safeParse({ 10000: 3 }).success).toBe(true);
    expect(count.safeParse({ 2500: 1 }).success).toBe(false);
    expect(count.safeParse({ 500: -1 }).error?.issues[0]?.message).toBe('Un nombre de pièces ne peut pas être négatif.');
  });

  test('le fonds est rendu, le reste versé ; il manque 500 F', () => {
    expect(closing(20_000, 11_000, 31_000)).toEqual({ expected: 31_000, discrepancy: 0, floatBack: 20_000, deposit: 11_000 });
    expect(closing(20_000, 11_000, 30_500)).toEqual({ expected: 31_000, discrepancy: -500, floatBack: 20_000, deposit: 10_500 });
    expect(closing(20_000, 0, 15_000)).toEqual({ expected: 20_000, discrepancy: -5_000, floatBack: 15_000, deposit: 0 });
  });
});
