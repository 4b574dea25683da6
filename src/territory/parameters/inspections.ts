import { line, placeholder } from '../dated.ts';
import { one, type Parameter } from './one.ts';

/** Periodic and sale inspections, homologation. */
export const inspectionParameters = {
  // Periodic inspections
  inspectionPassengerMonths: one('Visite des transports en commun', 'mois', 6, line('controle-periodique')),
  inspectionGoodsMonths: one('Visite des plus de 3,5 t, taxis, écoles, ambulances', 'mois', 12, line('controle-periodique')),
  inspectionOldYears: one('Âge à partir duquel tout véhicule passe au CCTV', 'ans', 20, line('controle-anciens')),
  inspectionOldMonths: one('Fréquence de visite des véhicules anciens', 'mois', 12, placeholder('controle-anciens')),
  inspectionSpecialYears: one('Âge à partir duquel la série spéciale passe au CCTV', 'ans', 10, line('controle-anciens')),
  inspectionSpecialMonths: one('Fréquence de visite de la série spéciale', 'mois', 12, placeholder('controle-anciens')),
  inspectionHeavyMassKg: one('PTAC au-delà duquel un véhicule est visité', 'kg', 3500, line('controle-periodique')),
  recheckDays: one('Délai pour présenter le véhicule à la contre-visite', 'jours', 30, placeholder('contre-visite')),
  deferralDays: one('Durée la plus longue d’un sursis', 'jours', 60, placeholder('contre-visite')),
  refusedVisitStopsSale: one('Un véhicule refusé à sa visite ne se vend pas pour rouler avant une contre-visite acceptée', 'oui (1) ou non (0)', 1, placeholder('contre-visite')),
  visitSlipDays: one('Délai où qui a saisi une visite corrige sa propre faute de frappe (0 : le jour même)', 'jours', 0, placeholder('maison-visites')),
  visitPlatePhoto: one('Un centre agréé joint à chaque contrôle une photographie de la plaque et du numéro de série', 'oui (1) ou non (0)', 1, placeholder('maison-photos')),
  visitDefectPhoto: one('Un centre agréé joint une photographie de chaque contrôle où il relève un défaut majeur ou critique', 'oui (1) ou non (0)', 1, placeholder('maison-photos')),
  // Odometer
  odometerKmPerDay: one('Distance qu’un véhicule ne dépasse pas en moyenne entre deux relevés', 'km par jour', 1500, line('maison-compteur')),
  // Homologation
  approvalsKept: {
    label: 'Les homologations sont toutes dans ce registre : un numéro inconnu arrête l’immatriculation', unit: 'oui (1) ou non (0)',
    lines: [{ ...placeholder('homologation', { to: '2027-07-01' }), value: 0 }, { ...placeholder('homologation', { from: '2027-07-01' }), value: 1 }],
  } satisfies Parameter<number>,
};
