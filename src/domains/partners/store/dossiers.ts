import type { Sql, Tx } from '../../../core/db/sql.ts';
import type { DossierState } from '../../../core/demarche/index.ts';
import type { LawDate } from '../../../core/values/time.ts';

/** A démarche of a company, without anything of the persons it is about. */
export type CompanyDossier = {
  id: string; number: string; demarche: string; state: DossierState; user_name: string; door: string; subject_kind: string; subject_id: string;
  submitted_at: Date | null; decided_at: Date | null; updated_at: Date; total: number | null;
};

/** The démarches of one company, the latest first: never another's. */
export async function dossiersOf(sql: Sql | Tx, companyId: string, more: { limit?: number; states?: readonly DossierState[]; from?: LawDate; to?: LawDate } = {}): Promise<CompanyDossier[]> {
  const { limit = 100, states, from, to } = more;
  return sql<CompanyDossier[]>`
    select id, number, demarche, state, user_name, door, subject_kind, subject_id, submitted_at, decided_at, updated_at, total from pub_partners_dossier
    where company_id = ${companyId} ${states ? sql`and state = any(${[...states]}::text[])` : sql``}
      ${from ? sql`and submitted_at >= ${from}::date::timestamptz` : sql``} ${to ? sql`and submitted_at < (${to}::date + 1)::timestamptz` : sql``}
    order by updated_at desc limit ${limit}`;
}

export type CompanyDecision = Pick<CompanyDossier, 'id' | 'number' | 'demarche' | 'state' | 'updated_at'>;

/** What was decided, or is about to be, against one company on files that others than its users sent: the latest first. */
export async function decisionsAbout(sql: Sql | Tx, companyId: string, dossierId?: string): Promise<CompanyDecision[]> {
  return sql<CompanyDecision[]>`
    select id, number, demarche, state, updated_at from pub_partners_decision where company_id = ${companyId} ${dossierId ? sql`and id = ${dossierId}` : sql``} order by updated_at desc limit 50`;
}
