import { placeholder } from '../dated.ts';
import { one } from './one.ts';

/**
 * Separation of duties. A step is what one agent does with their own hands: «saisie» (keyed the dossier), «decision» (signed
 * it), «encaissement» (took the money). No text of the régie was seen: docs/decisions/0016-separation-of-duties.md says why these.
 */
export const paymentParameters = {
  refundBarredSteps: one('Étapes d’un dossier dont l’auteur n’approuve pas le remboursement', 'étapes', ['encaissement'] as readonly string[], placeholder('paiement')),
  cashFlaggedSteps: one('Étapes d’un dossier dont l’auteur est signalé s’il encaisse lui-même', 'étapes', ['decision'] as readonly string[], placeholder('paiement')),
};
