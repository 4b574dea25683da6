import { setTimeout as pause } from 'node:timers/promises';
import { isRefusal, isRetryable } from '../db/errors.ts';
import type { Sql, Tx } from '../db/sql.ts';
import { uuid } from '../values/ids.ts';
import { drawNumbers, replaceMarks } from './draws.ts';
import type { Facets } from './facets.ts';
import { writeActs, type LockedSubject } from './journal.ts';
import { bindKey, changedFacets, claimAndLock, holdStates, loadStates, saveDerived, writeBatch, type Changed } from './store.ts';
import type { ActDraft, Author, GetState, Json, RecordedAct, Signatory, States, SubjectRef } from './types.ts';

/** What the one writer needs of the world. */
export type ActEnv = { acts: Sql; facets: Facets; clock: () => Date };

/** Inside the transaction, subjects locked: what a decision may read. */
export type DecisionScope = { tx: Tx; now: string; get: GetState; states: ReadonlyMap<string, States>; newId: (name: string) => string };

export type Decision<R extends Json> =
  | { acts: readonly ActDraft[]; keys?: readonly { subject: SubjectRef; key: string }[]; signatory?: Signatory | null; result: R }
  | { none: R }
  | { more: readonly SubjectRef[] };

export type PerformCommand<R extends Json> = {
  /** The same id twice does the thing once, and answers twice. */
  requestId: string;
  author: Author;
  judgedOn: string;
  /** For whom its numbers are drawn: a block kept for one of these owners is used first. */
  owners?: readonly string[];
  /** Every existing subject to be locked: the main one and those it touches. */
  subjects: readonly SubjectRef[];
  decide: (scope: DecisionScope) => Promise<Decision<R>>;
  /** What must be true in the same transaction: dossier moved, money allocated, jobs queued. Sent last. */
  alongside?: (scope: DecisionScope, recorded: readonly RecordedAct[], result: R) => Promise<void>;
};

export type Performed<R> = { result: R; acts: readonly RecordedAct[]; replayed: boolean };

const ATTEMPTS = 3;

/**
 * The only writer of acts, state and ledger. One transaction: request id, locks in one order, then state and
 * facts, decision, numbers, journal, state, money. Deadlocks, lock time-outs, and a natural key or a place that another
 * act has just taken are tried three times under the same request id (the decision then sees the winner); anything
 * else leaves nothing behind. Throws UnknownSubject, PoolEmpty, and what the database refused.
 */
export async function perform<R extends Json>(env: ActEnv, command: PerformCommand<R>): Promise<Performed<R>> {
  let subjects = command.subjects;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await env.acts.begin((tx) => once(env, tx, { ...command, subjects })) as Performed<R>;
    } catch (error) {
      if (error instanceof LargerSet) {
        subjects = larger(subjects, error.subjects);
        attempt -= 1;
      } else if (attempt >= ATTEMPTS || !(isRetryable(error) || isRefusal(error, 'unique', 'subject_key_pkey') || isRefusal(error, 'exclusion'))) throw error;
      // Two that met in a deadlock must not meet again at once.
      else await pause(attempt * 10 + Math.random() * 40);
    }
  }
}

/** Waits for all, whatever becomes of one: nothing may go on in a transaction that was given up. @throws the first failure */
async function allOf(sent: readonly Promise<unknown>[]): Promise<void> {
  const failed = (await Promise.allSettled(sent)).find((one) => one.status === 'rejected');
  if (failed) throw failed.reason;
}

/** Each round must add a subject, so that it ends. */
function larger(before: readonly SubjectRef[], more: readonly SubjectRef[]): readonly SubjectRef[] {
  const all = new Map([...before, ...more].map((ref) => [ref.id, ref]));
  if (all.size === new Set(before.map((ref) => ref.id)).size) throw new Error('a decision asked for subjects that are locked already');
  return [...all.values()];
}

/** A subject found only after the lock: roll back and start again with the larger set. */
class LargerSet extends Error {
  readonly subjects: readonly SubjectRef[];
  constructor(subjects: readonly SubjectRef[]) {
    super('more subjects to lock');
    this.subjects = subjects;
  }
}

async function once<R extends Json>(env: ActEnv, tx: Tx, command: PerformCommand<R>): Promise<Performed<R>> {
  // One pipeline, in this order on the wire: the states are read by a statement that begins after the locks are held.
  const [{ mine, locked }, states] = await Promise.all([
    claimAndLock(tx, command.requestId, command.subjects.map((ref) => ref.id)),
    loadStates(tx, env.facets, command.subjects),
  ]);
  if (!mine) return { result: await earlierResult(tx, command.requestId) as R, acts: [], replayed: true };
  for (const ref of command.subjects) {
    if (locked.get(ref.id)?.kind !== ref.kind) throw new UnknownSubject(ref);
  }
  holdStates(tx, states);
  const scope = scopeOf(env, tx, command, locked, states);
  const decision = await command.decide(scope);
  if ('more' in decision) throw new LargerSet(decision.more);
  if ('none' in decision) {
    await closeRequest(tx, command.requestId, decision.none);
    return { result: decision.none, acts: [], replayed: false };
  }
  return record(env, command, scope, decision, locked);
}

async function record<R extends Json>(
  env: ActEnv, command: PerformCommand<R>, scope: DecisionScope,
  decision: Extract<Decision<R>, { acts: readonly ActDraft[] }>, locked: Map<string, LockedSubject>,
): Promise<Performed<R>> {
  const { tx } = scope;
  const fresh = decision.acts.flatMap((draft) => draft.subjects).filter((ref) => ref.fresh && !locked.has(ref.id));
  const freshOnes = [...new Map(fresh.map((ref) => [ref.id, ref])).values()];
  for (const ref of freshOnes) locked.set(ref.id, { kind: ref.kind, id: ref.id, version: 0, head: null, lastAt: null });
  const ids = decision.acts.map(() => uuid());
  const drawn = await drawNumbers(tx, decision.acts.map((draft, index) => ({ id: ids[index] as string, payload: draft.payload })), { owners: command.owners ?? [], now: scope.now });
  const drafts = decision.acts.map((draft, index) => {
    const id = ids[index] as string;
    return { id, draft: withNumbers(draft, drawn.byMark), numbers: drawn.byAct.get(id) ?? {} };
  });
  const keys = (decision.keys ?? []).map(({ subject, key }) => ({ subject, key: replaceMarks(key, drawn.byMark) as string }));
  const recordedAt = laterThanAll(scope.now, locked.values());
  const written = writeActs(drafts, locked, {
    requestId: command.requestId, judgedOn: command.judgedOn, author: command.author, signatory: decision.signatory ?? null, recordedAt,
  });
  const result = replaceMarks(decision.result, drawn.byMark) as R;
  const acts = written.recorded.map((entry) => entry.act);
  const changed = evolveAll(env, scope.states as Map<string, States>, written.recorded);
  await allOf([
    writeBatch(tx, {
      requestId: command.requestId, result, written, changed,
      heads: [...touched(locked, written.recorded)], fresh: new Set(freshOnes.map((ref) => ref.id)),
    }),
    ...keys.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ subject, key }) => bindKey(tx, subject, key)),
    ...saveDerived(tx, changed),
    ...(command.alongside ? [command.alongside(scope, acts, result)] : []),
  ]);
  return { result, acts, replayed: false };
}

function withNumbers(draft: ActDraft, drawn: ReadonlyMap<string, string>): ActDraft {
  const hidden = (draft.private ?? []).map((item) => ({ ...item, content: replaceMarks(item.content, drawn) }));
  return { ...draft, payload: replaceMarks(draft.payload, drawn), private: hidden };
}

/** Folds the acts into the states of everything they touch. @returns what changed */
function evolveAll(env: ActEnv, states: Map<string, States>, recorded: readonly { act: RecordedAct; subjects: readonly SubjectRef[] }[]): Changed[] {
  const before = new Map<string, { ref: SubjectRef; states: States }>();
  for (const { act, subjects } of recorded) {
    for (const ref of subjects) {
      const present = states.get(ref.id) ?? env.facets.initial(ref.kind);
      if (!before.has(ref.id)) before.set(ref.id, { ref, states: present });
      states.set(ref.id, env.facets.evolve(ref.kind, ref.id, present, act));
    }
  }
  return [...before.values()].flatMap((entry) => changedFacets(env.facets, entry.ref, entry.states, states.get(entry.ref.id) as States));
}

function* touched(locked: Map<string, LockedSubject>, recorded: readonly { subjects: readonly SubjectRef[] }[]) {
  const ids = new Set(recorded.flatMap((entry) => entry.subjects.map((ref) => ref.id)));
  for (const id of ids) yield locked.get(id) as LockedSubject;
}

function scopeOf<R extends Json>(env: ActEnv, tx: Tx, command: PerformCommand<R>, locked: Map<string, LockedSubject>, states: Map<string, States>): DecisionScope {
  const now = env.clock().toISOString();
  const named = new Map<string, string>();
  return {
    tx, now, states,
    get: (facet, id) => {
      const known = states.get(id);
      if (!known || !locked.has(id)) throw new Error(`${facet.subject} ${id} is read but not locked`);
      return known[facet.name] as typeof facet.initial;
    },
    newId: (name) => named.get(name) ?? named.set(name, uuid()).get(name) as string,
  };
}

/** recorded_at increases along every chain even when the machine's clock does not. */
function laterThanAll(now: string, subjects: Iterable<LockedSubject>): string {
  let latest = Date.parse(now);
  for (const { lastAt } of subjects) if (lastAt) latest = Math.max(latest, Date.parse(lastAt) + 1);
  return new Date(latest).toISOString();
}

/** @returns the earlier answer when this request was already done; undefined when it is now ours. */
export async function claimRequest(tx: Tx, id: string): Promise<{ result: Json } | undefined> {
  const claimed = await tx`insert into request (id) values (${id}) on conflict (id) do nothing returning id`;
  if (claimed.length) return undefined;
  return { result: await earlierResult(tx, id) };
}

async function earlierResult(tx: Tx, id: string): Promise<Json> {
  const [earlier] = await tx<{ result: Json }[]>`select result from request where id = ${id}`;
  return earlier?.result ?? null;
}

export function closeRequest(tx: Tx, id: string, result: Json): Promise<unknown> {
  return tx`update request set result = ${tx.json(result as never)} where id = ${id}`.execute();
}

/** A subject that does not exist, or is of another kind: the caller's mistake or a forged id. */
export class UnknownSubject extends Error {
  readonly ref: SubjectRef;
  constructor(ref: SubjectRef) {
    super(`no ${ref.kind} ${ref.id}`);
    this.ref = ref;
  }
}
