/**
 * The vocabulary of the journal. An *act* is what the administration did, once and for ever;
 * a *subject* is what it was done to (a vehicle, a person, a sale); a *facet* is what one
 * domain knows of a subject, folded from its acts.
 */
import type { Tx } from '../db/sql.ts';

/** JSON as PostgreSQL stores it: no undefined, no dates, so that a fold and a stored state compare byte for byte. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

export type SubjectRef = { readonly kind: string; readonly id: string; readonly fresh?: true };

/** Who is behind an act. Only a dossier or an authority may do something unfavourable; the system never can. */
export type Author =
  | { kind: 'dossier'; dossierId: string; agentId?: string }
  | { kind: 'authority'; agentId: string; basis: string }
  | { kind: 'system'; job: string };

/** Who signed, in which capacity, by which delegation: empty for acts the system records. */
export type Signatory = { agentId: string | null; name: string; capacity: string; delegationId: string | null };

export type PrivateClass = 'identity' | 'medical' | 'justice';
/** Content that must never enter the chain: it lies apart, by class, and can be erased. */
export type PrivateContent = { class: PrivateClass; name: string; content: Json };

/** What `decide` returns: an act that has not happened yet. Draw marks (see draws.ts) may stand in its payload. */
export type ActDraft = {
  kind: string;
  version: number;
  subjects: readonly SubjectRef[];
  payload: Json;
  /** When it takes effect, ISO instant; the moment of recording when absent. */
  effectiveAt?: string;
  private?: readonly PrivateContent[];
  /** Acts that this one corrects or cancels. */
  cites?: readonly string[];
};

/** An act of the journal as `evolve` sees it; `private` holds null where the content was erased. */
export type RecordedAct<K extends string = string, P = Json> = {
  id: string;
  kind: K;
  version: number;
  payload: P;
  recordedAt: string;
  effectiveAt: string;
  judgedOn: string;
  author: Author;
  signatory: Signatory | null;
  private: Readonly<Record<string, Json | null>>;
  cites: readonly string[];
  /** Everything it is about. */
  subjects: readonly SubjectRef[];
};

/** An act of a domain's own union, as recorded. */
export type Recorded<A> = Omit<RecordedAct, 'kind' | 'payload'> & A;

/** `save` returns queries already sent, so that they travel in one pipeline. */
export type SaveFacet<S> = (tx: Tx, subjectId: string, before: S, after: S) => Promise<unknown>[];

/**
 * What one domain knows of one kind of subject.
 * `evolve` is the only producer of state; `save` writes the rows that constraints and lists need,
 * and nothing that `evolve` did not return. `slice` cuts the periods at an instant.
 */
export type Facet<S = unknown, A extends { kind: string; payload: unknown } = RecordedAct> = {
  name: string;
  subject: string;
  initial: S;
  evolve(state: S, act: Recorded<A>, subjectId: string): S;
  slice(state: S, at: string): S;
  save?: SaveFacet<S>;
  /** Compares the rows that `save` wrote with the state they derive from, for a batch of subjects. @returns one French sentence per difference */
  verify?(tx: Tx, folded: ReadonlyMap<string, S>): Promise<{ subjectId: string; sentence: string }[]>;
};

/** Any facet, where the types of its state no longer matter. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a registry of facets of every state type
export type AnyFacet = Facet<any, any>;

/** The folded facets of one subject, by facet name. */
export type States = Readonly<Record<string, unknown>>;

/** Reads the state of a facet of a subject that the transaction has locked. */
export type GetState = <S>(facet: { name: string; subject: string; initial: S }, id: string) => S;

export function act<A extends { kind: string; payload: unknown }>(
  draft: A & Pick<ActDraft, 'subjects' | 'private' | 'effectiveAt' | 'cites'> & { version?: number },
): ActDraft {
  return { version: 1, ...draft } as unknown as ActDraft;
}
