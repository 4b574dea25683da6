/** The dossier and its transition table: the only way from one stage to another. */
import type { Json } from '../act/types.ts';
import type { Actor } from '../access/actor.ts';
import type { Blocker } from './blockers.ts';
import type { Quote } from './world.ts';

export type DossierState = 'draft' | 'submitted' | 'to_complete' | 'in_review' | 'to_pay' | 'decided' | 'issued' | 'refused' | 'cancelled';

/** From → to. What is not here cannot happen, whatever a door asks. */
export const transitions: Readonly<Record<DossierState, readonly DossierState[]>> = {
  draft: ['submitted', 'cancelled'],
  submitted: ['to_complete', 'in_review', 'to_pay', 'decided', 'cancelled'],
  to_complete: ['submitted', 'cancelled', 'refused'],
  in_review: ['to_complete', 'to_pay', 'decided', 'refused', 'cancelled'],
  to_pay: ['to_complete', 'in_review', 'decided', 'refused', 'cancelled'],
  decided: ['issued'],
  issued: [],
  // Only an appeal that is upheld, or a judgment, opens a refusal again.
  refused: ['in_review'],
  cancelled: [],
};

/** `piece`: what a door names it by when it is sent; `photo`, `own`: as it is asked (see Piece). */
export type Reason = { kind: 'piece' | 'signature' | 'blocker' | 'ask'; label: string; text?: string; piece?: string; photo?: true; own?: true };

export type Dossier = {
  id: string;
  number: string;
  demarche: string;
  subject_kind: string;
  subject_id: string;
  state: DossierState;
  applicant_id: string | null;
  actor: Actor;
  door: string;
  office: string | null;
  input: Json;
  input_hash: Buffer | null;
  judged_on: string | null;
  quote: Quote | null;
  /** Why it waits, when it waits for the applicant. */
  blockers: { reasons: Reason[]; blockers: Blocker[] } | [];
  result: { acts: { id: string; kind: string }[]; titles: Json } | null;
  created_at: Date;
  updated_at: Date;
  submitted_at: Date | null;
  complete_at: Date | null;
  /** How many agents must approve it, each by their own name; known from the moment it is complete. */
  reviewers: number;
  decided_at: Date | null;
};

/** Thrown when a stage is asked for that the table does not allow: two people at once, or a replayed form. */
export class WrongStage extends Error {
  readonly from: DossierState;
  readonly to: DossierState;
  constructor(from: DossierState, to: DossierState) {
    super(`a dossier cannot go from ${from} to ${to}`);
    this.from = from;
    this.to = to;
  }
}

export function checkTransition(from: DossierState, to: DossierState): void {
  if (!transitions[from].includes(to)) throw new WrongStage(from, to);
}
