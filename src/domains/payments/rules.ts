import type { FeeLine } from '../../core/demarche/define.ts';
import { addF, formatF, type Francs } from '../../core/values/money.ts';
import type { LawDate } from '../../core/values/time.ts';
import { territory, type TariffCode, type TariffContext } from '../../territory/index.ts';
import type { Account, Count, FeeAccount } from './model.ts';

/** @returns the fee line of a tariff on the day the request was judged, with what is needed to recompute it. Throws RangeError as `tariff` does. */
export function feeOf(code: TariffCode, on: LawDate, context: TariffContext = {}): FeeLine {
  const { label, amount, formula, text, toConfirm, from } = territory.tariff(code, on, context);
  const account: FeeAccount = code === 'municipal-fee' ? 'municipal-fee' : 'revenue';
  return {
    code, label, amount, formula, text, toConfirm, account, tariffVersion: `${code}@${from ?? 'origine'}`,
    ...(account === 'municipal-fee' && context.commune ? { commune: context.commune } : {}),
  };
}

export const totalOf = (lines: readonly Pick<FeeLine, 'amount'>[]): Francs => addF(...lines.map((line) => line.amount));

/** @returns the lines that may not be cashed: in production, those still « à confirmer ». A free line is never cashed. */
export function notCashable(lines: readonly FeeLine[], mode: 'demo' | 'production' | 'test'): FeeLine[] {
  return mode === 'production' ? lines.filter((line) => line.toConfirm && line.amount > 0) : [];
}

/** A line of a receipt that pays nothing in particular: money kept for the payer. */
function advanceLine(label: string, formula: string, amount: Francs): FeeLine {
  return { code: 'advance', label, amount, formula, text: 'paiement', toConfirm: false, account: 'advances', tariffVersion: 'sans' };
}

/**
 * What a receipt says of a payment of `amount`, `before` being already held for the dossier. The quote's own lines
 * when they are wholly paid by it, else a part payment in words; never a line that the money does not cover.
 */
export function receiptLines(quote: { lines: readonly FeeLine[]; total: Francs } | undefined, before: Francs, amount: Francs): FeeLine[] {
  if (!quote || before > 0 || amount < quote.total) {
    const formula = quote ? `à valoir sur ${formatF(quote.total)}, ${formatF(before)} déjà reçus` : 'sans devis en cours';
    return [advanceLine('Versement à valoir', formula, amount)];
  }
  const excess = amount - quote.total;
  return excess > 0 ? [...quote.lines, advanceLine('Trop-perçu', 'reçu en plus du devis, remboursable', excess)] : [...quote.lines];
}

export type Posting = {
  account: Account; debit?: Francs; credit?: Francs; label: string;
  text?: string; formula?: string; tariffVersion?: string; commune?: string; tillId?: string; dossierId?: string;
};

/** From the payer's advance to the accounts of the fees; free lines move nothing. */
export function allocationPostings(dossierId: string, lines: readonly FeeLine[]): Posting[] {
  const due = lines.filter((line) => line.amount > 0);
  if (!due.length) return [];
  return [
    { account: 'advances', debit: totalOf(due), label: 'Affectation à l’acte', dossierId },
    ...due.map((line): Posting => ({
      account: line.account as FeeAccount, credit: line.amount, label: line.label, text: line.text, formula: line.formula,
      tariffVersion: line.tariffVersion, dossierId, ...(line.commune ? { commune: line.commune } : {}),
    })),
  ];
}

/** @returns the francs of a count of the drawer. */
export function countedTotal(count: Count): Francs {
  return addF(...Object.entries(count).map(([value, pieces]) => Number(value) * (pieces ?? 0)));
}

/** What a closing finds: what should be there, the difference (negative: missing), the float given back, the deposit. */
export function closing(float: Francs, cashReceived: Francs, counted: Francs): { expected: Francs; discrepancy: Francs; floatBack: Francs; deposit: Francs } {
  const expected = addF(float, cashReceived);
  const floatBack = Math.min(float, counted);
  return { expected, discrepancy: counted - expected, floatBack, deposit: counted - floatBack };
}

export type Recomputed = { line: FeeLine; expected: Francs | undefined };

/**
 * Computes each tariff line of a receipt again from the dated tariff.
 * @returns the lines whose amount the tariff of that day does not give: none, for a right receipt, however old.
 */
export function recompute(lines: readonly FeeLine[], judgedOn: LawDate): Recomputed[] {
  return lines.filter((line) => line.account !== 'advances')
    .map((line) => ({ line, expected: priceAgain(line, judgedOn) }))
    .filter(({ line, expected }) => line.amount !== expected);
}

/** The formula says which price of the tariff was taken; the version, which line of the grid. */
function priceAgain(line: FeeLine, on: LawDate): Francs | undefined {
  const commune = line.commune ? { commune: line.commune } : {};
  for (const wheels of ['four-or-more', 'two-or-three'] as const) {
    try {
      const again = feeOf(line.code as TariffCode, on, { ...commune, wheels });
      if (again.formula === line.formula && again.tariffVersion === line.tariffVersion) return again.amount;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  return undefined;
}
