import { z } from 'zod';
import { place } from '../../territory/place.ts';

/** An amount in whole francs (XPF has no decimals). Never a float, never cents. */
export type Francs = number;

/** Schema of an amount due: a whole number of francs, zero or more. */
export const francs = z
  .int('Indiquez un montant en francs entiers, sans décimales.')
  .min(0, 'Un montant ne peut pas être négatif.');

/** @returns the sum. @throws RangeError when a term or the sum is not a safe whole number. */
export function addF(...amounts: Francs[]): Francs {
  return amounts.reduce((sum, amount) => whole(sum + whole(amount)), 0);
}

/**
 * @returns `amount × factor`, rounded to the nearest franc, halves away from zero.
 * The factor may be a fraction (0.2 for 20 %).
 * @throws RangeError when the amount is not whole or the product is out of range.
 */
export function multiplyF(amount: Francs, factor: number): Francs {
  // toPrecision takes off binary noise first: 1.005 × 1000 must round as a person would.
  const product = Number((whole(amount) * factor).toPrecision(15));
  const rounded = Math.sign(product) * Math.round(Math.abs(product));
  return whole(rounded === 0 ? 0 : rounded);
}

const digits = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 0 });

/** @returns « 12 500 F », with narrow no-break spaces (U+202F) and a true minus sign. */
export function formatF(amount: Francs): string {
  return `${digits.format(whole(amount)).replace('-', '\u2212')}\u202f${place.currency.sign}`;
}

/** Reads '12 500', '12500 F', '12.500 XPF'. @returns undefined when it is not a whole number of francs. */
export function parseF(text: string): Francs | undefined {
  const clean = text.replace(/[\s\u202f\u00a0]/gu, '').replace(/(F|XPF|FCFP|CFP)$/i, '').replace('\u2212', '-');
  if (!/^-?(\d+|\d{1,3}(\.\d{3})+)$/.test(clean)) return undefined;
  const amount = Number(clean.replaceAll('.', ''));
  return Number.isSafeInteger(amount) ? amount + 0 : undefined;
}

function whole(amount: number): Francs {
  if (!Number.isSafeInteger(amount)) throw new RangeError(`not a whole number of francs: ${amount}`);
  return amount;
}
