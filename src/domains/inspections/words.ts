import type { CorrectedPart, ReadingSource, ReadingVerdict, VisitKind, VisitVerdict } from './model/inspection.ts';
import type { ApprovalKind, ApprovalOrigin, ApprovalVerdict } from './model/approval.ts';
import { formatDate } from '../../core/values/time.ts';
import type { InspectionStanding } from './rules/periodicity.ts';

/** French labels of states. */
export const visitKindWords: Record<VisitKind, string> = { periodic: 'Visite périodique', recheck: 'Contre-visite', sale: 'Contrôle avant une vente' };
export const visitVerdictWords: Record<VisitVerdict, string> = { accepted: 'Accepté', refused: 'Refusé', deferred: 'En sursis', reported: 'Constat remis' };
export const readingWords: Record<ReadingVerdict, string> = { logical: 'Logique', illogical: 'Illogique', unknown: 'Sans avis' };
export const sourceWords: Record<ReadingSource, string> = { inspection: 'Visite technique', sale: 'Déclaré à la vente', import: 'Homologation' };
export const approvalKindWords: Record<ApprovalKind, string> = { type: 'Réception par type', single: 'Réception à titre isolé' };
export const originWords: Record<ApprovalOrigin, string> = { new: 'Véhicule neuf', 'used-import': 'Véhicule d’occasion importé', transformation: 'Véhicule transformé' };
export const approvalVerdictWords: Record<ApprovalVerdict, string> = { favourable: 'Favorable', unfavourable: 'Défavorable', deferred: 'En sursis' };
export const standingWords: Record<InspectionStanding['status'], string> = {
  none: 'Aucune visite exigée', unknown: 'Aucune visite connue de ce registre', valid: 'À jour', overdue: 'En retard', refused: 'Refusé', deferred: 'En sursis',
};
/** The next visit (X.1) of a vehicle in words, or null where none is asked of it. */
export function nextVisitWords({ status, due, why }: InspectionStanding): string | null {
  if (status === 'none') return null;
  if (!due) return `exigée (${why?.why ?? 'visite périodique'}), aucune connue du registre`;
  const unsure = why?.toConfirm ? ' (fréquence à confirmer)' : '';
  if (status === 'valid') return `avant le ${formatDate(due)}${unsure}`;
  if (status === 'overdue') return `en retard depuis le ${formatDate(due)}${unsure}`;
  return `${status === 'refused' ? 'refusée, à représenter avant le' : 'en sursis jusqu’au'} ${formatDate(due)}`;
}
export const APPROVED_CENTRE = 'centre-agree';
/** What a correction is about, as a person chooses it. */
export const correctedWords: Record<CorrectedPart, string> = {
  odometer: 'Le compteur', day: 'Le jour', brakes: 'Le freinage', verdict: 'Les défauts ou le verdict', vehicle: 'Le véhicule : c’en était un autre',
};
