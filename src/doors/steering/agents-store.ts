import type { AgentRole } from '../../core/access/actor.ts';
import type { Delegation } from '../../core/access/delegations.ts';
import type { Query } from '../../core/db/sql.ts';

export type AgentLine = {
  id: string; name: string; roles: AgentRole[]; office: string | null; authority: string | null; unit: string | null; active: boolean; demo: boolean;
  email: string | null;
  /** True once a password and a second factor were chosen. */
  entered: boolean;
};

/** Every account of an agent or an authority; those of a demo only where there is one. */
export async function listAgents(sql: Query): Promise<AgentLine[]> {
  return [...await agents(sql, null)];
}

export async function findAgent(sql: Query, id: string): Promise<AgentLine | undefined> {
  return (await agents(sql, id))[0];
}

function agents(sql: Query, id: string | null) {
  return sql<AgentLine[]>`
    select a.id, a.name, a.roles, a.office, a.authority, a.unit, a.active, a.demo, coalesce(c.email, l.email) as email, c.password_hash <> '' as entered
    from agent a
    left join credential c on c.actor_kind = 'agent' and c.actor_id = a.id
    left join lateral (select email from account_link where agent_id = a.id order by created_at desc limit 1) l on true
    where (not a.demo or is_demo()) and (${id}::uuid is null or a.id = ${id})
    order by a.active desc, a.authority nulls first, a.name, a.id`;
}

/** The delegations of one agent, the last first. */
export async function delegationsOf(sql: Query, agentId: string): Promise<Delegation[]> {
  return [...await sql<Delegation[]>`
    select id, agent_id as "agentId", capacity, acts, office, from_day as "from", to_day as "to", interim_of as "interimOf", reference, to_confirm as "toConfirm"
    from delegation where agent_id = ${agentId} order by from_day desc, id`];
}
