import { z } from 'zod';
import type { Sealed } from '../../core/access/sealed.ts';
import type { FeeLine } from '../../core/demarche/define.ts';
import type { Francs } from '../../core/values/money.ts';
import type { LawDate } from '../../core/values/time.ts';

/** How money came in. 'account' is a professional's account with the administration. */
export type Means = 'cash' | 'card-terminal' | 'card-online' | 'account';

/** The accounts that a fee line may credit; the others belong to the ledger itself. */
export type FeeAccount = 'revenue' | 'municipal-fee';
export type Account = FeeAccount | 'till-cash' | 'float-fund' | 'treasury' | 'card-clearing' | 'customer-accounts' | 'advances' | 'refunds-due' | 'discrepancy';

export type QuoteRow = { id: string; dossier_id: string; lines: FeeLine[]; total: Francs; frozen_on: LawDate; expires_on: LawDate };

export type Payment = {
  id: string; dossier_id: string; provider: string; provider_id: string; amount: Francs; means: Means;
  till_session_id: string | null; payer_id: string | null; received_at: Date;
};

/** Who pays: a person of the register, or a name given at the counter (a neighbour, a garage's runner). */
export type Payer = { personId?: string; name?: string };

/** A quittance as a paper needs it; the payer is a person, hence sealed. */
export type Receipt = {
  number: string; tillId: string; year: number; sequence: number; paymentId: string; dossierId: string;
  judgedOn: LawDate; lines: FeeLine[]; total: Francs; means: Means;
  payer: Sealed<Payer>; issuedAt: Date; issuedOn: LawDate; issuedBy: string | null;
};

export type RefundState = 'requested' | 'approved' | 'rejected' | 'executed';
export type Refund = {
  id: string; number: string; dossier_id: string; amount: Francs; reason: string; payee_id: string | null; state: RefundState;
  requested_by: string; requested_at: Date; decided_by: string | null; decided_at: Date | null; decision_reason: string | null;
  means: 'treasury' | 'card' | null; reference: string | null; executed_by: string | null; executed_at: Date | null;
};

/** The money of one dossier. `refundable` is what the payer may still ask back. */
export type Balance = { received: Francs; allocated: Francs; refunding: Francs; refunded: Francs; refundable: Francs };

/** Notes and coins of the Pacific franc in circulation, the largest first (IEOM; smaller coins are no longer issued: à confirmer). */
export const denominations = [10_000, 5_000, 1_000, 500, 200, 100, 50, 20, 10, 5] as const;

/** A count of the drawer: how many of each note and coin, by its value. */
export const count = z.partialRecord(
  z.enum(denominations.map(String) as [string, ...string[]], 'Cette valeur n’est ni un billet ni une pièce.'),
  z.int('Indiquez un nombre entier de billets ou de pièces.').min(0, 'Un nombre de pièces ne peut pas être négatif.').max(100_000),
);
export type Count = z.output<typeof count>;

export type TillSession = {
  id: string; till_id: string; agent_id: string; state: 'open' | 'counted' | 'closed'; float_amount: Francs; opened_at: Date;
  counted: Count | null; counted_total: Francs | null; counted_at: Date | null;
  expected: Francs | null; discrepancy: Francs | null; explanation: string | null; deposit: Francs | null; closed_at: Date | null;
};

/** The sheet that is printed and signed when a till closes. */
export type TillSummary = {
  session: TillSession; till: { id: string; office: string; label: string };
  byMeans: { means: Means; count: number; total: Francs }[];
  receipts: { first: string; last: string; count: number } | null;
  expected: Francs;
};

export type CardStatus = 'paid' | 'refused' | 'abandoned' | 'waiting';
export type CardOrder = { id: string; dossier_id: string; provider: string; amount: Francs; state: 'started' | 'paid' | 'refused' | 'abandoned'; payer_id: string | null; started_at: Date };
