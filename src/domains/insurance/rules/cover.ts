import type { LawDate } from '../../../core/values/time.ts';
import type { Cover } from '../model/index.ts';

/**
 * What is known of a vehicle's cover on a day. `unknown` is not « no »: no insurer has said anything that surely means
 * this vehicle. `weak`: a contract names its plate and no chassis number; `mismatch`: one names its plate or chassis
 * number together with another's.
 */
export type CoverStanding =
  | { status: 'known'; cover: Cover }
  | { status: 'ended'; cover: Cover }
  | { status: 'unknown'; weak: Cover | null; mismatch: boolean; next: LawDate | null };

const inForce = ({ from, to }: Cover, on: LawDate): boolean => from <= on && (to === null || to >= on);

/** @param covers every cover that names the vehicle, as the store finds them. @param on the day asked about */
export function coverOn(covers: readonly Cover[], vehicleId: string, on: LawDate): CoverStanding {
  const sure = covers.filter((one) => one.match === 'matched' && one.vehicleId === vehicleId);
  // Of several that stand, the one that lasts longest is what a driver shows.
  const standing = sure.filter((one) => inForce(one, on)).toSorted((a, b) => (b.to ?? '9999').localeCompare(a.to ?? '9999'))[0];
  if (standing) return { status: 'known', cover: standing };
  const weak = covers.find((one) => one.match === 'weak' && one.vehicleId === vehicleId && inForce(one, on)) ?? null;
  const past = sure.filter(({ to }) => to !== null && to < on).toSorted((a, b) => (b.to as string).localeCompare(a.to as string))[0];
  // A plate alone that stands is not enough to know; it is enough not to say that cover has ended.
  if (past && !weak) return { status: 'ended', cover: past };
  const next = sure.filter(({ from }) => from > on).map(({ from }) => from).toSorted()[0] ?? null;
  return { status: 'unknown', weak, mismatch: covers.some(({ match }) => match === 'mismatch'), next };
}

/** What machines say of a cover that an errand must prove; unknown is never « no ». */
export type CoverFact = 'valid' | 'invalid' | 'unknown';

/**
 * Whether the contract that the applicant names covers the vehicle on a day. Another's contract proves nothing: the
 * seller's insurance is not the buyer's.
 * @param surely tells the covers that surely mean the vehicle. @param notBefore the first day that a contract of the new holder's may have
 */
export function namedCover(covers: readonly Cover[], contract: string, surely: (one: Cover) => boolean, on: LawDate, notBefore: LawDate | null): CoverFact {
  const named = covers.filter((one) => one.contract === contract && surely(one) && (notBefore === null || one.from >= notBefore));
  if (named.some((one) => inForce(one, on))) return 'valid';
  return named.some(({ to }) => to !== null && to < on) ? 'invalid' : 'unknown';
}
