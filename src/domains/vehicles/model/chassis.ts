import { z } from 'zod';
import { advice, error, type Remark } from './remark.ts';

/**
 * The chassis number (E). A VIN of ISO 3779 has 17 signs without I, O or Q, but old vehicles, trailers and machines have
 * shorter numbers, struck by hand: they are as good. The check digit (9th sign) is compulsory in North America and China
 * only, so it is advice elsewhere; an unknown manufacturer never blocks anything.
 */
export const chassisNumber = z
  .string({ error: 'Indiquez le numéro de châssis.' })
  .overwrite(normalizeChassis)
  .min(1, 'Indiquez le numéro de châssis.')
  .regex(/^[A-Z0-9]*$/, 'Un numéro de châssis n’a que des lettres et des chiffres.')
  .max(17, 'Un numéro de châssis a 17 signes au plus : comptez-les sur le véhicule.')
  .meta({ label: 'Numéro de châssis (VIN)', letter: 'E', hint: 'Tel qu’il est frappé sur le véhicule ; 17 signes depuis 1981, moins avant.', width: 20 });

/** @returns the number as stored and searched: capitals, without the spaces, dashes, dots, slashes or stars that mark its ends. */
export function normalizeChassis(text: string): string {
  return text.normalize('NFKC').toUpperCase().replace(/[\s\-–—./*_]/gu, '');
}

export const isVin = (number: string): boolean => /^[A-HJ-NPR-Z0-9]{17}$/.test(number);

const WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
const LETTERS: Record<string, number> = {
  A: 1, B: 2, C: 3, D: 4, E: 5, F: 6, G: 7, H: 8, J: 1, K: 2, L: 3, M: 4, N: 5, P: 7, R: 9, S: 2, T: 3, U: 4, V: 5, W: 6, X: 7, Y: 8, Z: 9,
};

/** @returns the check sign that a VIN should have in 9th place, '0' to '9' or 'X'. @throws RangeError for anything else than a VIN. */
export function checkDigit(vin: string): string {
  if (!isVin(vin)) throw new RangeError('not a VIN');
  const sum = [...vin].reduce((total, sign, index) => total + (LETTERS[sign] ?? Number(sign)) * (WEIGHTS[index] ?? 0), 0);
  return sum % 11 === 10 ? 'X' : String(sum % 11);
}

export const hasRightCheckDigit = (vin: string): boolean => isVin(vin) && vin[8] === checkDigit(vin);

/** Model years in the order of the 10th sign; the cycle comes back every 30 years. */
const YEARS = 'ABCDEFGHJKLMNPRSTVWXY123456789';

/**
 * @returns the model years that the 10th sign may mean, e.g. 'A' → [1980, 2010], never one chosen: makers outside North
 * America often put something else there. Empty when it means none (0, U, Z) or all lie after `latest`.
 */
export function possibleModelYears(vin: string, latest: number): readonly number[] {
  const index = isVin(vin) ? YEARS.indexOf(vin[9] ?? '?') : -1;
  if (index < 0) return [];
  return [1980 + index, 2010 + index, 2040 + index].filter((year) => year <= latest);
}

/**
 * What can be said of a number before it is written in the register.
 * @param normalized as `normalizeChassis` gives it
 * @param firstYear year of first registration, when known: from 1981 on, 17 signs are expected
 */
export function chassisRemarks(normalized: string, firstYear?: number): readonly Remark[] {
  if (normalized.length === 0) return [error('chassis-vide', 'E', 'Indiquez le numéro de châssis.')];
  if (!/^[A-Z0-9]+$/.test(normalized)) return [error('chassis-signes', 'E', 'Un numéro de châssis n’a que des lettres et des chiffres.')];
  if (normalized.length > 17) return [error('chassis-long', 'E', `${normalized.length} signes : un numéro de châssis en a 17 au plus.`)];
  if (normalized.length < 17) return [...shortRemarks(normalized, firstYear), ...repeatedRemarks(normalized)];
  const typos = forbiddenLetters(normalized);
  return [...(typos ? [typos] : checkDigitRemarks(normalized)), ...repeatedRemarks(normalized)];
}

function shortRemarks(number: string, firstYear: number | undefined): readonly Remark[] {
  const modern = firstYear !== undefined && firstYear >= 1981;
  const count = `${number.length} signe${number.length > 1 ? 's' : ''}`;
  return [modern
    ? advice('chassis-court-recent', 'E', `${count} au lieu de 17 pour un véhicule d’après 1980 : relisez la frappe à froid.`)
    : advice('chassis-court', 'E', `${count} : ce n’est pas un VIN. C’est possible pour un véhicule ancien, une remorque ou un engin.`)];
}

/** The typist's mistakes: I for 1, O or Q for 0. Offers the right number when the check digit agrees. */
function forbiddenLetters(number: string): Remark | undefined {
  if (!/[IOQ]/.test(number)) return undefined;
  const likely = number.replaceAll('I', '1').replace(/[OQ]/g, '0');
  const sure = hasRightCheckDigit(likely) ? ' (la clé de contrôle est alors juste)' : '';
  return { ...advice('chassis-ioq', 'E', `Un VIN n’a ni I, ni O, ni Q. Vouliez-vous écrire ${likely}${sure} ?`), suggestion: likely };
}

function checkDigitRemarks(vin: string): readonly Remark[] {
  if (hasRightCheckDigit(vin) || !/^[1-5L]/.test(vin)) return [];
  return [advice('chassis-cle', 'E', `La clé de contrôle (9e signe) devrait être ${checkDigit(vin)}, ce constructeur la met toujours : relisez le numéro.`)];
}

function repeatedRemarks(number: string): readonly Remark[] {
  const filler = number.length > 3 && /^(.)\1+$/.test(number);
  return filler ? [advice('chassis-bourrage', 'E', 'Le même signe partout : une valeur de remplissage, pas un numéro.')] : [];
}
