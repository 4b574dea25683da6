import type { RegistrationState } from '../model/state.ts';

/** What it would take to undo an act: the state before it, and whether something has been built on it since. */
export type Undoing = { before: RegistrationState; cancelled: string[]; followedBy: boolean; cancellable: boolean; paidBy: string | null };

/** Acts whose effect is wholly in the registration, so that the state before them can stand again. */
export const cancellableKinds: readonly string[] = [
  'registration.holders-changed', 'registration.commune-changed', 'registration.usage-changed', 'registration.plate-changed', 'registration.title-issued', 'registration.life-changed', 'registration.sale-closed',
];

/**
 * The periods as they were, but for numbers given meanwhile: a title or a plate that was handed out is known for
 * ever, revoked from now, and never given again.
 */
export function before(present: RegistrationState, past: RegistrationState, now: string): Partial<RegistrationState> {
  const { plates, holders, communes, usages, lives } = past;
  const titles = past.titles.flatMap((one) => (one.status === 'sold' && one.to === null ? [{ ...one, to: now }, { ...one, status: 'valid' as const, validUntil: null, from: now, to: null }] : [one]));
  const lost = present.titles.filter((one) => !titles.some((old) => old.number === one.number) && one.to === null);
  const lostPlates = present.plates.filter((one) => !plates.some((old) => old.plate === one.plate));
  return {
    // The sale that an act had completed is void with it: the seller holds again, as if never sold.
    sale: null, holders, communes, usages, lives,
    plates: [...lostPlates.map((one) => ({ ...one, to: one.to ?? now })), ...plates],
    titles: [...present.titles.filter((one) => !titles.some((old) => old.number === one.number) && one.to !== null), ...lost.flatMap((one) => [{ ...one, to: now }, { ...one, status: 'revoked' as const, from: now, to: null }]), ...titles],
  };
}
