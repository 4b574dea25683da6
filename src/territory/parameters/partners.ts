import { placeholder } from '../dated.ts';
import { one } from './one.ts';

/** Professionals: conventions, quotas, controls, stock. */
export const partnerParameters = {
  dealerStockMonths: one('Validité annuelle d’un numéro W', 'mois', 12, placeholder('series-particulieres')),
};
