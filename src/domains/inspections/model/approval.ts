/** A homologation file: the type of a vehicle, or one vehicle, from the request to the PV that registrations ask for. */
import { current, sliceAt, succeed, type Period } from '../../../core/act/periods.ts';
import type { Facet, Recorded, SubjectRef } from '../../../core/act/types.ts';
import type { LawDate } from '../../../core/values/time.ts';
import type { Technical } from '../../vehicles/index.ts';

export type ApprovalKind = 'type' | 'single';
export type ApprovalOrigin = 'new' | 'used-import' | 'transformation';
export type ApprovalStatus = 'filed' | 'incomplete' | 'complete' | 'appointed' | 'favourable' | 'unfavourable' | 'deferred' | 'approved' | 'refused';
/** Where and when the vehicle is shown; `id` when it was booked. */
export type Presentation = { on: LawDate; site: string; id: string | null };
export type ApprovalVerdict = 'favourable' | 'unfavourable' | 'deferred';
/** Kilometres read on the vehicle, null when its odometer cannot be read or it has none. */
export type ApprovalVisit = { on: LawDate; site: string; verdict: ApprovalVerdict; until: LawDate | null; km: number | null; measured: Technical; at: string };

export type ApprovalState = {
  /** The number of the file, from its first day; that of the PV once granted. */
  file: string | null;
  number: string | null;
  kind: ApprovalKind;
  origin: ApprovalOrigin;
  applicantId: string | null;
  chassis: string | null;
  /** The beginning of the VINs of a type; « ? » stands for any sign. */
  pattern: string | null;
  technical: Technical;
  statuses: (Period & { status: ApprovalStatus })[];
  /** What is still to be brought, in words: null when nothing is, or once erased. */
  missing: string | null;
  appointment: Presentation | null;
  visits: ApprovalVisit[];
  approvedOn: LawDate | null;
};

export type ApprovalAct =
  | { kind: 'approval.filed'; payload: { file: string; type: ApprovalKind; origin: ApprovalOrigin; applicantId: string; chassis: string | null; pattern: string | null; technical: Technical } }
  | { kind: 'approval.examined'; payload: { verdict: 'complete' | 'incomplete'; appointment: Presentation | null } }
  | { kind: 'approval.visited'; payload: Omit<ApprovalVisit, 'at'> }
  | { kind: 'approval.granted'; payload: { number: string; on: LawDate; applicantId: string } }
  | { kind: 'approval.refused'; payload: { texts: string[]; applicantId: string } }
  | { kind: 'approval.reopened'; payload: { applicantId: string } };

export const initialApproval: ApprovalState = {
  file: null, number: null, kind: 'single', origin: 'used-import', applicantId: null, chassis: null, pattern: null, technical: {}, statuses: [], missing: null, appointment: null, visits: [], approvedOn: null,
};

export const statusOf = (state: ApprovalState): ApprovalStatus | null => current(state.statuses)[0]?.status ?? null;
export const approvalRef = (id: string): SubjectRef => ({ kind: 'approval', id });

/** The only producer of a homologation file. */
function evolve(state: ApprovalState, act: Recorded<ApprovalAct>): ApprovalState {
  const at = act.effectiveAt;
  const now = (status: ApprovalStatus) => succeed(state.statuses, { status, from: at, to: null });
  switch (act.kind) {
    case 'approval.filed': {
      const { type, ...filed } = act.payload;
      return { ...state, ...filed, kind: type, statuses: now('filed') };
    }
    case 'approval.examined': {
      const { verdict, appointment } = act.payload;
      const said = act.private['missing'];
      return { ...state, appointment, missing: typeof said === 'string' ? said : null, statuses: now(verdict === 'complete' && appointment ? 'appointed' : verdict) };
    }
    // What the inspector read on the vehicle stands; what was only declared gives way.
    case 'approval.visited': return { ...state, technical: { ...state.technical, ...act.payload.measured }, visits: [...state.visits, { ...act.payload, at }], statuses: now(act.payload.verdict) };
    case 'approval.granted': return { ...state, number: act.payload.number, approvedOn: act.payload.on, statuses: now('approved') };
    case 'approval.refused': return { ...state, statuses: now('refused') };
    // It stands again where it stood before it was refused.
    case 'approval.reopened': return { ...state, statuses: now(state.statuses.findLast(({ status }) => status !== 'refused')?.status ?? 'filed') };
    default: return state;
  }
}

export const approvalRules: Pick<Facet<ApprovalState, ApprovalAct>, 'name' | 'subject' | 'initial' | 'evolve' | 'slice'> = {
  name: 'approval', subject: 'approval', initial: initialApproval, evolve,
  slice: (state, at) => ({ ...state, statuses: sliceAt(state.statuses, at), visits: state.visits.filter((visit) => visit.at <= at) }),
};
