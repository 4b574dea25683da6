import { copyRows } from '../db/copy.ts';
import type { Tx } from '../db/sql.ts';
import { uuid } from '../values/ids.ts';
import { writeActs, type LockedSubject } from './journal.ts';
import { claimRequest, closeRequest, type ActEnv } from './perform.ts';
import { gatherRows, type Row } from './rows.ts';
import type { ActDraft, Author, Json, States, SubjectRef } from './types.ts';

export type BulkCommand<R extends Json> = {
  /** The same id twice does the thing once: a load that stopped goes on where it stood. */
  requestId: string;
  author: Extract<Author, { kind: 'system' }>;
  judgedOn: string;
  /** Reads what stands, inside the transaction, and says what happened. Every subject of its acts is fresh. */
  decide: (tx: Tx) => Promise<{ acts: readonly ActDraft[]; result: R }>;
};

/**
 * Many new subjects in one transaction, for loads: the same request ids, hashes, chains, `evolve` and derived rows as
 * `perform`, but copied table by table (COPY) instead of sent act by act. It draws no numbers and touches no subject
 * that stands already: those go through `perform`. Throws what the database refuses, and then leaves nothing behind.
 */
export async function recordNew<R extends Json>(env: ActEnv, command: BulkCommand<R>): Promise<{ result: R; acts: number; replayed: boolean }> {
  return await env.acts.begin(async (tx) => {
    await tx`set local statement_timeout = '120s'`;
    const earlier = await claimRequest(tx, command.requestId);
    if (earlier) return { result: earlier.result as R, acts: 0, replayed: true };
    const { acts, result } = await command.decide(tx);
    await copyActs(env, tx, command, acts);
    await closeRequest(tx, command.requestId, result);
    return { result, acts: acts.length, replayed: false };
  }) as { result: R; acts: number; replayed: boolean };
}

async function copyActs<R extends Json>(env: ActEnv, tx: Tx, command: BulkCommand<R>, drafts: readonly ActDraft[]): Promise<void> {
  if (!drafts.length) return;
  const subjects = freshSubjects(drafts);
  const { requestId, judgedOn, author } = command;
  const recordedAt = env.clock().toISOString();
  const written = writeActs(drafts.map((draft) => ({ id: uuid(), draft })), subjects, { requestId, judgedOn, author, signatory: null, recordedAt });
  await copyRows(tx, 'subject', ['id', 'kind', 'version', 'head', 'last_at'], [...subjects.values()].map((one) => ({ ...one, last_at: one.lastAt })));
  await copyRows(tx, 'act', ['id', 'kind', 'schema_version', 'request_id', 'recorded_at', 'effective_at', 'judged_on', 'author', 'signatory', 'payload', 'digests', 'cites', 'numbers', 'hash'], written.rows.map((row) => ({ ...row, cites: `{${row.cites.join(',')}}` })));
  await copyRows(tx, 'act_subject', ['subject_id', 'version', 'act_id', 'hash'], written.links);
  await copyRows(tx, 'act_private', ['act_id', 'name', 'class', 'salt', 'content'], written.privates, ['content']);
  await copyStates(env, tx, written.recorded);
}

function freshSubjects(drafts: readonly ActDraft[]): Map<string, LockedSubject> {
  const subjects = new Map<string, LockedSubject>();
  for (const { kind, subjects: refs, payload } of drafts) {
    if (JSON.stringify(payload).includes('\\u0001draw:')) throw new Error(`act ${kind} draws a number: a bulk load cannot`);
    for (const ref of refs) if (ref.fresh) subjects.set(ref.id, { kind: ref.kind, id: ref.id, version: 0, head: null, lastAt: null });
  }
  return subjects;
}

async function copyStates(env: ActEnv, tx: Tx, recorded: ReturnType<typeof writeActs>['recorded']): Promise<void> {
  const present = new Map<string, { ref: SubjectRef; states: States }>();
  const initials = new Map<string, States>();
  const initialOf = (kind: string): States => {
    const known = initials.get(kind) ?? env.facets.initial(kind);
    initials.set(kind, known);
    return known;
  };
  for (const { act, subjects } of recorded) {
    for (const ref of subjects) {
      const states = present.get(ref.id)?.states ?? initialOf(ref.kind);
      present.set(ref.id, { ref, states: env.facets.evolve(ref.kind, ref.id, states, act) });
    }
  }
  const tables = new Map<string, Row[]>();
  gatherRows(tx, (table, rows) => { const list = tables.get(table); if (list) list.push(...rows); else tables.set(table, [...rows]); });
  const states: { subject_id: string; facet: string; data: unknown }[] = [];
  for (const { ref, states: after } of present.values()) {
    const before = initials.get(ref.kind) as States;
    for (const facet of env.facets.of(ref.kind)) {
      if (before[facet.name] === after[facet.name]) continue;
      states.push({ subject_id: ref.id, facet: facet.name, data: after[facet.name] });
      const sent = facet.save?.(tx, ref.id, before[facet.name] as never, after[facet.name] as never) ?? [];
      if (sent.length) await Promise.all(sent);
    }
  }
  await copyRows(tx, 'state', ['subject_id', 'facet', 'data'], states, ['data']);
  for (const [table, rows] of tables) if (rows[0]) await copyRows(tx, table, Object.keys(rows[0]), rows);
}
