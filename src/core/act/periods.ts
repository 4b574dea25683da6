/** A stretch of time, from (included) to (excluded, null while it lasts); ISO instants, so they compare as texts. */
export type Period = { from: string; to: string | null };

export function covers(period: Period, at: string): boolean {
  return period.from <= at && (period.to === null || at < period.to);
}

/** What stands at an instant. A period of no length stands at no instant. */
export function sliceAt<P extends Period>(periods: readonly P[], at: string): P[] {
  return periods.filter((period) => covers(period, at));
}

/** What stands now: not closed. */
export function current<P extends Period>(periods: readonly P[]): P[] {
  return periods.filter((period) => period.to === null);
}

/** Closes every open period that `which` names. */
export function close<P extends Period>(periods: readonly P[], at: string, which: (period: P) => boolean = () => true): P[] {
  return periods.map((period) => (period.to === null && which(period) ? { ...period, to: at } : period));
}

/** Closes what is open and opens the next. */
export function succeed<P extends Period>(periods: readonly P[], next: P, which: (period: P) => boolean = () => true): P[] {
  return [...close(periods, next.from, which), next];
}
