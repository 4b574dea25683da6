import type { Match, RowOutcome } from './model/index.ts';

export const outcomeWords: Record<RowOutcome, string> = {
  new: 'Enregistré', corrected: 'Corrigé', ended: 'Fin enregistrée', withdrawn: 'Retiré', unchanged: 'Déjà connu, inchangé', refused: 'Refusé',
};
export const matchWords: Record<Match, string> = {
  matched: 'Véhicule reconnu', weak: 'Plaque seule', mismatch: 'Plaque et VIN en désaccord', unknown: 'Véhicule inconnu du registre',
};
