import { stringify } from 'csv-stringify/sync';
import type { Refund } from './model.ts';

/** The list that the public accountant receives: approved refunds, ';' and UTF-8 with its mark, formulas disarmed. No name: the payee's file is cited. */
export function refundCsv(refunds: readonly Refund[]): string {
  const rows = refunds.map((refund) => ({
    numero: refund.number, montant_xpf: refund.amount, motif: refund.reason, dossier: refund.dossier_id, beneficiaire: refund.payee_id ?? '',
    demande_le: refund.requested_at.toISOString(), approuve_le: refund.decided_at?.toISOString() ?? '',
  }));
  return stringify(rows, { header: true, delimiter: ';', bom: true, escape_formulas: true, columns: ['numero', 'montant_xpf', 'motif', 'dossier', 'beneficiaire', 'demande_le', 'approuve_le'] });
}
