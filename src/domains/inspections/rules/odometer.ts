import { formatShortDate, daysBetween, today as dayOf, type LawDate } from '../../../core/values/time.ts';
import { territory } from '../../../territory/index.ts';
import type { Reading, ReadingSource, ReadingVerdict } from '../model/inspection.ts';

type Line = Pick<Reading, 'km' | 'on' | 'verdict'>;
const number = new Intl.NumberFormat('fr-FR');
/** « 84 210 km ». */
export const kilometres = (km: number): string => `${number.format(km)}\u00a0km`;

/**
 * What the ledger makes of a new reading (km, whole): lower than one of before or higher than one of after is illogical, so is
 * a distance that no vehicle drives; the first of all cannot be judged.
 * @param today the law of this day sets the longest plausible daily distance (km)
 */
export function judgeReading(known: readonly Line[], given: { km: number; on: LawDate; source: ReadingSource }, today: LawDate): Reading {
  const say = (verdict: ReadingVerdict, reason: string): Reading => ({ ...given, verdict, reason });
  const before = known.filter(({ on }) => on <= given.on);
  const after = known.filter(({ on }) => on > given.on);
  const highest = before.reduce<Line | null>((top, one) => (top && top.km >= one.km ? top : one), null);
  const lowest = after.reduce<Line | null>((low, one) => (low && low.km <= one.km ? low : one), null);
  if (!highest && !lowest) return say('unknown', 'Premier relevé : rien à comparer.');
  if (highest && given.km < highest.km) return say('illogical', `${kilometres(given.km)} le ${formatShortDate(given.on)}, après ${kilometres(highest.km)} le ${formatShortDate(highest.on)} : le compteur a reculé de ${kilometres(highest.km - given.km)}.`);
  if (lowest && given.km > lowest.km) return say('illogical', `${kilometres(given.km)} le ${formatShortDate(given.on)}, avant ${kilometres(lowest.km)} le ${formatShortDate(lowest.on)}.`);
  if (highest) {
    const days = Math.max(1, daysBetween(highest.on, given.on));
    const most = territory.parameter('odometerKmPerDay', today).value;
    if ((given.km - highest.km) / days > most) return say('illogical', `${kilometres(given.km - highest.km)} en ${days} jour${days > 1 ? 's' : ''} : plus de ${kilometres(most)} par jour.`);
  }
  return say('logical', highest ? `${kilometres(given.km - highest.km)} depuis le relevé du ${formatShortDate(highest.on)}.` : 'Suivi de relevés plus élevés.');
}

type Kept = Reading & { at: string };
/**
 * The ledger judged anew once a reading is other than it was: those entered after `from` (ISO instant, itself included) are weighed
 * again, each against those entered before it and by the law of its own day; earlier ones stand as they were said.
 */
export function rejudged(readings: readonly Kept[], from: string): Kept[] {
  return readings.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)).reduce<Kept[]>((known, one) => {
    const { km, on, source, at } = one;
    return [...known, at < from ? one : { ...judgeReading(known, { km, on, source }, dayOf(new Date(at))), at }];
  }, []);
}

/** The ledger as a whole: one illogical line, and no later line makes the odometer trustworthy again. */
export function odometerVerdict(readings: readonly Pick<Reading, 'verdict'>[]): ReadingVerdict {
  if (readings.some(({ verdict }) => verdict === 'illogical')) return 'illogical';
  return readings.some(({ verdict }) => verdict === 'logical') ? 'logical' : 'unknown';
}
