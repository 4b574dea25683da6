import { derived } from '../../core/act/derived.ts';
import type { Facet, Recorded } from '../../core/act/types.ts';
import type { LawDate } from '../../core/values/time.ts';

/** A paper attestation that a person showed and an agent read: it says what the paper says, not what the insurer confirms. */
export type Attested = { insurer: string; contract: string; from: LawDate; to: LawDate; seenAt: string };
export type InsuranceState = { attested: Attested[] };
export type InsuranceAct = { kind: 'insurance.attested'; payload: { insurer: string; contract: string; from: string; to: string } };

const initial: InsuranceState = { attested: [] };
/** Older papers stay in the journal; the present needs the last few. */
const KEPT = 5;

/** What insurance knows of a vehicle by acts: the papers that were shown. What insurers assert is kept apart, in notices. */
export const insuranceFacet: Facet<InsuranceState, InsuranceAct> = {
  name: 'insurance', subject: 'vehicle', initial,
  evolve: (state, act: Recorded<InsuranceAct>) => (act.kind === 'insurance.attested'
    ? { attested: [{ ...act.payload, seenAt: act.effectiveAt }, ...state.attested.filter(({ contract }) => contract !== act.payload.contract)].slice(0, KEPT) } : state),
  slice: (state, at) => ({ attested: state.attested.filter(({ seenAt }) => seenAt <= at) }),
  ...derived<InsuranceState>(),
};

/** The paper that covers a day, if one was shown. */
export const attestedOn = ({ attested }: InsuranceState, on: LawDate): Attested | undefined => attested.find(({ from, to }) => from <= on && to >= on);
