import { addDays, type LawDate } from '../../../core/values/time.ts';
import { territory } from '../../../territory/index.ts';
import type { Convention } from '../model/index.ts';

/** The last day on which a convention may end and its company be warned of it today. */
export const warnedUntil = (on: LawDate): LawDate => addDays(on, territory.parameter('partnerExpiryWarningDays', on).value);

/** Still running, and near enough to its end to be said. */
export const endsSoon = ({ to }: Pick<Convention, 'to'>, on: LawDate): boolean => to >= on && to <= warnedUntil(on);
