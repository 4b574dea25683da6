/** A block of consecutive numbers of a pool, kept for the acts of a site or of a professional. */
import type { Recorded, SubjectRef } from '../../../core/act/types.ts';
import type { LawDate } from '../../../core/values/time.ts';

/** `owner`: `site:<office>` or `company:<id>`, as `ownersOf` (core) names those who draw. Both ends and the last day included. */
export type NumberBlock = { pool: string; owner: string; first: number; last: number; since: LawDate; until: LawDate };
export type BlockState = { block: (NumberBlock & { returnedAt: string | null }) | null };
export type NumberAct =
  | { kind: 'numbers.reserved'; payload: NumberBlock }
  | { kind: 'numbers.returned'; payload: { by: 'hand' | 'end' } };

export const initialBlock: BlockState = { block: null };
export const blockRef = (id: string): SubjectRef => ({ kind: 'number-block', id });

export function evolveBlock(state: BlockState, act: Recorded<NumberAct>): BlockState {
  switch (act.kind) {
    case 'numbers.reserved': return { block: { ...act.payload, returnedAt: null } };
    case 'numbers.returned': return { block: state.block && { ...state.block, returnedAt: act.recordedAt } };
    default: return state;
  }
}
