import { formatShortDate, type LawDate } from '../../core/values/time.ts';
import { attestedOn, coverOn } from '../../domains/insurance/index.ts';
import type { Insurance } from './store.ts';
import type { Finding } from './verdict.ts';

const label = 'Assurance';

/** What is known of the cover, in words: known, ended, or unknown, which is never « not insured ». No contract number, no reason of an end. */
export function insuranceFinding({ covers, papers }: Insurance, vehicleId: string, on: LawDate): Finding {
  const standing = coverOn(covers, vehicleId, on);
  if (standing.status === 'known') {
    const { insurer, from, to } = standing.cover;
    return { label, said: 'connue', light: 'green', detail: `${insurer}, ${to ? `du ${formatShortDate(from)} au ${formatShortDate(to)}` : `depuis le ${formatShortDate(from)}`}.` };
  }
  const paper = attestedOn(papers, on);
  const shown = paper ? `Attestation de ${paper.insurer} lue par l’administration, jusqu’au ${formatShortDate(paper.to)}, sans confirmation de l’assureur.` : '';
  if (standing.status === 'ended') {
    const ended = `Aucune autre garantie connue depuis${shown ? '' : ' : demandez l’attestation, un assureur peut ne pas transmettre'}.`;
    return { label, said: `terminée le ${formatShortDate(standing.cover.to as string)}`, light: shown ? 'unknown' : 'amber', detail: [ended, shown].filter(Boolean).join(' ') };
  }
  const { weak, mismatch, next } = standing;
  const why = [
    shown,
    weak ? `Un contrat (${weak.insurer}) porte cette plaque, sans numéro de série.` : '',
    mismatch ? 'Un contrat porte cette plaque ou ce numéro de série avec celui d’un autre véhicule.' : '',
    next ? `Une garantie commence le ${formatShortDate(next)}.` : '',
    'Inconnue ne veut pas dire non assuré : demandez l’attestation.',
  ];
  return { label, said: 'inconnue', light: 'unknown', detail: why.filter(Boolean).join(' ') };
}
