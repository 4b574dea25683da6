import { current, sliceAt, type Period } from '../../../core/act/periods.ts';
import { today } from '../../../core/values/time.ts';
import type { Holder, HoldType, LifeStatus, TitleForm, TitleStatus, Usage } from './acts.ts';

/** Everything registrations know of a vehicle, with its periods. Nothing of a person but an id. */
export type RegistrationState = {
  plates: (Period & { plate: string; series: string })[];
  titles: (Period & { number: string; form: TitleForm; status: TitleStatus; validUntil: string | null })[];
  holders: (Period & Holder)[];
  communes: (Period & { insee: string })[];
  usages: (Period & { usage: Usage })[];
  lives: (Period & { status: LifeStatus })[];
  holds: (Period & { id: string; type: HoldType; authority: string; reference: string; basis: string; until: string | null; by?: string })[];
  /** The sale under way: a case of its own, chased until it ends. */
  sale: { id: string; soldAt: string; titleUntil: string } | null;
  origin: 'new' | 'used-import' | 'legacy' | null;
};

export const initial: RegistrationState = {
  plates: [], titles: [], holders: [], communes: [], usages: [], lives: [], holds: [], sale: null, origin: null,
};

export function slice(state: RegistrationState, at: string): RegistrationState {
  return {
    ...state, plates: sliceAt(state.plates, at), titles: sliceAt(state.titles, at), holders: sliceAt(state.holders, at), communes: sliceAt(state.communes, at),
    usages: sliceAt(state.usages, at), lives: sliceAt(state.lives, at), holds: sliceAt(state.holds, at),
    sale: state.sale && state.sale.soldAt <= at ? state.sale : null,
  };
}

export const plateOf = (state: RegistrationState) => current(state.plates)[0]?.plate ?? null;
export const seriesIn = (state: RegistrationState) => current(state.plates)[0]?.series ?? null;
export const titleOf = (state: RegistrationState) => current(state.titles).find((title) => title.status === 'valid' || title.status === 'sold') ?? null;
export const holdersOf = (state: RegistrationState) => current(state.holders);
export const principalOf = (state: RegistrationState) => holdersOf(state).find((holder) => holder.principal) ?? null;
export const communeIn = (state: RegistrationState) => current(state.communes)[0]?.insee ?? null;
export const usageOf = (state: RegistrationState) => current(state.usages)[0]?.usage ?? 'private';
export const lifeOf = (state: RegistrationState) => current(state.lives)[0]?.status ?? null;

/** Holds that stand on a day: not lifted, and not past the end they were set with. @param now ISO instant: the day is the country's, not the one of Greenwich */
export function holdsOn(state: RegistrationState, now: string) {
  const here = today(new Date(now));
  return current(state.holds).filter((hold) => hold.until === null || hold.until > here);
}
