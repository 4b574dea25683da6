/** A sale is one chased case: declared by the seller, completed or contested by the buyer, never forgotten. */
import type { Facet, Json, Recorded } from '../../../core/act/types.ts';

export type SaleState = {
  vehicleId: string | null;
  sellers: string[];
  soldAt: string | null;
  declaredAt: string | null;
  status: 'declared' | 'completed' | 'contested' | 'cancelled' | null;
  /** What the seller wrote of the buyer: personal, null once erased. */
  declaredBuyer: DeclaredBuyer | null;
  buyerId: string | null;
  /** While it is contested: the buyer who contested it from their own account. */
  claimantId?: string | null;
  /** Salted digest of the code in force; null until it is given. */
  codeHash: string | null;
  codeSalt?: string;
  /** Which code it is, the first or one given again, and when. */
  code?: { round: number; at: string };
  reminders: { step: number; at: string }[];
  closedAt: string | null;
  /** Make and model, as they were said when it was declared; absent of the oldest sales. */
  what?: string;
};
export type DeclaredBuyer = { name: string; phone?: string | undefined; email?: string | undefined };

export type SaleAct =
  | { kind: 'sale.declared'; payload: { vehicleId: string; sellers: string[]; soldAt: string; codeHash?: string; purpose: 'use' | 'destruction'; what?: string } }
  | { kind: 'sale.code-issued'; payload: { round: number; salt: string; digest: string } }
  | { kind: 'sale.completed'; payload: { buyerId: string } }
  | { kind: 'sale.contested'; payload: { by: 'buyer' | 'seller'; reason: string; claimantId?: string } }
  | { kind: 'sale.resumed'; payload: { reason: string } }
  | { kind: 'sale.cancelled'; payload: { reason: string } }
  | { kind: 'sale.reminded'; payload: { step: number } };

const initial: SaleState = {
  vehicleId: null, sellers: [], soldAt: null, declaredAt: null, status: null, declaredBuyer: null, buyerId: null, codeHash: null, reminders: [], closedAt: null,
};

function evolve(state: SaleState, act: Recorded<SaleAct>): SaleState {
  switch (act.kind) {
    case 'sale.declared': return {
      ...state, status: 'declared', vehicleId: act.payload.vehicleId, sellers: act.payload.sellers, soldAt: act.payload.soldAt, codeHash: act.payload.codeHash ?? null,
      declaredAt: act.recordedAt, declaredBuyer: (act.private['buyer'] ?? null) as DeclaredBuyer | null,
      ...(act.payload.what ? { what: act.payload.what } : {}),
    };
    case 'sale.code-issued': return { ...state, codeHash: act.payload.digest, codeSalt: act.payload.salt, code: { round: act.payload.round, at: act.recordedAt } };
    case 'sale.completed': return { ...state, status: 'completed', buyerId: act.payload.buyerId, closedAt: act.recordedAt };
    // Contested is not ended: it stops the sale until two agents, an agreement or a judgment decide.
    case 'sale.contested': return { ...state, status: 'contested', ...(act.payload.claimantId ? { claimantId: act.payload.claimantId } : {}) };
    case 'sale.resumed': return { ...state, status: 'declared', ...(state.claimantId ? { claimantId: null } : {}) };
    case 'sale.cancelled': return { ...state, status: 'cancelled', closedAt: act.recordedAt };
    case 'sale.reminded': return { ...state, reminders: [...state.reminders, { step: act.payload.step, at: act.recordedAt }] };
    default: return state;
  }
}

/** The seller of a car knows when it left them: a sale is the same at every instant after it. */
export const saleRules: Pick<Facet<SaleState, SaleAct>, 'initial' | 'evolve' | 'slice'> = {
  initial, evolve, slice: (state, at) => (state.declaredAt && state.declaredAt <= at ? state : initial),
};
export type SalePrivate = { buyer: Json };
