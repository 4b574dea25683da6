import { placeholder } from '../dated.ts';
import { one } from './one.ts';

const special = placeholder('series-particulieres');

/** The stock of professionals, and the numbers under which it runs. */
export const stockParameters = {
  destructionKinds: one('Métiers qui déclarent une destruction, sur la cession que le titulaire a signée', 'métiers', ['vhu-operator'] as readonly string[], placeholder('destruction')),
  stockKinds: one('Métiers qui achètent pour revendre, sans certificat à leur nom', 'métiers', ['dealer', 'used-yard', 'importer'] as readonly string[], placeholder('stock-professionnel')),
  fleetMost: one('Véhicules qu’une demande de flotte change au plus', 'lignes', 2_000, placeholder('maison-dossier')),
  numberBlockMost: one('Numéros qu’un lot réservé compte au plus', 'numéro', 500, placeholder('numeros-reserves')),
  numberBlockMonths: one('Durée la plus longue d’un lot de numéros réservés', 'mois', 12, placeholder('numeros-reserves')),
  forecastAlertDays: one('Alerte : fin prévue de numéros ou de titres vierges', 'jours', 60, placeholder('maison-titres')),
  printMost: one('Titres qu’une impression prépare au plus', 'lignes', 1_000, placeholder('maison-titres')),
  blankLowStock: one('Alerte : titres vierges qui restent à un site', 'numéro', 200, placeholder('maison-titres')),
  wNumbersMost: one('Numéros W garage qu’un professionnel demande au plus par carnet', 'places', 10, special),
  wKinds: one('Métiers qui reçoivent des numéros W garage', 'métiers', ['dealer', 'used-yard', 'importer'] as readonly string[], special),
  wHours: one('Durée la plus longue d’une sortie sous numéro W garage', 'heures', 72, special),
  wOddHours: one('Sortie W à regarder : annoncée pour plus de', 'heures', 24, special),
  wOddNight: one('Sortie W à regarder : la nuit, de, à', 'heures', [21, 5] as readonly number[], special),
  wOddSundays: one('Sortie W à regarder : un dimanche ou un jour férié', 'oui (1) ou non (0)', 1, special),
  wRenewDays: one('Renouvellement d’un carnet W, avant sa fin', 'jours', 60, special),
  wwDays: one('Validité d’un certificat provisoire WW', 'jours', 30, special),
};
