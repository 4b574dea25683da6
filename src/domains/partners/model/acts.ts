import type { LawDate } from '../../../core/values/time.ts';
import type { Convention } from './convention.ts';
import type { PartnerKind } from './kinds.ts';

/** The acts of an accreditation. Who represents the company and why it is suspended is private content, never in the chain. */
export type AccreditationAct =
  | { kind: 'accreditation.granted'; payload: { number: string; companyId: string; partnerKind: PartnerKind; convention: Convention } }
  | { kind: 'accreditation.renewed'; payload: { convention: Convention } }
  /** `provisionalUntil`: a freeze that a person ordered at once; nobody by delegation confirms it before that instant, it lapses. */
  | { kind: 'accreditation.suspended'; payload: { text: string; hearingUntil: LawDate; provisionalUntil?: string } }
  | { kind: 'accreditation.restored'; payload: { lapsed?: true } }
  | { kind: 'accreditation.trust-withdrawn'; payload: { text: string; hearingUntil: LawDate } }
  | { kind: 'accreditation.ended'; payload: { by: 'company' | 'administration'; text: string } };

export type Suspension = {
  /** Instants; `to` null while it lasts. */
  from: string; to: string | null;
  text: string;
  /** The company answers until that day; the suspension does not wait for it. */
  hearingUntil: LawDate;
  /** Instant at which a freeze ends by itself; absent: suspended by delegation. */
  provisionalUntil?: string;
  /** Nobody confirmed the freeze in time. */
  lapsed?: true;
  /** Null once erased. */
  reason: string | null;
};

/** Why its papers are read by an agent again: by whom it was decided stands in the act. `reason`: null once erased. */
export type Distrust = { at: string; text: string; hearingUntil: LawDate; reason: string | null };

/** One accreditation of a company for one profession. */
export type AccreditationState = {
  number: string | null; companyId: string | null; kind: PartnerKind | null;
  status: 'active' | 'suspended' | 'ended' | null;
  conventions: { since: string; convention: Convention }[];
  suspensions: Suspension[];
  /** Null while nothing was withdrawn, or once the papers are left with it again. */
  distrust: Distrust | null;
  endedAt: string | null;
  /** Who represents it and who is to be its first user, as its request said; null once erased. */
  people: { representative: string; manager: { name: string; email: string } } | null;
};

export const initialAccreditation: AccreditationState = { number: null, companyId: null, kind: null, status: null, conventions: [], suspensions: [], distrust: null, endedAt: null, people: null };

/** The convention in force. */
export const conventionIn = ({ conventions }: AccreditationState): Convention | null => conventions.at(-1)?.convention ?? null;
