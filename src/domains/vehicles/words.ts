import type { Remark } from './model/remark.ts';
import type { Technical, TechnicalField } from './model/technical.ts';
import { bodies, codeLabel, energies, kinds, type Code } from './model/codes.ts';
import { knownNumber } from './model/technical.ts';
import { formatPartialDate, parsePartialDate } from '../../core/values/partial-date.ts';

/** What a value that the register does not know looks like, on screen and paper. Never 0, never blank. */
export const UNKNOWN = 'inconnu';

export const severityWords: Record<Remark['severity'], string> = { error: 'À corriger', advice: 'À vérifier' };

const lists: Readonly<Record<string, Readonly<Record<string, Code>>>> = { 'J.1': kinds, 'J.3': bodies, 'P.3': energies };
const number = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 3 });

/** @returns a technical value as it is read: « 2 095 kg », « GO – Gazole », « juin 2019 »; « inconnu » when absent or 0. */
export function technicalValue(data: Technical, field: TechnicalField): string {
  if (field.key === 'B') return data.B ? formatPartialDate(data.B) : UNKNOWN;
  const value = data[field.key];
  if (typeof value === 'number') {
    const known = knownNumber(data, field.key);
    return known === undefined ? UNKNOWN : `${number.format(known)}\u00a0${field.unit ?? ''}`.trim();
  }
  if (typeof value !== 'string') return UNKNOWN;
  const list = lists[field.key];
  const label = list ? codeLabel(list, value) : value;
  return label === value ? value : `${value}\u00a0– ${label}`;
}

/** A month, day or year of a legacy operation, as stored, in French; as it stands when it is none of these. */
export function decodeLegacyMonth(stored: string): string {
  const date = parsePartialDate(stored);
  return date ? formatPartialDate(date) : stored;
}
