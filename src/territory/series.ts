import type { LawDate } from '../core/values/time.ts';
import { line, placeholder, standsOn, type Dated } from './dated.ts';

export type SeriesId = 'nc' | 'special' | 'provisional' | 'dealer' | 'trade' | 'transit' | 'administrative' | 'consular';

/**
 * A series of plates: a whole number and a fixed suffix. `digits` is the widest number it can hold.
 * Only the NC series is known; the marks of the others are placeholders so that the register can run.
 */
export type Series = Dated & {
  readonly id: SeriesId;
  readonly label: string;
  readonly suffix: string;
  readonly digits: number;
  /** A definitive number stays with its vehicle for life; the others end. */
  readonly definitive: boolean;
};

export const series: readonly Series[] = [
  { id: 'nc', label: 'Série normale', suffix: 'NC', digits: 6, definitive: true, ...line('serie-nc', { from: '1953-01-01' }) },
  { id: 'special', label: 'Série spéciale (engins, voiturettes)', suffix: 'SP', digits: 5, definitive: true, ...placeholder('series-particulieres') },
  { id: 'provisional', label: 'Numéro provisoire', suffix: 'PR', digits: 6, definitive: false, ...placeholder('series-particulieres') },
  { id: 'dealer', label: 'W garage', suffix: 'W', digits: 4, definitive: false, ...placeholder('series-particulieres') },
  { id: 'trade', label: 'WW (véhicule neuf ou importé, avant numéro définitif)', suffix: 'WW', digits: 5, definitive: false, ...placeholder('series-particulieres') },
  { id: 'transit', label: 'TT (transit temporaire)', suffix: 'TT', digits: 5, definitive: false, ...placeholder('series-particulieres') },
  { id: 'administrative', label: 'Véhicules administratifs', suffix: 'AD', digits: 4, definitive: true, ...placeholder('series-particulieres') },
  { id: 'consular', label: 'Corps consulaire', suffix: 'CC', digits: 3, definitive: true, ...placeholder('series-particulieres') },
];

/** @returns the series of an id as it stands on a day. @throws RangeError when it does not. */
export function seriesOf(id: SeriesId, on: LawDate): Series {
  const found = series.find((candidate) => candidate.id === id && standsOn(candidate, on));
  if (found === undefined) throw new RangeError(`no series ${id} on ${on}`);
  return found;
}

/**
 * The one form under which a plate is stored and searched: digits without leading zeros, then capitals, nothing else.
 * '412 345 nc', '412.345-NC' and '0412345NC' → '412345NC'. Foreign plates keep their own order: 'ab-123-cd' → 'AB123CD'.
 */
export function normalizePlate(text: string): string {
  return text.normalize('NFKC').toUpperCase().replace(/[^A-Z0-9]/g, '').replace(/^0+(?=[1-9][0-9]*[A-Z]{1,2}$)/, '');
}

/** @returns the number and the series of a local plate; undefined when it is of no known series. */
export function parsePlate(text: string): { series: Series; number: number } | undefined {
  const [, digits, suffix] = /^([1-9][0-9]*)([A-Z]+)$/.exec(normalizePlate(text)) ?? [];
  const found = series.find((candidate) => candidate.suffix === suffix && (digits?.length ?? 0) <= candidate.digits);
  return found ? { series: found, number: Number(digits) } : undefined;
}

/** @returns the stored form of a number of a series. @throws RangeError when the series cannot hold it. */
export function plateOf(of: Series, number: number): string {
  if (!Number.isInteger(number) || number < 1 || String(number).length > of.digits) throw new RangeError(`${number} in ${of.id}`);
  return `${number}${of.suffix}`;
}

/** @returns the plate as it is read on the vehicle: « 412 345 NC » (no-break spaces); others as stored. */
export function formatPlate(plate: string): string {
  const parsed = parsePlate(plate);
  if (!parsed) return normalizePlate(plate);
  const digits = String(parsed.number).replace(/\B(?=(\d{3})+$)/g, '\u00a0');
  return `${digits}\u00a0${parsed.series.suffix}`;
}
