import { placeholder } from '../dated.ts';
import { one, type Parameter } from './one.ts';

const dated = placeholder('convention-professionnel');
const priced = placeholder('prix-declare');

/** Points of each signal. None alone stops an honest act; a plate or a number under theft stops any. */
const points = {
  hours: [15, 'la nuit, un dimanche ou un jour férié'], burst: [20, 'rafale d’actes d’un utilisateur'], 'same-party': [30, 'le même acheteur revient'], 'same-place': [30, 'la même adresse pour plusieurs acheteurs'],
  'vin-twin': [60, 'numéro de série déjà au registre'], 'vin-near': [35, 'numéro de série à un signe près'], 'vin-stolen': [100, 'numéro de série d’un véhicule volé ou saisi, ou à un signe près'],
  'resold-at-once': [25, 'cédé ou exporté aussitôt immatriculé'], 'many-holders': [35, 'plusieurs titulaires en peu de temps'], 'duplicate-then-sale': [35, 'duplicata puis vente'],
  price: [35, 'prix sans rapport avec ceux de l’entreprise'], 'price-chain': [35, 'prix sans rapport avec celui du même véhicule peu avant'], 'price-nominal': [15, 'vendu sans prix, ou pour presque rien'],
  'new-user': [10, 'utilisateur récent'], 'unlike-kind': [20, 'acte rare dans le métier'], 'under-measure': [100, 'véhicule volé, saisi ou à l’identité contestée'],
  'same-photo': [40, 'la même photo pour plusieurs véhicules'],
} as const satisfies Record<string, readonly [number, string]>;
type Signal = keyof typeof points;

/** The anomaly score of professionals' acts: what it looks at, how far back, and what each finding weighs. */
export const oddParameters = {
  ...Object.fromEntries((Object.keys(points) as Signal[]).map((signal) => [`partnerOdd.${signal}`, one<number>(`Anomalie : ${points[signal][1]}`, 'points', points[signal][0], dated)])) as { [K in Signal as `partnerOdd.${K}`]: Parameter<number> },
  partnerWatchedActs: one('Démarches d’un professionnel dont l’anomalie est mesurée', 'démarches', ['premiere-immatriculation', 'declarer-cession', 'completer-achat', 'acheter-pour-revente', 'demander-duplicata', 'declarer-exportation', 'declarer-destruction', 'retirer-circulation'] as readonly string[], dated),
  partnerLeavingActs: one('Démarches par lesquelles un véhicule quitte son titulaire', 'démarches', ['declarer-cession', 'declarer-exportation', 'declarer-destruction'] as readonly string[], dated),
  partnerUnlikeActs: one('Actes rares dans un métier (métier:démarche)', 'démarches', ['dealer:demander-duplicata', 'lessor:demander-duplicata', 'importer:completer-achat', 'insurer:completer-achat', 'municipality:premiere-immatriculation', 'pound:declarer-destruction'] as readonly string[], dated),
  partnerQuietHours: one('Heures où un professionnel n’envoie guère : de, à', 'heures', [21, 5] as readonly number[], dated),
  partnerBurstActs: one('Rafale : actes d’un utilisateur', 'actes', 20, dated),
  partnerBurstMinutes: one('Rafale : dans les', 'minutes', 10, dated),
  partnerHabitDays: one('Mêmes acheteurs et mêmes adresses : regardés sur', 'jours', 30, dated),
  partnerSamePartyActs: one('Même acheteur : à partir de', 'actes', 3, dated),
  partnerSamePlaceActs: one('Même adresse : à partir de, autres acheteurs', 'actes', 4, dated),
  partnerChainDays: one('Cédé ou exporté aussitôt : dans les', 'jours', 15, dated),
  partnerHoldersDays: one('Plusieurs titulaires : regardés sur', 'jours', 60, dated),
  partnerHoldersMost: one('Plusieurs titulaires : à partir de, changements', 'actes', 3, dated),
  partnerPricedKinds: one('Métiers qui disent le prix de ce qu’ils vendent ou achètent pour le revendre', 'métiers', ['dealer', 'used-yard', 'lessor', 'importer'] as readonly string[], priced),
  partnerPriceActs: one('Prix usuel d’une entreprise : connu à partir de', 'actes', 5, priced),
  partnerPriceLow: one('Prix anormalement bas : le prix usuel divisé par', 'fois', 15, priced),
  partnerPriceHigh: one('Prix anormalement haut : le prix usuel multiplié par', 'fois', 10, priced),
  partnerPriceChain: one('Même véhicule vendu ou acheté peu avant : prix anormal à partir d’un rapport de', 'fois', 5, priced),
  partnerPriceNominal: one('Vendu pour presque rien : en dessous de', 'F', 10_000, priced),
  partnerPriceKeepDays: one('Prix déclarés, gardés pour être comparés pendant', 'jours', 180, priced),
  partnerNewUserDays: one('Un utilisateur est récent pendant', 'jours', 7, dated),
};
