/**
 * What the engine of démarches needs and may not know: money, papers, delegations and jobs belong to domains
 * and are handed in by src/app.ts. Every function takes the transaction first.
 */
import type { Facets } from '../act/facets.ts';
import type { Json, RecordedAct, Signatory, SubjectRef } from '../act/types.ts';
import type { Actor } from '../access/actor.ts';
import type { Sql, Tx } from '../db/sql.ts';
import type { Blocker } from './blockers.ts';
import type { Dossier } from './dossier.ts';
import type { Demarche, FeeLine, Piece, Review, TitleOrder } from './define.ts';

export type Quote = { lines: readonly FeeLine[]; total: number; frozenOn: string; expiresOn: string };

/** What is asked of a professional before the act, over what the démarche asks of everybody. */
export type Controls = {
  blockers: readonly Blocker[];
  pieces: readonly Piece[];
  /** In place of the démarche's own «automatic» or «clerk»; null leaves it. Two persons stay two. */
  review: Review | null;
  /** Why somebody must look, in words for the professional: the end of « Un agent relit parce que … ». */
  because?: readonly string[];
  /** Whether this professional may do this act without an agent, once machines have checked all that it does not keep itself. Absent: not asked. */
  trust?: Trust;
  /** Told in the transaction of a decision that nobody examined because of this trust. */
  trusted?: (tx: Tx, dossierId: string) => Promise<void>;
  /** Keeps with the dossier what was found, in the transaction of its sending; absent: nothing is kept. `sent`: false where blockers stopped it. */
  keep?: (tx: Tx, dossierId: string, sent: boolean) => Promise<void>;
  /** Asked in the transaction of its first sending, once it counts as sent at this instant, whose day may be another than that of the look: what says that others have just taken the last place. Then nothing is sent. */
  place?: (tx: Tx, sentAt: Date) => Promise<readonly Blocker[]>;
};
/** Trusted with an act, or why not: the end of « Un agent relit parce que … ». */
export type Trust = { granted: true } | { granted: false; because: string };
export type Controlled = {
  demarche: Demarche; actor: Extract<Actor, { kind: 'partner' }>; subject: SubjectRef; input: unknown; today: string; now: string;
  /** The dossier that asks; absent in a dry run. */
  dossier?: ControlledDossier | undefined;
};
/** `submittedAt`: instant of its first sending, null before. `deciding`: its decision is being made, under lock: what stands now is held until it is over. */
export type ControlledDossier = { id: string; submittedAt: string | null; deciding: boolean };

export type World = {
  acts: Sql;
  read: Sql;
  facets: Facets;
  clock: () => Date;
  catalogue: ReadonlyMap<string, Demarche>;
  mode: 'demo' | 'production' | 'test';
  money: {
    freezeQuote: (tx: Tx, dossierId: string, lines: readonly FeeLine[], today: string) => Promise<Quote>;
    /** Francs received for a dossier and not yet allocated or refunded. */
    received: (tx: Tx, dossierId: string) => Promise<number>;
    allocate: (tx: Tx, settled: { dossierId: string; actId: string; lines: readonly FeeLine[]; applicantId: string | null }) => Promise<void>;
    /**
     * Money that a payer has left with us; absent: nobody leaves any. `covers` only looks, before the decision. `collect`
     * takes what is still due of a total, in the transaction of the decision: false where it is not all there, and then
     * nothing of it stays. What is not decided has not taken a franc. `release` gives back what the dossier holds of it, or
     * had set aside, in the transaction that gives the dossier up or refuses it.
     */
    account?: {
      covers: (tx: Tx, dossier: Dossier, due: number) => Promise<boolean>;
      collect: (tx: Tx, dossier: Dossier, total: number) => Promise<boolean>;
      release: (tx: Tx, dossier: Dossier, why: 'cancelled' | 'refused') => Promise<void>;
    };
    /** Takes back what a cancelled act had earned: it is the payer's again, to be refunded. Francs given back. */
    giveBack: (tx: Tx, cancel: { actId: string; cancelledActId: string }) => Promise<number>;
  };
  papers: { order: (tx: Tx, orders: readonly TitleOrder[], acts: readonly RecordedAct[], dossierId: string) => Promise<Json> };
  /** The delegation that lets this agent sign this démarche this day, or null. */
  delegation: (tx: Tx, agentId: string, demarche: string, on: string) => Promise<Signatory | null>;
  /** The control of professionals before each act; absent: nobody controls, and they may do nothing. */
  controls?: (tx: Sql | Tx, c: Controlled) => Promise<Controls>;
  /** What follows the acts: queued in the same transaction. */
  follow: (tx: Tx, acts: readonly RecordedAct[]) => Promise<void>;
  /** A blocker of the territory said of an act that a person may not sign. */
  today: (now: Date) => string;
};

export type Caller = { actor: Actor; door: string; office?: string };
