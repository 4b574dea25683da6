import { toRecorded } from '../act/store.ts';
import type { RecordedAct, SubjectRef } from '../act/types.ts';
import type { Query, Sql, Tx } from '../db/sql.ts';
import { requestId } from '../values/ids.ts';
import { enqueueAll } from './queue.ts';
import { JobFailed, type Task } from './task.ts';

/** An act that reactions look at, with what it was about. */
export type DoneAct = RecordedAct & { subjects: readonly SubjectRef[] };

/**
 * What follows an act: a letter, a message, what goes up. It runs at least once, after the commit;
 * `once` is its request id, the same at each try: give it to `perform` or to `queueMessage`, and it is done once.
 */
export type Reaction<Env> = { readonly name: string; readonly run: (env: Env, act: DoneAct, once: string) => Promise<void> };

/** Act kind → what follows. Give the union of the kinds, and a kind that nobody thought of does not compile. */
export type Reactions<Env, Kind extends string = string> = Readonly<Record<Kind, readonly Reaction<Env>[]>>;

export const REACT = 'react';

/**
 * What perform's transaction does "alongside": one job per act and reaction, so that one that fails never holds up
 * another. @returns a function of the transaction and its acts
 */
export function follow<Env>(reactions: Reactions<Env>): (tx: Tx, acts: readonly RecordedAct[]) => Promise<void> {
  refuseTwins(reactions);
  return (tx, acts) => enqueueAll(tx, acts.flatMap((act) => (reactions[act.kind] ?? []).map(({ name }) => ({
    task: REACT, payload: { actId: act.id, reaction: name }, jobKey: `react:${requestId(act.id, name)}`,
  }))));
}

/** The task that runs the queued reactions: `tasks: { [REACT]: reactTask(env, env.read, reactions) }`. */
export function reactTask<Env>(env: Env, sql: Sql, reactions: Reactions<Env>): Task {
  return async (payload) => {
    const { actId, reaction: name } = payload as { actId: string; reaction: string };
    const act = await findAct(sql, actId);
    if (!act) throw new JobFailed('unknown-act');
    const reaction = reactions[act.kind]?.find((one) => one.name === name);
    // A reaction removed by a new version: its job waits, visible as failed, rather than vanish.
    if (!reaction) throw new JobFailed('unknown-reaction');
    await reaction.run(env, act, requestId(actId, name));
  };
}

/** One act of the journal with its subjects; undefined when there is none. */
export async function findAct(sql: Query, id: string): Promise<DoneAct | undefined> {
  const [row] = await sql<(Parameters<typeof toRecorded>[0] & { subjects: SubjectRef[] })[]>`
    select a.id, a.kind, a.schema_version, a.payload, a.recorded_at, a.effective_at, a.judged_on, a.author, a.signatory, a.cites,
           (select jsonb_object_agg(p.name, p.content) from act_private p where p.act_id = a.id) as private,
           (select jsonb_agg(jsonb_build_object('kind', s.kind, 'id', s.id) order by s.id)
            from act_subject l join subject s on s.id = l.subject_id where l.act_id = a.id) as subjects
    from act a where a.id = ${id}`;
  return row && { ...toRecorded(row), subjects: row.subjects ?? [] };
}

/** Two reactions of one name would share one request id, and only the first would be done. */
function refuseTwins(reactions: Readonly<Record<string, readonly { name: string }[]>>): void {
  for (const [kind, list] of Object.entries(reactions)) {
    const twin = list.find(({ name }, rank) => list.findIndex((other) => other.name === name) !== rank);
    if (twin) throw new Error(`act ${kind} has two reactions named ${twin.name}`);
  }
}

