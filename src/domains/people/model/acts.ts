import type { Recorded } from '../../../core/act/types.ts';
import type { Power, PowerKind } from './power.ts';
import type { Proof, Situation } from './situation.ts';

/**
 * The acts of a power and of a situation: each is a case of its own, linked into the chains of those it is about. Which
 * power it is, and by what paper, is private content: a regime of protection never enters the chain.
 */
export type PowerAct =
  | { kind: 'power.recorded'; payload: { number: string; grantor: string; holder: string; acts: 'any' | string[]; from: string; to: string | null } }
  | { kind: 'power.ended'; payload: { on: string; by: 'grantor' | 'holder' | 'agent' } };
export type SituationAct =
  | { kind: 'situation.recorded'; payload: { number: string; personId: string; memberIds: string[]; from: string; to: string | null } }
  | { kind: 'situation.ended'; payload: { on: string } };

export type PowerPrivate = { kind: PowerKind; proof: Proof };
export type SituationPrivate = { kind: Situation['kind']; regime?: 'tutelle' | 'curatelle' | 'habilitation-familiale' | 'sauvegarde'; proof: Proof };

/** The id of the case, power or situation, that an act is about. */
export function caseOf(act: { readonly subjects: readonly { readonly kind: string; readonly id: string }[] }, kind: 'power' | 'situation'): string {
  return act.subjects.find((ref) => ref.kind === kind)?.id ?? '';
}

/** The power as it was recorded; null once its private content is erased: what nobody can read gives no right. */
export function powerIn(act: Recorded<Extract<PowerAct, { kind: 'power.recorded' }>>): Power | null {
  const hidden = act.private['power'] as PowerPrivate | null | undefined;
  const { grantor, holder, acts, from, to } = act.payload;
  return hidden ? { kind: hidden.kind, grantor, holder, acts, from, to, proof: hidden.proof } : null;
}

/** The situation as it was recorded; null once erased. */
export function situationIn(act: Recorded<Extract<SituationAct, { kind: 'situation.recorded' }>>): Situation | null {
  const hidden = act.private['situation'] as SituationPrivate | null | undefined;
  if (!hidden) return null;
  const { from, to, memberIds } = act.payload;
  const { proof } = hidden;
  switch (hidden.kind) {
    case 'deceased': return { kind: 'deceased', on: { precision: 'day', value: from }, proof };
    case 'members': return { kind: 'members', personIds: memberIds, from, to, proof };
    case 'protected': return { kind: 'protected', regime: hidden.regime ?? 'tutelle', from, to, proof };
    default: return { kind: hidden.kind, from, to, proof };
  }
}
