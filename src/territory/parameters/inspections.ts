import { line, placeholder } from '../dated.ts';
import { one } from './one.ts';

/** Periodic and sale inspections, homologation. */
export const inspectionParameters = {
  // Periodic inspections
  inspectionPassengerMonths: one('Visite des transports en commun', 'mois', 6, line('controle-periodique')),
  inspectionGoodsMonths: one('Visite des plus de 3,5 t, taxis, écoles, ambulances', 'mois', 12, line('controle-periodique')),
  inspectionOldYears: one('Âge à partir duquel tout véhicule passe au CCTV', 'ans', 20, line('controle-anciens')),
  inspectionOldMonths: one('Fréquence de visite des véhicules anciens', 'mois', 12, placeholder('controle-anciens')),
};
