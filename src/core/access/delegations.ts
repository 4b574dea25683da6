import type { Query } from '../db/sql.ts';
import { uuid } from '../values/ids.ts';
import type { LawDate } from '../values/time.ts';
import { covers } from './mandates.ts';

/** Who may sign what, where, from when to when (both days included), by which published text. */
export type Delegation = {
  readonly id: string;
  readonly agentId: string;
  /** As it stands under the signature: «La cheffe du service, par délégation». */
  readonly capacity: string;
  /** Patterns of démarche ids; `*` stands for any end. */
  readonly acts: readonly string[];
  /** null: in every office. */
  readonly office: string | null;
  readonly from: LawDate;
  readonly to: LawDate | null;
  /** The agent whose place is held, when this is an interim; an interim always ends. */
  readonly interimOf: string | null;
  readonly reference: string;
  /** True while the text of the delegation was not checked by the administration. */
  readonly toConfirm: boolean;
};

/** Records a delegation. @returns its id */
export async function recordDelegation(tx: Query, delegation: Omit<Delegation, 'id'>): Promise<string> {
  const id = uuid();
  const { agentId, capacity, acts, office, from, to, interimOf, reference, toConfirm } = delegation;
  await tx`
    insert into delegation (id, agent_id, capacity, acts, office, from_day, to_day, interim_of, reference, to_confirm)
    values (${id}, ${agentId}, ${capacity}, ${[...acts]}, ${office}, ${from}, ${to}, ${interimOf}, ${reference}, ${toConfirm})`;
  return id;
}

/** Ends a delegation on its last day. */
export async function endDelegation(tx: Query, id: string, lastDay: LawDate): Promise<void> {
  await tx`update delegation set to_day = ${lastDay} where id = ${id} and (to_day is null or to_day > ${lastDay})`;
}

/**
 * The delegation by which this agent may sign this démarche on this day; undefined: they cannot sign it.
 * Their own before an interim. The office is the agent's, not the request's; an agent whose account is closed signs nothing,
 * nor does a helper at a mairie, whatever a delegation says.
 */
export async function liveDelegation(tx: Query, agentId: string, demarcheId: string, on: LawDate): Promise<Delegation | undefined> {
  const rows = await tx<Delegation[]>`
    select d.id, d.agent_id as "agentId", d.capacity, d.acts, d.office, d.from_day as "from", d.to_day as "to",
           d.interim_of as "interimOf", d.reference, d.to_confirm as "toConfirm"
    from delegation d join agent a on a.id = d.agent_id
    where d.agent_id = ${agentId} and a.active and not ('helper' = any(a.roles)) and d.from_day <= ${on} and (d.to_day is null or d.to_day >= ${on})
      and (d.office is null or d.office = a.office)
    order by d.interim_of nulls first, d.from_day desc, d.id`;
  return rows.find(({ acts }) => covers(acts, demarcheId));
}
