import { isHelper, type Actor } from '../access/actor.ts';
import type { Review, Unchecked } from './define.ts';
import type { Controls } from './world.ts';

/** What the démarche itself says: who looks, what a person has still to read, and what a careful reader would look at twice. */
type Own = { review: Review; unchecked: readonly Unchecked[] | undefined; remarks: readonly { message: string }[] };
export type Look = { review: Review; because: readonly string[]; trusted: boolean };

/**
 * Who looks before the decision. Two persons stay two; a helper's paper is read by an agent; the control of a professional may ask for
 * more eyes. Where it trusts him with the act, and machines have checked all that he does not keep himself, nobody looks; else every
 * reason is said, and the démarche's own review stands.
 */
export function lookedAt(actor: Actor, controls: Pick<Controls, 'review' | 'because' | 'trust'>, { review, unchecked, remarks }: Own): Look {
  const own = (asked: Review): Look => ({ review: asked, because: controls.because ?? [], trusted: false });
  if (review === 'two-persons') return own(review);
  if (isHelper(actor)) return { review: 'clerk', because: [], trusted: false };
  const { trust } = controls;
  if (review !== 'clerk' || !unchecked || !trust) return own(controls.review ?? review);
  const because = [
    ...(controls.because ?? []), ...(trust.granted ? [] : [trust.because]),
    ...unchecked.filter(({ kept }) => !kept).map((one) => one.because), ...remarks.map(({ message }) => `une réponse est inhabituelle (${message.replace(/\.$/, '')})`),
  ];
  return because.length || controls.review ? { review: controls.review ?? review, because, trusted: false } : { review: 'automatic', because, trusted: true };
}

/** The sentence that a professional and an agent read; empty where there is nothing to say. */
export const readingSentence = (because: readonly string[]): string => (because.length ? `Un agent relit parce ${because.map((one, index) => (index ? one : /^[aeéèêiouyœh]/i.test(one) ? `qu’${one}` : `que ${one}`)).join(' ; ')}.` : '');
