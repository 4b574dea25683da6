import { isDeepStrictEqual } from 'node:util';
import type { Tx } from '../db/sql.ts';
import { perform, type ActEnv, type DecisionScope, type Performed } from './perform.ts';
import { actsOf, changedFacets, saveStates } from './store.ts';
import type { Author, Json, Signatory, SubjectRef } from './types.ts';

export const ERASED = 'private.erased';

export type Erasure = {
  requestId: string;
  /** A person decides to erase, on a legal basis; the system may only apply a retention period. */
  author: Extract<Author, { kind: 'authority' | 'system' }>;
  signatory: Signatory | null;
  judgedOn: string;
  actId: string;
  /** Which contents of the act; all that are left when absent. */
  names?: readonly string[];
  /** Why, for the journal: a text, a judgment, a retention period. No personal content. */
  reason: string;
};

/** There is nothing to erase under that name: a wrong act, a wrong name. */
export class NothingToErase extends Error {}

/**
 * Erases private content of an act, by an act that cites it. In one transaction: salt and content are emptied,
 * and the state of every subject it touched is folded again without them. The chains do not move but by the new act.
 * Content already erased is left so. @returns the names that were erased
 */
export async function erasePrivate(env: ActEnv, erasure: Erasure): Promise<Performed<string[]>> {
  const subjects = await env.acts<SubjectRef[]>`
    select s.kind, s.id from act_subject l join subject s on s.id = l.subject_id where l.act_id = ${erasure.actId}`;
  return perform(env, {
    requestId: erasure.requestId, author: erasure.author, judgedOn: erasure.judgedOn, subjects,
    decide: async ({ tx }) => {
      const names = await stillThere(tx, erasure);
      if (!names.length) return { none: [] };
      const payload: Json = { actId: erasure.actId, names, reason: erasure.reason };
      return { acts: [{ kind: ERASED, version: 1, subjects, payload, cites: [erasure.actId] }], signatory: erasure.signatory, result: names };
    },
    alongside: async (scope, [act], names) => {
      await scope.tx`
        update act_private set salt = null, content = null, erased_by = ${act?.id ?? null}
        where act_id = ${erasure.actId} and name in ${scope.tx(names)}`;
      for (const ref of subjects) await foldAgain(env, scope, ref);
    },
  });
}

async function stillThere(tx: Tx, { actId, names }: Erasure): Promise<string[]> {
  const rows = await tx<{ name: string; erased: boolean }[]>`
    select name, erased_by is not null as erased from act_private where act_id = ${actId} order by name`;
  const unknown = names ? names.some((name) => !rows.some((row) => row.name === name)) : rows.length === 0;
  if (unknown) throw new NothingToErase(`act ${actId} has no such private content`);
  return rows.filter((row) => !row.erased && (names?.includes(row.name) ?? true)).map((row) => row.name);
}

async function foldAgain(env: ActEnv, { tx, states }: DecisionScope, ref: SubjectRef): Promise<void> {
  const before = states.get(ref.id) ?? env.facets.initial(ref.kind);
  const folded = env.facets.fold(ref.kind, ref.id, await actsOf(tx, ref.id));
  // A facet that the content never entered keeps its identity, and its rows.
  const after = Object.fromEntries(Object.entries(folded).map(([facet, state]) => [facet, isDeepStrictEqual(state, before[facet]) ? before[facet] : state]));
  await Promise.all(saveStates(tx, changedFacets(env.facets, ref, before, after)));
}
