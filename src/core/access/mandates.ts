import type { Query } from '../db/sql.ts';
import { uuid } from '../values/ids.ts';
import type { LawDate } from '../values/time.ts';
import type { Capacity, HeldMandate } from './actor.ts';

/** A power given: by whom, to whom, for which acts, from when to when (both days included), proven by which document. */
export type Mandate = {
  readonly principalId: string;
  readonly mandatary: { readonly kind: 'person' | 'company'; readonly id: string };
  /** Names of acts; `*` stands for any end: 'mutation', 'changer-*', '*'. */
  readonly acts: readonly string[];
  readonly from: LawDate;
  readonly to: LawDate | null;
  /** Hash or number of the document that proves it. */
  readonly proof: string;
  readonly recordedBy: string | null;
};

/** Records a mandate, under the id of the power that it is when it has one. @returns its id */
export async function recordMandate(tx: Query, { id = uuid(), ...mandate }: Mandate & { readonly id?: string }): Promise<string> {
  await tx`
    insert into mandate (id, principal_id, mandatary_id, mandatary_kind, acts, from_day, to_day, proof, recorded_by)
    values (${id}, ${mandate.principalId}, ${mandate.mandatary.id}, ${mandate.mandatary.kind}, ${[...mandate.acts]}, ${mandate.from}, ${mandate.to}, ${mandate.proof}, ${mandate.recordedBy})`;
  return id;
}

/** Takes a mandate back from `on`: the principal may at any time (Code civil, art. 2004). @returns false when it was over already */
export async function revokeMandate(tx: Query, id: string, on: LawDate): Promise<boolean> {
  const done = await tx`update mandate set revoked_on = ${on} where id = ${id} and revoked_on is null`;
  return done.count === 1;
}

/** The mandates that someone holds on a day: what a decision re-reads under lock, whatever the session remembers. */
export async function liveMandates(tx: Query, mandataryId: string, on: LawDate): Promise<HeldMandate[]> {
  const rows = await tx<HeldMandate[]>`
    select id, principal_id as "principalId", acts from mandate
    where mandatary_id = ${mandataryId} and from_day <= ${on} and (to_day is null or to_day >= ${on}) and (revoked_on is null or revoked_on > ${on})
    order by id`;
  return [...rows];
}

/**
 * The capacity of one who acts for a principal of the subject: `mandated('mutation', …)`.
 * @param principals whom the subject belongs to (holders), from its state
 */
export function mandated(act: string, label: string, principals: (state: unknown) => readonly string[]): Capacity {
  return {
    name: `mandated:${act}`, label,
    holds: ({ actor, state }) => {
      if (actor.kind !== 'citizen' && actor.kind !== 'partner') return false;
      const owners = principals(state);
      return (actor.mandates ?? []).some((held) => owners.includes(held.principalId) && covers(held.acts, act));
    },
  };
}

/** True when one of the patterns covers this name; `*` only at the end. */
export function covers(patterns: readonly string[], name: string): boolean {
  return patterns.some((pattern) => pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : pattern === name);
}
