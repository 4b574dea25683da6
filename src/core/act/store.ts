import type { Sql, Tx } from '../db/sql.ts';
import type { Facets } from './facets.ts';
import type { LockedSubject, Written } from './journal.ts';
import type { AnyFacet, Json, RecordedAct, States, SubjectRef } from './types.ts';

/** Binds a fresh subject to its natural key; a second subject of the same key breaks the primary key (23505). */
export function bindKey(tx: Tx, ref: SubjectRef, key: string): Promise<unknown> {
  return tx`insert into subject_key (kind, key, subject_id) values (${ref.kind}, ${key}, ${ref.id})`.execute();
}

/**
 * The request id first, then the subjects locked in the order of their ids, so that two acts can never cross; in one
 * statement, whose join can only be run in that order.
 * @returns whether this request was not done before, and what is locked (what does not exist is not)
 */
export async function claimAndLock(tx: Tx, requestId: string, ids: readonly string[]): Promise<{ mine: boolean; locked: Map<string, LockedSubject> }> {
  const rows = await tx<(Omit<LockedSubject, 'id' | 'lastAt'> & { mine: boolean; id: string | null; last_at: Date | null })[]>`
    with claimed as (insert into request (id) values (${requestId}) on conflict (id) do nothing returning id)
    select c.mine, s.* from (select count(*) > 0 as mine from claimed) c
    left join lateral (select id, kind, version, head, last_at from subject where id in ${ids.length ? tx([...ids]) : tx`(null)`} order by id for update) s on true`.execute(); // sent now: whatever is sent next is read under the locks
  const locked = new Map<string, LockedSubject>();
  for (const { id, kind, version, head, last_at } of rows) if (id) locked.set(id, { id, kind, version, head, lastAt: last_at?.toISOString() ?? null });
  return { mine: rows[0]?.mine ?? false, locked };
}

/**
 * The present of some subjects, facet by facet; a facet without row is in its initial state. What a transaction holds
 * (see `holdStates`) is not read twice; what is asked of a pool in one turn is asked in one statement.
 */
export async function loadStates(tx: Sql | Tx, facets: Facets, refs: readonly SubjectRef[]): Promise<Map<string, States>> {
  const held = heldBy.get(tx);
  const states = new Map<string, States>(refs.map((ref) => [ref.id, { ...facets.initial(ref.kind), ...held?.get(ref.id) }]));
  const missing = refs.filter((ref) => !held?.has(ref.id)).map((ref) => ref.id);
  if (!missing.length) return states;
  for (const row of await ('begin' in tx ? readTogether(tx, missing) : readRows(tx, missing))) {
    const known = states.get(row.subject_id);
    if (known) states.set(row.subject_id, { ...known, [row.facet]: row.data });
  }
  return states;
}

type StateRow = { subject_id: string; facet: string; data: unknown };
const readRows = (tx: Sql | Tx, ids: readonly string[]): Promise<readonly StateRow[]> =>
  tx<StateRow[]>`select subject_id, facet, data from state where subject_id in ${tx([...ids])}`.execute();

const heldBy = new WeakMap<Sql | Tx, ReadonlyMap<string, States>>();
/** While `perform` holds the locks, the states it read are the present: whoever asks in its transaction gets them, as evolve leaves them. */
export function holdStates(tx: Tx, states: ReadonlyMap<string, States>): void {
  heldBy.set(tx, states);
}

const asked = new WeakMap<Sql, { ids: Set<string>; rows: Promise<readonly StateRow[]> }>();
/** The facts of a démarche often read the same subjects: one statement for all that is asked in the same turn. */
function readTogether(pool: Sql, ids: readonly string[]): Promise<readonly StateRow[]> {
  let group = asked.get(pool);
  if (!group || group.ids.size > 100) {
    const wanted = new Set<string>();
    const rows = Promise.resolve().then(() => {
      if (asked.get(pool)?.ids === wanted) asked.delete(pool);
      return readRows(pool, [...wanted]);
    });
    asked.set(pool, group = { ids: wanted, rows });
  }
  for (const id of ids) group.ids.add(id);
  return group.rows;
}

/** A facet that an act changed, as it was and as it is. */
export type Changed = { ref: SubjectRef; facet: AnyFacet; before: unknown; after: unknown };

/** The facets of a subject that are not what they were. */
export function changedFacets(facets: Facets, ref: SubjectRef, before: States, after: States): Changed[] {
  return facets.of(ref.kind).filter((facet) => before[facet.name] !== after[facet.name])
    .map((facet) => ({ ref, facet, before: before[facet.name], after: after[facet.name] }));
}

/** Writes facets as they are now, in one statement, then whatever rows their domains derive from them. */
export function saveStates(tx: Tx, changed: readonly Changed[]): Promise<unknown>[] {
  if (!changed.length) return [];
  heldBy.delete(tx);
  const rows = changed.map(stateRow);
  return [
    tx`insert into state (subject_id, facet, data) select subject_id, facet, data from jsonb_populate_recordset(null::state, ${tx.json(rows as never)})
       on conflict (subject_id, facet) do update set data = excluded.data`.execute(),
    ...saveDerived(tx, changed),
  ];
}

/** Sends what domains derive from their facets: rows that constraints and lists need. */
export function saveDerived(tx: Tx, changed: readonly Changed[]): Promise<unknown>[] {
  return changed.flatMap(({ ref, facet, before, after }) => facet.save?.(tx, ref.id, before as never, after as never) ?? []);
}

const stateRow = ({ ref, facet, after }: Changed) => ({ subject_id: ref.id, facet: facet.name, data: after });

/** What one `perform` leaves behind. `heads` are the subjects' chains after it; `fresh` the ids among them that are new. */
export type Batch = { requestId: string; result: Json; written: Written; heads: readonly LockedSubject[]; fresh: ReadonlySet<string>; changed: readonly Changed[] };

/** Writes acts, links, private content, heads, states and the request's answer: one statement, whatever their number. */
export function writeBatch(tx: Tx, { requestId, result, written, heads, fresh, changed }: Batch): Promise<unknown> {
  const { rows, links, privates } = written;
  const input = tx.json({
    acts: rows.map((row) => ({ ...row, hash: row.hash.toString('hex') })),
    links: links.map((row) => ({ ...row, hash: row.hash.toString('hex') })),
    privates: privates.map((row) => ({ ...row, salt: row.salt.toString('hex') })),
    heads: heads.map(({ id, kind, version, head, lastAt }) => ({ id, kind, version, head: head?.toString('hex') ?? null, last_at: lastAt, fresh: fresh.has(id) })),
    states: changed.map(stateRow), result,
  } as never);
  return tx`
    with input as (select ${input}::jsonb as j),
    heads as (select h.* from input, jsonb_to_recordset(j -> 'heads') as h(id uuid, kind text, version int, head text, last_at timestamptz, fresh boolean)),
    ${fresh.size ? tx`made as (
      insert into subject (id, kind, version, head, last_at) select id, kind, version, decode(head, 'hex'), last_at from heads where fresh
      on conflict (id) do update set version = excluded.version, head = excluded.head, last_at = excluded.last_at),` : tx``}
    moved as (
      update subject s set version = h.version, head = decode(h.head, 'hex'), last_at = h.last_at from heads h where s.id = h.id and not h.fresh),
    acts as (
      insert into act (id, kind, schema_version, request_id, recorded_at, effective_at, judged_on, author, signatory, payload, digests, cites, numbers, hash)
      select a.id, a.kind, a.schema_version, a.request_id, a.recorded_at, a.effective_at, a.judged_on, a.author, a.signatory, a.payload, a.digests, a.cites, a.numbers, decode(a.hash, 'hex')
      from input, jsonb_to_recordset(j -> 'acts') as a(id uuid, kind text, schema_version int, request_id text, recorded_at timestamptz, effective_at timestamptz,
        judged_on date, author jsonb, signatory jsonb, payload jsonb, digests jsonb, cites uuid[], numbers jsonb, hash text)),
    links as (
      insert into act_subject (subject_id, version, act_id, hash) select l.subject_id, l.version, l.act_id, decode(l.hash, 'hex')
      from input, jsonb_to_recordset(j -> 'links') as l(subject_id uuid, version int, act_id uuid, hash text)),
    ${privates.length ? tx`hidden as (
      insert into act_private (act_id, name, class, salt, content) select p.act_id, p.name, p.class, decode(p.salt, 'hex'), p.content
      from input, jsonb_to_recordset(j -> 'privates') as p(act_id uuid, name text, class text, salt text, content jsonb)),` : tx``}
    states as (
      insert into state (subject_id, facet, data) select s.subject_id, s.facet, s.data from input, jsonb_to_recordset(j -> 'states') as s(subject_id uuid, facet text, data jsonb)
      on conflict (subject_id, facet) do update set data = excluded.data)
    update request set result = nullif(j -> 'result', 'null') from input where id = ${requestId}`.execute();
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
