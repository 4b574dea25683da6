/**
 * What a démarche is: everything the administration promises about one errand, said once, for every door.
 * All of it is pure but the fact loaders. `demarche()` adds nothing at run time; it holds the types together.
 * The decision record 0001 says why its signature is what it is.
 */
import type { z } from 'zod';
import { accredited, clerk, helper, identified, type Actor, type Capacity } from '../access/actor.ts';
import type { AnyFacet, ActDraft, Facet, GetState, SubjectRef } from '../act/types.ts';
import type { Sql, Tx } from '../db/sql.ts';
import type { Blocker } from './blockers.ts';

/** A view of one kind of subject: the facets a démarche reads, and how a door finds and names it. */
export type SubjectView<S> = {
  kind: string;
  facets: { [K in keyof S]: Facet<S[K], never> | AnyFacet };
  /** Finds subjects by what a person can read on a paper (plate, VIN, title number, code): ids, never data. */
  locate: (tx: Sql | Tx, text: string) => Promise<string[]>;
  /** What a door may show before any right is proven (make and model, never a person). */
  label: (state: S) => string;
  /** The question a door asks to find it: «Numéro d'immatriculation». */
  question: string;
  /** Where what names it is a secret that gives a right (the code of a sale): tries are counted, and its id alone names nothing for whoever
   * has no part in it. */
  secret?: { looksLike: (text: string) => boolean; known: (state: S, actor: Actor) => boolean };
};

export type Existing<S> = { mode: 'existing'; view: SubjectView<S> };
export type Creates<S> = { mode: 'creates'; view: SubjectView<S>; naturalKey: (input: never) => string | null };

export function existing<S>(view: SubjectView<S>): Existing<S> {
  return { mode: 'existing', view };
}
export function creates<S, I>(view: SubjectView<S>, naturalKey: (input: I) => string | null): Creates<S> {
  return { mode: 'creates', view, naturalKey: naturalKey as (input: never) => string | null };
}

/** What a rule may read before the applicant has typed anything. */
export type Before<S, F> = {
  /** The day whose law and prices apply: that of the first sending. */
  today: string;
  /** The day on which it is decided: facts, proofs and powers are those of that day. */
  on: string;
  now: string;
  actor: Actor;
  /** Whom the dossier names as asking: chosen by the agent who keys it for them, the account itself elsewhere; null while nobody is named. */
  applicant: string | null;
  subject: SubjectRef;
  state: S;
  facts: F;
  get: GetState;
  /** Every démarche of this installation, by id: what one of them says of the others. */
  catalogue: ReadonlyMap<string, Demarche>;
};
/** The same, with the valid input, and names for what the acts will create. */
export type Ctx<S, F, I> = Before<S, F> & { input: I; newId: (name: string) => string };

/** A named loader: the only part of a démarche that may ask the database. `input` may be partial in a dry run. */
export type FactLoader<T, S, I> = (
  tx: Sql | Tx,
  c: { today: string; on: string; now: string; actor: Actor; applicant: string | null; subject: SubjectRef; state: S; input: Partial<I> | undefined },
) => Promise<T> | T;

export type Step<I = unknown> = { id: string; title: string; paths: readonly string[]; when?: (input: Partial<I>) => boolean; hint?: string };

/** A document the applicant must bring, and why: `text` is the id of the legal text that asks for it. `signed`: the very paper that
 * the person signs; who cannot sign makes a mark on it before a witness. `photo`: taken there, JPEG or PNG, no scan; `own`: it shows this
 * subject, so that the same image serves no other. `optional`: welcome, never awaited. */
export type Piece = { kind: string; label: string; text: string; original?: boolean; hint?: string; signed?: true; photo?: true; own?: true; optional?: true };

/** Someone who must sign the exact input. `paper`: they sign the paper that an agent keys and attaches; nothing more is awaited. */
export type Party = { key: string; label: string; personId: string | null; role: string; paper?: true };

export type FeeLine = {
  code: string; label: string; amount: number; formula: string; text: string; toConfirm: boolean;
  account: string; commune?: string; tariffVersion: string;
};

export type Review = 'automatic' | 'clerk' | 'two-persons';

/** A thing that a person has still to read before the decision, since no machine has checked it. `because`: the end of a French sentence,
 * « Un agent relit parce que … ». `kept`: papers that a convention may leave with the professional who brings them. */
export type Unchecked = { code: string; because: string; kept?: true };

/** A paper that the acts give right to: rendered later from the act and the template's version. */
export type TitleOrder = { template: string; number: string; subject: SubjectRef; data: import('../act/types.ts').Json; personId?: string };

export type Verdict = { accepted: readonly ActDraft[]; keys?: readonly { subject: SubjectRef; key: string }[] } | { blocked: readonly Blocker[] };
export const accept = (acts: readonly ActDraft[], keys?: readonly { subject: SubjectRef; key: string }[]): Verdict =>
  keys ? { accepted: acts, keys } : { accepted: acts };
export const blocked = (blockers: readonly Blocker[]): Verdict => ({ blocked: blockers });

export type Unfavourable<S> = {
  /** Why nothing can be refused any more: granted already, or refused. */
  blocks: (c: { state: S }) => readonly Blocker[];
  refused: (c: { state: S; subject: SubjectRef; texts: readonly string[] }) => readonly ActDraft[];
  reopened: (c: { state: S; subject: SubjectRef }) => readonly ActDraft[];
  /** Why what was refused cannot be open again as things stand: another has taken its place since. Absent: nothing prevents it. */
  stays?: (tx: Sql | Tx, c: { state: S; subject: SubjectRef }) => Promise<readonly Blocker[]>;
  /** Who the decision goes against: the applicant of the dossier. */
  against: (c: { state: S }) => string | null;
  issues: (refused: import('../act/types.ts').RecordedAct, c: { state: S; subject: SubjectRef }) => readonly TitleOrder[];
};

export type DemarcheSpec<S, Schema extends z.ZodObject, F> = {
  /** French slug in ASCII: its name at the API. No interpreter may decide anything by it. */
  id: string;
  title: string;
  /** One sentence for the information sheet: what it is for, in the applicant's words. */
  summary: string;
  /** Where it stands in the menus. */
  family: 'titulaire' | 'vehicule' | 'titre' | 'rendez-vous' | 'mesure' | 'registre' | 'professionnel';
  /** A page of its own that asks better than fields can (places to choose among): where a person is led to begin. */
  page?: string;
  law: readonly string[];
  who: readonly Capacity[];
  presence: 'remote' | 'person' | 'original-paper' | 'authority';
  subject: Existing<S> | Creates<S>;
  /** Other subjects the decision reads or changes: they are locked too. */
  touches?: (c: { state: S; input: Partial<z.output<Schema>> | undefined; actor: Actor }) => readonly SubjectRef[];
  facts: { [K in keyof F]: FactLoader<F[K], S, z.output<Schema>> };
  input: Schema;
  steps: readonly Step<z.output<Schema>>[];
  /** Paths of answers that may wait but without which the decision will be blocked, as far as can be told from what is answered: asked
   * for as such, never called optional. */
  awaits?: (c: Before<S, F> & { input: Partial<z.output<Schema>> }) => readonly string[];
  /** What may be answered at a path, from what the subject holds and what is answered already (as far as it can be read): every door
   * offers it as a list. The schema still takes whatever it takes. */
  choices?: (c: Before<S, F> & { input: Partial<z.output<Schema>> }) => import('./choices.ts').Choices;
  /** What a careful reader of these answers would look at twice: shown to whoever keys or examines, stops nothing. */
  remarks?: (c: Before<S, F> & { input: Partial<z.output<Schema>> }) => readonly { path: string; message: string }[];
  /** Every blocker known without input; a door shows them before the first field. */
  blocks: (c: Before<S, F>) => readonly Blocker[];
  pieces: (c: Ctx<S, F, z.output<Schema>>) => readonly Piece[];
  signatures: (c: Ctx<S, F, z.output<Schema>>) => readonly Party[];
  fees: (c: Ctx<S, F, z.output<Schema>>) => readonly FeeLine[];
  pay: 'before-decision' | 'never';
  review: (c: Ctx<S, F, z.output<Schema>>) => Review;
  /** What a person has still to read of these answers. None left, and a professional who is trusted with the act needs no agent.
   * Absent: `review` stands for everybody. */
  unchecked?: (c: Ctx<S, F, z.output<Schema>>) => readonly Unchecked[];
  /** The decision itself; the engine has already put `blocks` before it. */
  decide: (c: Ctx<S, F, z.output<Schema>>) => Verdict;
  /** What is handed over. `acts` carry their numbers. */
  issues: (acts: readonly import('../act/types.ts').RecordedAct[]) => readonly TitleOrder[];
  /** It goes on from what its subject holds, for another period: a door that sees an end coming offers it. */
  renews?: true;
  /** What whoever asked does next, once it is done, in sentences: said on the dossier's page, and by the message of its act. From the subject
   * as it stands; `actor` sent it, `on` is the day of the decision. */
  afterwards?: (c: { state: S; actor: Actor; on: string; today: string }) => readonly string[];
  /** A cancelling démarche: the act whose money is given back to whoever paid, or null. */
  undoes?: (c: Ctx<S, F, z.output<Schema>>) => string | null;
  /** These answers only give something up or back: a professional who may begin nothing any more may still do it. Absent: never. */
  givesBack?: (input: Partial<z.output<Schema>>) => boolean;
  /** What silence means, after how many days (a parameter's name), and what the receipt says of it. */
  silence?: { parameter: string; means: 'refusal' | 'acceptance' };
  /** 'optional': the administration may do it of its own accord, so that nobody need be named as asking for it. */
  applicant?: 'optional';
  /** What a refusal does to the subject, and what its reopening (an appeal upheld, a judgment) gives back; the paper it is handed over on.
   * With it an agent may bring the dossier to its refusal while obstacles stand in the way of granting it (refusal.ts). */
  unfavourable?: Unfavourable<S>;
  /** A refusal that takes something away: the person is heard before it is signed (hearing.ts). */
  heard?: 'before-refusal';
};

/** A démarche as the engine and the doors see it: its types erased, its parts whole. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the catalogue holds démarches of every state and input
export type Demarche = DemarcheSpec<any, z.ZodObject, any>;

export function demarche<S, Schema extends z.ZodObject, F>(spec: DemarcheSpec<S, Schema, F>): Demarche {
  return spec as unknown as Demarche;
}

/** Whether somebody must be named as asking for it: not for an authority's own act, nor for what an office does of its own accord. */
export const needsApplicant = ({ presence, applicant }: Demarche): boolean => presence !== 'authority' && applicant !== 'optional';

/** What a person may do from afar and a clerk may key, a named helper at a mairie may key too, from the signed paper. */
export function openToHelpers(d: Demarche): Demarche {
  return d.presence === 'remote' && d.who.includes(clerk) && d.who.length > 1 ? { ...d, who: [...d.who, helper] } : d;
}

/** What any identified person may do from afar, an accredited professional may do too, for itself or by a power: whoever controls them decides which acts. */
export function openToProfessionals(d: Demarche): Demarche {
  return d.who.includes(identified) ? { ...d, who: [...d.who, accredited] } : d;
}

export function step<I>(id: string, title: string, paths: readonly string[], more: Omit<Step<I>, 'id' | 'title' | 'paths'> = {}): Step<I> {
  return { id, title, paths, ...more };
}
