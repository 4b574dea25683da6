import type { Sql, Tx } from '../db/sql.ts';
import type { Facets } from './facets.ts';
import type { LockedSubject } from './journal.ts';
import type { Json, RecordedAct, States, SubjectRef } from './types.ts';

/** Creates the rows of fresh subjects; a subject that stands already is left as it is. */
export function createSubjects(tx: Tx, refs: readonly SubjectRef[]): Promise<unknown> {
  const rows = refs.map(({ id, kind }) => ({ id, kind }));
  return tx`insert into subject ${tx(rows, 'id', 'kind')} on conflict (id) do nothing`.execute();
}

/** Binds a fresh subject to its natural key; a second subject of the same key breaks the primary key (23505). */
export function bindKey(tx: Tx, ref: SubjectRef, key: string): Promise<unknown> {
  return tx`insert into subject_key (kind, key, subject_id) values (${ref.kind}, ${key}, ${ref.id})`.execute();
}

/** Locks subjects in the order of their ids, in one statement, so that two acts can never cross. */
export async function lockSubjects(tx: Tx, ids: readonly string[]): Promise<Map<string, LockedSubject>> {
  const rows = await tx<(Omit<LockedSubject, 'lastAt'> & { last_at: Date | null })[]>`
    select id, kind, version, head, last_at from subject where id in ${tx([...ids])} order by id for update`;
  return new Map(rows.map(({ last_at, ...row }) => [row.id, { ...row, lastAt: last_at?.toISOString() ?? null }]));
}

/** The present of some subjects, facet by facet; a facet without row is in its initial state. */
export async function loadStates(tx: Sql | Tx, facets: Facets, refs: readonly SubjectRef[]): Promise<Map<string, States>> {
  const states = new Map<string, States>(refs.map((ref) => [ref.id, facets.initial(ref.kind)]));
  if (!refs.length) return states;
  const rows = await tx<{ subject_id: string; facet: string; data: unknown }[]>`
    select subject_id, facet, data from state where subject_id in ${tx(refs.map((ref) => ref.id))}`;
  for (const row of rows) states.set(row.subject_id, { ...states.get(row.subject_id), [row.facet]: row.data });
  return states;
}

/** Writes the facets that changed, then whatever rows their domain derives from them. */
export function saveStates(tx: Tx, facets: Facets, ref: SubjectRef, before: States, after: States): Promise<unknown>[] {
  const changed = facets.of(ref.kind).filter((facet) => before[facet.name] !== after[facet.name]);
  if (!changed.length) return [];
  const rows = changed.map((facet) => ({ subject_id: ref.id, facet: facet.name, data: tx.json(after[facet.name] as never) }));
  return [
    tx`insert into state ${tx(rows as unknown as Record<string, never>[], 'subject_id', 'facet', 'data')}
       on conflict (subject_id, facet) do update set data = excluded.data`.execute(),
    ...changed.flatMap((facet) => facet.save?.(tx, ref.id, before[facet.name] as never, after[facet.name] as never) ?? []),
  ];
}

/** Moves the heads of the chains, one statement for all. */
export function moveHeads(tx: Tx, subjects: Iterable<LockedSubject>): Promise<unknown> {
  const moved = [...subjects];
  // Hashes travel as text: the driver has no array of bytes.
  return tx`
    update subject set version = m.version, head = decode(m.head, 'hex'), last_at = m.last_at
    from unnest(${moved.map((s) => s.id)}::uuid[], ${moved.map((s) => s.version)}::int[],
                ${moved.map((s) => s.head?.toString('hex') ?? null)}::text[], ${moved.map((s) => s.lastAt)}::timestamptz[]) as m (id, version, head, last_at)
    where subject.id = m.id`.execute();
}

export type ActRow = {
  id: string; kind: string; schema_version: number; payload: Json; recorded_at: Date; effective_at: Date; judged_on: string;
  author: RecordedAct['author']; signatory: RecordedAct['signatory']; cites: string[]; private: Record<string, Json | null> | null;
  subjects: SubjectRef[];
};

/** The acts of one subject in the order of its chain, with what is left of their private content. */
export async function actsOf(tx: Sql | Tx, subjectId: string, knownAt?: string): Promise<RecordedAct[]> {
  const rows = await tx<ActRow[]>`
    select a.id, a.kind, a.schema_version, a.payload, a.recorded_at, a.effective_at, a.judged_on, a.author, a.signatory, a.cites,
           (select jsonb_object_agg(p.name, p.content) from act_private p where p.act_id = a.id) as private,
           ${subjectsOf(tx)} as subjects
    from act_subject s join act a on a.id = s.act_id
    where s.subject_id = ${subjectId} ${knownAt ? tx`and a.recorded_at <= ${knownAt}` : tx``}
    order by s.version`;
  return rows.map(toRecorded);
}

/** The subjects of the act `a` of the statement, ordered by id. */
export function subjectsOf(tx: Sql | Tx) {
  return tx`(select jsonb_agg(jsonb_build_object('kind', k.kind, 'id', k.id) order by k.id) from act_subject l join subject k on k.id = l.subject_id where l.act_id = a.id)`;
}

export function toRecorded(row: ActRow): RecordedAct {
  return {
    id: row.id, kind: row.kind, version: row.schema_version, payload: row.payload,
    recordedAt: row.recorded_at.toISOString(), effectiveAt: row.effective_at.toISOString(), judgedOn: row.judged_on,
    author: row.author, signatory: row.signatory, private: row.private ?? {}, cites: row.cites, subjects: row.subjects,
  };
}
