import type { Period } from '../../core/act/periods.ts';
import { close, current, sliceAt, succeed } from '../../core/act/periods.ts';
import type { Facet, Recorded, SubjectRef } from '../../core/act/types.ts';
import { familyOf, type Family, type Technical } from './model/index.ts';

/** The thing itself: its chassis number, what it is made of, whether its identity is contested. */
export type VehicleState = {
  chassis: (Period & { value: string })[];
  technical: (Period & { data: Technical })[];
  /** Where it was approved: PV number and kind of approval. */
  approval: { number: string; kind: string; on: string | null } | null;
  /** Why its identity is contested (a twin in the register, a legacy row without identity), or null. */
  disputed: string | null;
  /** The same for lists: on what grounds, since when, and which vehicles of the register claim the identity. Absent while nothing is contested. */
  contest?: Contest;
  /** Operations of a foreign or legacy file, kept as read, never local acts. */
  legacy: { source: string; order: number; month: string | null; code: string; cancelled: boolean }[];
};

/** What a clerk is to settle: a number borne twice, no number at all, a plate not yet given, a holder or a hold that the source does not say plainly. */
export type ContestGround = 'twin' | 'unknown' | 'plate' | 'holder' | 'hold' | 'other';
/** No grounds left: it was settled that the identity is another's, and it blocks for ever. */
export type Contest = { since: string; grounds: ContestGround[]; twins: string[] };

export type VehicleAct =
  | { kind: 'vehicle.described'; payload: { chassis: string | null; technical: Technical; approval: VehicleState['approval']; since?: string } }
  | { kind: 'vehicle.altered'; payload: { changes: Technical; approval: VehicleState['approval'] } }
  | { kind: 'vehicle.corrected'; payload: { chassis?: string; changes?: Technical; reason: string; since: string | null } }
  | { kind: 'vehicle.disputed'; payload: { reason: string | null; grounds?: ContestGround[]; twins?: string[] } }
  | { kind: 'vehicle.legacy-operations'; payload: { operations: VehicleState['legacy'] } };

const initial: VehicleState = { chassis: [], technical: [], approval: null, disputed: null, legacy: [] };

function evolve(state: VehicleState, act: Recorded<VehicleAct>): VehicleState {
  const at = act.effectiveAt;
  switch (act.kind) {
    case 'vehicle.described': {
      const from = act.payload.since ?? at;
      return {
        ...state, approval: act.payload.approval, technical: succeed(state.technical, { data: act.payload.technical, from, to: null }),
        chassis: act.payload.chassis ? succeed(state.chassis, { value: act.payload.chassis, from, to: null }) : state.chassis,
      };
    }
    case 'vehicle.altered': return {
      ...state, approval: act.payload.approval ?? state.approval,
      technical: succeed(state.technical, { data: { ...technicalOf(state), ...act.payload.changes }, from: at, to: null }),
    };
    case 'vehicle.corrected': {
      // What was wrong from the start is put right from its start: the past changes on one axis only, knownAt keeps the other.
      const { chassis, changes } = act.payload;
      const from = act.payload.since ?? current(state.technical)[0]?.from ?? at;
      return {
        ...state,
        chassis: chassis ? [...close(state.chassis, from), { value: chassis, from, to: null }] : state.chassis,
        technical: changes ? [...close(state.technical, from), { data: { ...technicalOf(state), ...changes }, from, to: null }] : state.technical,
      };
    }
    case 'vehicle.disputed': {
      const { contest, ...rest } = state;
      const { reason, grounds = ['other'], twins = [] } = act.payload;
      return reason === null ? { ...rest, disputed: null } : { ...rest, disputed: reason, contest: { since: contest?.since ?? at, grounds, twins } };
    }
    case 'vehicle.legacy-operations': return { ...state, legacy: [...state.legacy, ...act.payload.operations] };
    default: return state;
  }
}

export const vehicleRules: Pick<Facet<VehicleState, VehicleAct>, 'name' | 'subject' | 'initial' | 'evolve' | 'slice'> = {
  name: 'vehicle', subject: 'vehicle', initial, evolve,
  slice: (state, at) => ({ ...state, chassis: sliceAt(state.chassis, at), technical: sliceAt(state.technical, at) }),
};

export const vehicleRef = (id: string): SubjectRef => ({ kind: 'vehicle', id });
export const technicalOf = (state: VehicleState): Technical => current(state.technical)[0]?.data ?? {};
export const chassisOf = (state: VehicleState): string | null => current(state.chassis)[0]?.value ?? null;
export const familyIn = (state: VehicleState): Family | undefined => familyOf(technicalOf(state)['J.1'] ?? '');

/** « TOYOTA HILUX », for whoever may not know more. */
export function makeAndModel(state: VehicleState): string {
  const data = technicalOf(state);
  return [data['D.1'], data['D.3']].filter(Boolean).join(' ') || 'Véhicule sans description';
}
