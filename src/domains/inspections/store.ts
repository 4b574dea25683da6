import { derived } from '../../core/act/derived.ts';
import { loadStates } from '../../core/act/store.ts';
import { Facets } from '../../core/act/facets.ts';
import type { Facet } from '../../core/act/types.ts';
import { seal, type Sealed } from '../../core/access/sealed.ts';
import type { Sql, Tx } from '../../core/db/sql.ts';
import type { LawDate } from '../../core/values/time.ts';
import { normalizeChassis } from '../vehicles/index.ts';
import { approvalRules, statusOf, type ApprovalAct, type ApprovalState } from './model/approval.ts';
import { inspectionRules, type InspectionAct, type InspectionState } from './model/inspection.ts';
import type { ApprovalFact } from './rules/approval.ts';

export const approvalFacet: Facet<ApprovalState, ApprovalAct> = { ...approvalRules, ...derived({ table: 'approval_file', key: ['approval_id'], rows: fileRows }) };

export const inspectionFacet: Facet<InspectionState, InspectionAct> = {
  ...inspectionRules,
  ...derived({ table: 'vehicle_visit', key: ['vehicle_id', 'visit_id'], rows: visitRows }, { table: 'approval_use', key: ['vehicle_id', 'approval_id'], rows: useRows }),
};

function fileRows(id: string, state: ApprovalState) {
  if (!state.file || !state.applicantId) return [];
  const deferred = statusOf(state) === 'deferred' ? state.visits.at(-1) : undefined;
  return [{
    approval_id: id, file_number: state.file, pv_number: state.number, kind: state.kind, status: statusOf(state) ?? 'filed', chassis: state.chassis,
    label: [state.technical['D.1'], state.technical['D.3']].filter(Boolean).join(' ') || 'Véhicule sans description', applicant_id: state.applicantId,
    filed_at: state.statuses[0]?.from ?? null, shown_on: deferred?.until ?? state.appointment?.on ?? null, site: deferred?.site ?? state.appointment?.site ?? null,
  }];
}

function visitRows(id: string, { visits }: InspectionState) {
  return visits.map((one) => ({
    vehicle_id: id, visit_id: one.id, number: one.number, kind: one.kind, visited_on: one.on, site: one.site, company_id: one.companyId, verdict: one.verdict, until: one.until, next_on: one.nextOn, recorded_at: one.at,
  }));
}

function useRows(id: string, { approvals }: InspectionState) {
  return approvals.map(({ approvalId, number, type, at }) => ({ vehicle_id: id, approval_id: approvalId, number, kind: type, since: at }));
}

/** Homologation files that a file number, a PV number or a chassis number names; open ones first. */
export async function locateApproval(tx: Sql | Tx, text: string): Promise<string[]> {
  const values = [...new Set([text.trim().toUpperCase(), normalizeChassis(text)])].filter(Boolean);
  if (!values.length) return [];
  const exact = await tx<{ approval_id: string; by_chassis: boolean; open: boolean }[]>`
    select approval_id, chassis in ${tx(values)} as by_chassis, status not in ('approved', 'refused') as open from approval_file
    where file_number in ${tx(values)} or pv_number in ${tx(values)} or chassis in ${tx(values)} order by filed_at desc limit 5`;
  const open = exact.filter((one) => one.open);
  return (open.length ? open : exact.slice(0, 1)).map((one) => one.approval_id);
}

const facets = new Facets([approvalRules]);

/** Fact: the homologation of a PV number, with the vehicles that it has served; null when this register holds none. */
export async function approvalFact(tx: Sql | Tx, number: string | undefined): Promise<ApprovalFact | null> {
  if (!number?.trim()) return null;
  const [row] = await tx<{ approval_id: string; uses: string[] }[]>`
    select f.approval_id, (select coalesce(array_agg(u.vehicle_id), '{}') from approval_use u where u.approval_id = f.approval_id and f.kind = 'single') as uses
    from approval_file f where f.pv_number = ${number.trim().toUpperCase()} and f.status = 'approved'`;
  if (!row) return null;
  const [counted] = await tx<{ uses: number }[]>`select count(*)::int as uses from approval_use where approval_id = ${row.approval_id}`;
  const state = (await loadStates(tx, facets, [{ kind: 'approval', id: row.approval_id }])).get(row.approval_id)?.['approval'] as ApprovalState;
  const read = state.visits.findLast(({ km }) => km !== null);
  return {
    id: row.approval_id, number: state.number as string, kind: state.kind, origin: state.origin, chassis: state.chassis, pattern: state.pattern, technical: state.technical, approvedOn: state.approvedOn as LawDate,
    usedBy: row.uses, uses: counted?.uses ?? 0, reading: read && read.km !== null ? { km: read.km, on: read.on } : null,
  };
}

/** Whether a file is already open for a chassis number: its own number, or null. */
export async function openFileOf(tx: Sql | Tx, chassis: string | undefined, except: string): Promise<string | null> {
  if (!chassis) return null;
  const [row] = await tx<{ file_number: string }[]>`
    select file_number from approval_file where chassis = ${chassis} and kind = 'single' and status not in ('approved', 'refused') and approval_id <> ${except}`;
  return row?.file_number ?? null;
}

export type FileLine = { id: string; file: string; number: string | null; kind: 'type' | 'single'; status: string; chassis: string | null; label: string; filedAt: Date; shownOn: LawDate | null; site: string | null; uses: number };
/** Files that wait for the CCTV, the oldest first; those to be shown on a day first of all. */
export async function openFiles(sql: Sql, limit = 50): Promise<FileLine[]> {
  return sql<FileLine[]>`
    select approval_id as id, file_number as file, pv_number as number, kind, status, chassis, label, filed_at as "filedAt", shown_on as "shownOn", site, 0 as uses
    from approval_file where status not in ('approved', 'refused') order by filed_at limit ${limit}`;
}

/** Types that were approved, the latest first, and how many vehicles each has served. */
export async function approvedTypes(sql: Sql, limit = 50): Promise<FileLine[]> {
  return sql<FileLine[]>`
    select approval_id as id, file_number as file, pv_number as number, kind, status, chassis, label, filed_at as "filedAt", shown_on as "shownOn", site,
      (select count(*)::int from approval_use u where u.approval_id = f.approval_id) as uses
    from approval_file f where status = 'approved' and kind = 'type' order by pv_number desc limit ${limit}`;
}

/** Who asked for a file: a reading of them. */
export function sealedFile<T extends Pick<ApprovalState, 'applicantId'>>(id: string, state: T): Sealed<T> {
  return seal(state, { personIds: state.applicantId ? [state.applicantId] : [], kind: 'homologation', subjectId: id });
}

export type VisitLine = { vehicleId: string; number: string; kind: 'periodic' | 'recheck' | 'sale'; verdict: string; site: string; plate: string | null; recordedAt: Date };
/** The visits of one day, the latest first; of one site, or of all. */
export async function visitsOf(sql: Sql, day: LawDate, site: string | null): Promise<VisitLine[]> {
  return sql<VisitLine[]>`
    select v.vehicle_id as "vehicleId", v.number, v.kind, v.verdict, v.site, v.recorded_at as "recordedAt",
      (select i.value from vehicle_identifier i where i.vehicle_id = v.vehicle_id and i.kind = 'plate' and i.until is null limit 1) as plate
    from vehicle_visit v where v.visited_on = ${day} ${site ? sql`and v.site = ${site}` : sql``} order by v.recorded_at desc limit 100`;
}

export type DueLine = { vehicleId: string; plate: string | null; label: string; dueOn: LawDate; status: string; why: string };
/** Vehicles to call, the longest late first. */
export async function dueVehicles(sql: Sql, limit = 100): Promise<DueLine[]> {
  return sql<DueLine[]>`select vehicle_id as "vehicleId", plate, label, due_on as "dueOn", status, why from pub_inspections_due order by due_on limit ${limit}`;
}

/** Vehicles that may be late: shown to a CCTV once, or entered here since the register is kept; the next `limit` after an id. */
export async function candidates(sql: Sql, after: string, limit: number): Promise<string[]> {
  const from = after || '00000000-0000-0000-0000-000000000000';
  const rows = await sql<{ id: string }[]>`
    select id from (
      select distinct vehicle_id as id from vehicle_visit where kind <> 'sale' and vehicle_id > ${from}
      union select subject_id from state where facet = 'registration' and data ->> 'origin' in ('new', 'used-import') and subject_id > ${from}
    ) all_of_them order by id limit ${limit}`;
  return rows.map(({ id }) => id);
}

export type NewDue = { vehicle_id: string; plate: string | null; label: string; due_on: LawDate; status: string; why: string };
/** The list of this night in place of the last. */
export async function replaceDue(tx: Tx, lines: readonly NewDue[], now: Date): Promise<void> {
  await tx`delete from inspection_due`;
  if (lines.length) await tx`insert into inspection_due select * from jsonb_populate_recordset(null::inspection_due, ${tx.json(lines.map((one) => ({ ...one, computed_at: now.toISOString() })))})`;
}

export type MyApproval = { id: string; state: ApprovalState };
/** The homologation files that a person asked for, the latest first. */
export async function approvalsOf(sql: Sql, personId: string): Promise<Sealed<MyApproval[]>> {
  const rows = await sql<{ id: string }[]>`select approval_id as id from approval_file where applicant_id = ${personId} order by filed_at desc limit 50`;
  const states = await loadStates(sql, facets, rows.map(({ id }) => ({ kind: 'approval', id })));
  return seal(rows.map(({ id }) => ({ id, state: states.get(id)?.['approval'] as ApprovalState })), { personIds: [personId], kind: 'homologations' });
}
