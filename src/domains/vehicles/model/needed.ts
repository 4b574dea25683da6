import type { LawDate } from '../../../core/values/time.ts';
import { territory } from '../../../territory/index.ts';
import { familyOf } from './codes.ts';
import { technicalFields, type Technical, type TechnicalField, type TechnicalKey } from './technical.ts';

type Origin = 'new' | 'used-import';

/**
 * The rubrics that a first certificate, and the PV that it comes from, cannot go without, for this vehicle as far as it is
 * described: make, national genre, laden mass (kg), energy, and the day of first use abroad of a used import. Law: the codes of
 * Directive 1999/37/EC; which of them New Caledonia demands is a parameter « à confirmer ».
 */
export function firstTitleCodes(given: Technical, origin: Origin | undefined, today: LawDate): TechnicalKey[] {
  const trailer = familyOf(given['J.1'] ?? '') === 'trailer';
  return (territory.parameter('firstTitleCodes', today).value as readonly TechnicalKey[]).filter((code) => !(code === 'P.3' && trailer) && !(code === 'B' && origin !== 'used-import'));
}

/** Those of them that are not said. */
export const missingCodes = (given: Technical, origin: Origin, today: LawDate): readonly TechnicalField[] =>
  firstTitleCodes(given, origin, today).filter((code) => given[code] === undefined).flatMap((code) => technicalFields.find(({ key }) => key === code) ?? []);
