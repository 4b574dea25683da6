/**
 * What the administration's silence means, and from which day. It is said, never done: the date is computed and shown,
 * and no act follows it by itself (decision record 0009).
 */
import { addDays, today as dayOf, type LawDate } from '../values/time.ts';
import type { Demarche } from './define.ts';
import type { Dossier } from './dossier.ts';

/** The delay of the law of the day, in days; `toConfirm` while its text was not seen. */
export type SilenceDelay = { days: number; toConfirm: boolean };
export type Silence = { means: 'refusal' | 'acceptance'; completeOn: LawDate; on: LawDate; passed: boolean; toConfirm: boolean };

/** The day on which a file that waits for its decision was complete; null otherwise. */
export function completeOn({ complete_at, state }: Dossier): LawDate | null {
  return complete_at && ['submitted', 'in_review', 'to_pay'].includes(state) ? dayOf(complete_at) : null;
}

/** @returns null while the file is not complete, once it is decided, or when silence means nothing for this démarche */
export function silenceOf(dossier: Dossier, d: Pick<Demarche, 'silence'>, delay: SilenceDelay, today: LawDate): Silence | null {
  const complete = completeOn(dossier);
  if (!d.silence || !complete) return null;
  const on = addDays(complete, delay.days);
  return { means: d.silence.means, completeOn: complete, on, passed: on < today, toConfirm: delay.toConfirm };
}
