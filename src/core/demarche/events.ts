import type { AgentRole } from '../access/actor.ts';
import type { Sql } from '../db/sql.ts';

/** Who took a step of a dossier, as its history keeps it: never a citizen's name. `name`: an agent's, for the administration only. */
export type EventActor = { kind: string; id: string | null; office?: string; authority?: string; roles: readonly AgentRole[] | null; name: string | null };
export type DossierEvent = { at: Date; from_state: string | null; to_state: string; what: string; actor: EventActor };

/** The steps of a dossier, oldest first. @param names whether whoever reads is of the administration; else no agent's name leaves the database */
export async function dossierEvents(sql: Sql, dossierId: string, { names }: { names: boolean }): Promise<DossierEvent[]> {
  return sql<DossierEvent[]>`
    select e.at, e.from_state, e.to_state, e.what, e.actor || jsonb_build_object('roles', a.roles, 'name', case when ${names} then a.name end) as actor
    from dossier_event e left join agent a on e.actor ->> 'kind' in ('agent', 'authority') and a.id::text = e.actor ->> 'id'
    where e.dossier_id = ${dossierId} order by e.position`;
}

/** Why an agent reads each of these dossiers, as it was said when it came to them: ends of « Un agent relit parce que … ». */
export async function whyRead(sql: Sql, dossierIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = dossierIds.length ? await sql<{ id: string; because: string[] }[]>`
    select distinct on (dossier_id) dossier_id as id, coalesce(detail -> 'because', '[]') as because from dossier_event
    where dossier_id = any(${[...dossierIds]}::uuid[]) and to_state = 'in_review' and from_state <> 'in_review' order by dossier_id, position desc` : [];
  return new Map(rows.map(({ id, because }) => [id, because]));
}

/** Who signed the present answers, and how; `witness`: before whom a mark was made. */
export type SignatureLine = { party: string; means: 'account' | 'paper-scan' | 'mark-before-witness'; witness: string | null };

/** The signatures that count today: over the answers as they stand. */
export async function signaturesOf(sql: Sql, dossierId: string): Promise<SignatureLine[]> {
  return sql<SignatureLine[]>`
    select s.party, s.means, s.witness from dossier_signature s join dossier d on d.id = s.dossier_id
    where d.id = ${dossierId} and s.input_hash = d.input_hash order by s.signed_at`;
}
