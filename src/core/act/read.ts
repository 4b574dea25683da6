import type { Fragment, Sql, Tx } from '../db/sql.ts';
import type { Facets } from './facets.ts';
import { UnknownSubject } from './perform.ts';
import { actsOf, loadStates, subjectsOf, toRecorded, type ActRow } from './store.ts';
import type { RecordedAct, States, SubjectRef } from './types.ts';

/** On which day of the world, and as the register knew it when: instants, ISO 8601. They combine. */
export type Axes = { at?: string; knownAt?: string };

/**
 * The facets of one subject. `at` slices the periods at an instant; `knownAt` folds the acts recorded up to then,
 * so that a later correction is not seen. Without either: the present, with all its periods.
 * @returns undefined when the register did not know the subject yet at `knownAt`
 * Throws UnknownSubject, RangeError for an instant that is none.
 */
export async function stateAt(sql: Sql | Tx, facets: Facets, ref: SubjectRef, { at, knownAt }: Axes = {}): Promise<States | undefined> {
  const [subject] = await sql<{ kind: string }[]>`select kind from subject where id = ${ref.id}`;
  if (subject?.kind !== ref.kind) throw new UnknownSubject(ref);
  const states = knownAt === undefined
    ? (await loadStates(sql, facets, [ref])).get(ref.id)
    : await known(sql, facets, ref, new Date(knownAt).toISOString());
  return states && at !== undefined ? facets.slice(ref.kind, states, new Date(at).toISOString()) : states;
}

/** One subject as it is now, with all its periods. */
export type Present = { readonly id: string; readonly states: States };

/**
 * The present of many subjects of a kind, finding and reading in one statement.
 * @param named a select of `asked` (text) and `subject_id`: who was found by what
 * @returns by `asked`; what finds nothing is not there
 */
export async function presentOf(sql: Sql, facets: Facets, kind: string, named: Fragment): Promise<Map<string, Present[]>> {
  const rows = await sql<{ asked: string; id: string; facet: string | null; data: unknown }[]>`
    select named.asked, named.subject_id as id, state.facet, state.data from (${named}) named left join state using (subject_id)`;
  const found = new Map<string, Map<string, States>>();
  for (const { asked, id, facet, data } of rows) {
    const subjects = found.get(asked) ?? new Map<string, States>();
    const states = subjects.get(id) ?? facets.initial(kind);
    found.set(asked, subjects.set(id, facet === null ? states : { ...states, [facet]: data }));
  }
  return new Map([...found].map(([asked, subjects]) => [asked, [...subjects].map(([id, states]) => ({ id, states }))]));
}

async function known(sql: Sql | Tx, facets: Facets, ref: SubjectRef, knownAt: string): Promise<States | undefined> {
  const acts = await actsOf(sql, ref.id, knownAt);
  return acts.length ? facets.fold(ref.kind, ref.id, acts) : undefined;
}

/** One line of a subject's story. Personal content is not in it: it is disclosed, never selected. */
export type HistoryEntry = {
  act: Omit<RecordedAct, 'private'>;
  requestId: string;
  /** Later acts of the same subject that correct, cancel or erase this one. */
  citedBy: readonly string[];
  /** The seal that covers it; null until the next one. */
  seal: number | null;
};

/** The acts of one subject in the order of its chain, payloads lifted to their present shape. */
export async function history(sql: Sql | Tx, facets: Facets, ref: SubjectRef): Promise<HistoryEntry[]> {
  const rows = await sql<(Omit<ActRow, 'private'> & { request_id: string; seal: number | null })[]>`
    select a.id, a.kind, a.schema_version, a.payload, a.recorded_at, a.effective_at, a.judged_on, a.author, a.signatory, a.cites, a.request_id,
           ${subjectsOf(sql)} as subjects,
           (select z.position from seal_act z where z.act_id = a.id) as seal
    from act_subject s join act a on a.id = s.act_id join subject on subject.id = s.subject_id
    where s.subject_id = ${ref.id} and subject.kind = ${ref.kind} order by s.version`;
  return rows.map((row) => {
    const { private: _none, ...act } = facets.upcast(toRecorded({ ...row, private: null }));
    const citedBy = rows.filter((later) => later.cites.includes(row.id)).map((later) => later.id);
    return { act, requestId: row.request_id, citedBy, seal: row.seal };
  });
}
