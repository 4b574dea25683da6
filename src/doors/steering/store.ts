import type { Delegation } from '../../core/access/delegations.ts';
import type { Query } from '../../core/db/sql.ts';
import type { LawDate } from '../../core/values/time.ts';

export type DelegationLine = Delegation & { name: string; interimName: string | null };

/** Delegations by which somebody may sign on that day, or will later; those of closed accounts sign nothing and are left out. */
export async function delegationsFrom(sql: Query, on: LawDate): Promise<DelegationLine[]> {
  return [...await sql<DelegationLine[]>`
    select d.id, d.agent_id as "agentId", a.name, d.capacity, d.acts, d.office, d.from_day as "from", d.to_day as "to",
           d.interim_of as "interimOf", o.name as "interimName", d.reference, d.to_confirm as "toConfirm"
    from delegation d join agent a on a.id = d.agent_id left join agent o on o.id = d.interim_of
    where a.active and (d.to_day is null or d.to_day >= ${on})
    order by d.from_day > ${on}, a.name, d.from_day, d.id`];
}

export type SealLine = { position: number; sealedAt: Date; acts: number; kid: string };
export type SealState = { last: readonly SealLine[]; sealed: number; sealedActs: number; unsealed: number };

/** The last seals, and how many acts wait for the next one: ids grow with time, so only those after the newest sealed are looked at. */
export async function sealState(sql: Query): Promise<SealState> {
  const last = await sql<SealLine[]>`select position, sealed_at as "sealedAt", acts, kid from seal order by position desc limit 5`;
  const [sums] = await sql<{ sealed: number; sealedActs: number }[]>`select count(*)::int as sealed, coalesce(sum(acts), 0)::int as "sealedActs" from seal`;
  const [waiting] = await sql<{ n: number }[]>`
    select count(*)::int as n from act where id > coalesce((select act_id from seal_act order by act_id desc limit 1), '00000000-0000-0000-0000-000000000000')`;
  return { last: [...last], sealed: sums?.sealed ?? 0, sealedActs: sums?.sealedActs ?? 0, unsealed: waiting?.n ?? 0 };
}
