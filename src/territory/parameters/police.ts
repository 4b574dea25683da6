import { placeholder } from '../dated.ts';
import { one } from './one.ts';

/** Controls by police and gendarmerie. */
export const policeParameters = {
  policeReadingDeferralDays: one('Délai avant qu’une consultation de police apparaisse à la personne', 'jours', 90, placeholder('consultation-differee')),
  policeBundleHours: one('Durée de vie des listes du contrôle hors ligne', 'heures', 36, placeholder('controle-hors-ligne')),
};
