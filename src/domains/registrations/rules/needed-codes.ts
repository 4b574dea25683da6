import { blocker, type Blocker } from '../../../core/demarche/index.ts';
import type { LawDate } from '../../../core/values/time.ts';
import { territory } from '../../../territory/index.ts';
import { familyOf, technical, type Technical } from '../../vehicles/index.ts';

type Origin = 'new' | 'used-import';

/** The codes that a first certificate cannot go without, for this vehicle as far as it is described. */
export function firstTitleCodes(given: Technical, origin: Origin | undefined, today: LawDate): (keyof Technical)[] {
  const trailer = familyOf(given['J.1'] ?? '') === 'trailer';
  return (territory.parameter('firstTitleCodes', today).value as readonly (keyof Technical)[]).filter((code) => !(code === 'P.3' && trailer) && !(code === 'B' && origin !== 'used-import'));
}

/**
 * What a first certificate cannot be issued without: make, national genre, laden mass (kg), energy, and the day of
 * first use abroad of a used import. Law: the codes of Directive 1999/37/EC; which of them New Caledonia demands is a
 * parameter « à confirmer ».
 * @returns one blocker that names them all, at the first of them; none when nothing lacks
 */
export function neededCodes(given: Technical, origin: Origin, today: LawDate): Blocker[] {
  const missing = firstTitleCodes(given, origin, today).filter((code) => given[code] === undefined);
  const [first] = missing;
  if (!first) return [];
  const named = missing.map((code) => `${String((technical.shape[code].meta() as { label?: string } | undefined)?.label)} (${code})`).join(', ');
  return [blocker('technique-incomplete', `Sans ces rubriques, le certificat ne peut pas être délivré : ${named}.`, 'codes-harmonises', 'le demandeur ou le CCTV', 'les relever sur le procès-verbal d’homologation', `technical.${first}`)];
}
