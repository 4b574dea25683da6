import { blocker, type Blocker } from '../../../core/demarche/index.ts';
import type { LawDate } from '../../../core/values/time.ts';
import { missingCodes, type Technical } from '../../vehicles/index.ts';

/** What a first certificate cannot be issued without (see `missingCodes`): one blocker that names them all, at the first of them; none when nothing lacks. */
export function neededCodes(given: Technical, origin: 'new' | 'used-import', today: LawDate): Blocker[] {
  const missing = missingCodes(given, origin, today);
  const [first] = missing;
  if (!first) return [];
  const named = missing.map(({ label, letter }) => `${label} (${letter})`).join(', ');
  return [blocker('technique-incomplete', `Sans ces rubriques, le certificat ne peut pas être délivré : ${named}.`, 'codes-harmonises', 'le demandeur ou le CCTV', 'les relever sur le procès-verbal d’homologation', `technical.${first.key}`)];
}
