import { placeholder } from '../dated.ts';
import { one } from './one.ts';

/** Insurance contracts. */
export const insuranceParameters = {
  coverBeforeTransferDays: one('Avance admise du contrat d’assurance de l’acquéreur sur la date du changement de titulaire', 'jours', 15, placeholder('reforme-2023')),
  attestationMonths: one('Durée la plus longue d’une attestation d’assurance', 'mois', 13, placeholder('assurance-2024')),
  coverAheadMonths: one('Avance la plus longue d’un début ou d’une fin de garantie sur le jour où l’assureur les transmet', 'mois', 24, placeholder('fichier-assurances')),
  coverGapMonths: one('Ancienneté des interruptions d’assurance montrées à l’administration', 'mois', 24, placeholder('fichier-assurances')),
};
