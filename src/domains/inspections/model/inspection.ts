/** What inspections know of a vehicle: its visits, what its odometer said, and the homologation it entered by. */
import type { Facet, Recorded } from '../../../core/act/types.ts';
import type { LawDate } from '../../../core/values/time.ts';

export type VisitKind = 'periodic' | 'recheck' | 'sale';
/** 'reported': an inspection for a sale informs the buyer, and obliges to nothing. */
export type VisitVerdict = 'accepted' | 'refused' | 'deferred' | 'reported';
/** Braking force over weight, in %, and the difference between the wheels of an axle, in %. */
export type Brakes = { service?: number; parking?: number; imbalance?: number };

export type ReadingSource = 'inspection' | 'sale' | 'import';
export type ReadingVerdict = 'logical' | 'illogical' | 'unknown';
/** One line of the odometer's ledger: kilometres, the day they were read, by whom, and what earlier lines make of it. */
export type Reading = { km: number; on: LawDate; source: ReadingSource; verdict: ReadingVerdict; reason: string };

export type Visit = {
  id: string; number: string; kind: VisitKind; on: LawDate; site: string; lane: string | null;
  /** The centre, when it is an approved one, and whoever inspected: an agent, or the number that the centre's approval gave them. */
  companyId: string | null; inspector: string;
  brakes: Brakes; defects: string[]; verdict: VisitVerdict;
  /** Last day: of a deferral, or to show the vehicle again after a refusal. */
  until: LawDate | null;
  /** The next visit (X.1), as the law of that day counts it; null when none is due. */
  nextOn: LawDate | null;
  appointmentId: string | null;
};

export type InspectionState = {
  visits: (Visit & { at: string })[];
  readings: (Reading & { at: string })[];
  approvals: { approvalId: string; number: string; type: 'type' | 'single'; at: string }[];
};

export type InspectionAct =
  | { kind: 'inspection.recorded'; payload: Visit }
  | { kind: 'inspection.approval-used'; payload: { approvalId: string; number: string; type: 'type' | 'single' } }
  | { kind: 'odometer.read'; payload: Reading }
  | { kind: 'inspection.corrected'; payload: Correction };

/** What is false in what was entered; 'vehicle': it is of another one, and leaves this. */
export type CorrectedPart = 'odometer' | 'day' | 'brakes' | 'verdict' | 'vehicle';
/** A correction carries what stands from now on; what stood before is in the acts that it cites. `number` of the new PV and `replaces` of the old one: null where there is none. */
export type Correction = {
  what: CorrectedPart; number: string | null; replaces: string | null; on: LawDate; verdictChanged: boolean;
  restored: Pick<InspectionState, 'visits' | 'readings'>;
};

export const initialInspection: InspectionState = { visits: [], readings: [], approvals: [] };

function evolve(state: InspectionState, act: Recorded<InspectionAct>): InspectionState {
  const at = act.effectiveAt;
  switch (act.kind) {
    case 'inspection.recorded': return { ...state, visits: byDay([...state.visits, { ...act.payload, at }]) };
    case 'odometer.read': return { ...state, readings: byDay([...state.readings, { ...act.payload, at }]) };
    case 'inspection.corrected': return { ...state, visits: byDay(act.payload.restored.visits), readings: byDay(act.payload.restored.readings) };
    case 'inspection.approval-used': return { ...state, approvals: [...state.approvals, { ...act.payload, at }] };
    default: return state;
  }
}

/** In the order of the days on which they happened; of one day, in that of the journal. */
const byDay = <T extends { on: LawDate }>(list: T[]): T[] => list.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));

export const inspectionRules: Pick<Facet<InspectionState, InspectionAct>, 'name' | 'subject' | 'initial' | 'evolve' | 'slice'> = {
  name: 'inspection', subject: 'vehicle', initial: initialInspection, evolve,
  slice: (state, at) => ({ visits: state.visits.filter((one) => one.at <= at), readings: state.readings.filter((one) => one.at <= at), approvals: state.approvals.filter((one) => one.at <= at) }),
};

/** What the odometer said at a visit: of the same moment, else of the same day (a register of before). */
export function readingAt({ readings }: Pick<InspectionState, 'readings'>, visit: Visit & { at: string }): InspectionState['readings'][number] | null {
  const own = readings.filter(({ source }) => source === 'inspection');
  return own.find(({ at }) => at === visit.at) ?? own.findLast(({ on }) => on === visit.on) ?? null;
}

/** The last visit that says whether the vehicle may drive: an inspection for a sale does not. */
export const lastVisit = ({ visits }: InspectionState) => visits.findLast(({ kind }) => kind !== 'sale') ?? null;
export const lastSaleVisit = ({ visits }: InspectionState) => visits.findLast(({ kind }) => kind === 'sale') ?? null;
