import { fromPool } from '../../../core/act/draws.ts';
import type { Json, RecordedAct, SubjectRef } from '../../../core/act/types.ts';
import type { TitleOrder } from '../../../core/demarche/index.ts';

/** The number of the next title: drawn inside the act, the same mark wherever it stands. */
export const nextTitle = () => fromPool('titre');
/** The next number of a plate series. */
export const nextPlate = (series: string) => fromPool(`plaque-${series}`);

/** The number of a declared sale, on its papers and in its messages: AC for the seller's receipt, CA for the buyer's code. */
export const saleNumber = (actId: string, prefix: 'AC' | 'CA' = 'AC') => `${prefix}-${actId.slice(-12).toUpperCase()}`;

/** A certificate for each act that issued a title: whoever holds, on what, is read from the register when it is drawn up. */
export function certificates(acts: readonly RecordedAct[]): TitleOrder[] {
  return acts.flatMap((act) => {
    const { titleNumber, number } = act.payload as { titleNumber?: string | null; number?: string };
    const issued = titleNumber ?? (act.kind === 'registration.title-issued' ? number : null);
    return issued ? [{ template: 'certificat', number: issued, subject: vehicleOf(act), data: { actId: act.id } as Json }] : [];
  });
}

function vehicleOf(act: RecordedAct): SubjectRef {
  const found = act.subjects.find((ref) => ref.kind === 'vehicle');
  if (!found) throw new Error(`act ${act.kind} issues a title of no vehicle`);
  return found;
}
