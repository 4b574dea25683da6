import type { Sql, Tx } from '../../../core/db/sql.ts';
import { parseHumanCode } from '../../../core/values/human-code.ts';
import type { LawDate } from '../../../core/values/time.ts';
import { findByRidet } from '../../people/index.ts';
import type { Convention, PartnerKind } from '../model/index.ts';

/** An accreditation as lists and controls see it. */
export type Accreditation = {
  id: string; companyId: string; kind: PartnerKind; number: string; status: 'active' | 'suspended' | 'ended'; convention: Convention; suspendedAt: Date | null;
  /** The hour at which a freeze ends by itself; null of a suspension that somebody signed. */
  frozenUntil: Date | null;
};
type Row = { accreditation_id: string; company_id: string; kind: PartnerKind; number: string; status: Accreditation['status']; acts: string; sites: string; per_day: number; quotas: string; since: string; until: string; credit: number; printing: boolean; kept: string; kept_from: string | null; suspended_at: Date | null; frozen_until: Date | null };

/** A freeze is over at its hour: what the row says of it since counts for nothing, whether or not a worker has run. */
const isThawed = ({ status, frozen_until: until }: Row, now: Date): boolean => status === 'suspended' && until !== null && until <= now;

const accreditationAt = (now: Date) => (row: Row): Accreditation => ({
  id: row.accreditation_id, companyId: row.company_id, kind: row.kind, number: row.number, status: isThawed(row, now) ? 'active' : row.status, suspendedAt: isThawed(row, now) ? null : row.suspended_at, frozenUntil: isThawed(row, now) ? null : row.frozen_until,
  convention: { acts: JSON.parse(row.acts) as string[], sites: JSON.parse(row.sites) as string[], quotas: JSON.parse(row.quotas) as Record<string, number>, perDay: row.per_day, from: row.since, to: row.until, credit: row.credit, printing: row.printing, ...(row.kept_from ? { kept: { acts: JSON.parse(row.kept) as string[], from: row.kept_from } } : {}) },
});

/** The living accreditation of a company for a profession; undefined when it has none, or its last one is ended. */
export async function liveAccreditation(tx: Sql | Tx, companyId: string, kind: string, now: Date): Promise<Accreditation | undefined> {
  const [row] = await tx<Row[]>`select * from accreditation where company_id = ${companyId} and kind = ${kind} and status <> 'ended'`;
  return row && accreditationAt(now)(row);
}

/** The same, held until the end of the transaction: a suspension waits for it, and whoever comes after the suspension sees it. */
export async function heldAccreditation(tx: Tx, companyId: string, kind: string, now: Date): Promise<Accreditation | undefined> {
  const [row] = await tx<Row[]>`select * from accreditation where company_id = ${companyId} and kind = ${kind} and status <> 'ended' for share`;
  return row && accreditationAt(now)(row);
}

/** What a company may do on a day: its accreditations that stand, are not suspended at this instant, and whose convention runs. */
export async function accreditationOf(tx: Sql | Tx, companyId: string, on: LawDate, now = new Date()): Promise<Accreditation[]> {
  const rows = await tx<Row[]>`select * from accreditation where company_id = ${companyId} and status <> 'ended' and since <= ${on} and until >= ${on} order by kind`;
  return rows.map(accreditationAt(now)).filter(({ status }) => status === 'active');
}

/** Every accreditation, the newest first, for whoever manages them. */
export async function allAccreditations(sql: Sql | Tx, now: Date): Promise<Accreditation[]> {
  const rows = await sql<Row[]>`select * from accreditation order by status = 'ended', number limit 500`;
  return rows.map(accreditationAt(now));
}

export async function accreditationById(sql: Sql | Tx, id: string, now: Date): Promise<Accreditation | undefined> {
  const [row] = await sql<Row[]>`select * from accreditation where accreditation_id = ${id}`;
  return row && accreditationAt(now)(row);
}

/** The accreditations that a number, or the RIDET of their company, names. */
export async function locateAccreditation(tx: Sql | Tx, text: string): Promise<string[]> {
  const number = parseHumanCode(text);
  if (number) {
    const rows = await tx<{ subject_id: string }[]>`select subject_id from subject_key where kind = 'accreditation' and key = ${number}`;
    if (rows.length) return rows.map((row) => row.subject_id);
  }
  const companyId = await findByRidet(tx, text.replace(/[\s.\u00a0\u202f]/g, ''));
  if (!companyId) return [];
  const rows = await tx<{ id: string }[]>`select accreditation_id as id from accreditation where company_id = ${companyId} and status <> 'ended' order by kind`;
  return rows.map(({ id }) => id);
}

/** The accreditations that live and whose convention ends between two days, both included. */
export async function accreditationsEnding(sql: Sql | Tx, from: LawDate, to: LawDate, now: Date): Promise<Accreditation[]> {
  const rows = await sql<Row[]>`select * from accreditation where status <> 'ended' and until between ${from} and ${to} order by until, number`;
  return rows.map(accreditationAt(now));
}
