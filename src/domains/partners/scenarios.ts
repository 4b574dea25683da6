/** Invented frauds of professionals, and honest days that look like them: data, replayed by fraud.test.ts on a real register. */
import type { PartnerKind, Signal } from './model/index.ts';

/** What an act does, as the replay makes it: its démarche and its answers. */
export type Move = 'sell' | 'duplicate' | 'register';
export type Scenario = {
  title: string;
  who: { company: string; kind: PartnerKind };
  move: Move;
  /** Local hour; 10:00 of a working day when absent. */
  hour?: string;
  day?: 'sunday' | 'holiday';
  /** The buyer's or the holder's name, and where they live. */
  name?: string; place?: string;
  chassis?: string; used?: true;
  /** What is paid, in francs; 0: nothing. 1 200 000 when absent. Sold to be destroyed; what the same vehicle was declared at by another, days before. */
  price?: number; scrap?: true; sold?: { days: number; price: number };
  /** The vehicle before the act: days since it entered the register, since a duplicate, since each change of holder; a measure on it. */
  entered?: number; duplicate?: number; changes?: readonly number[]; measure?: 'theft' | 'seizure' | 'identity-dispute';
  /** Acts that the same company sent before: how many, by whom, to whom, how long before each other in minutes. */
  before?: { times: number; minutes: number; otherUser?: true; name?: string; place?: string; price?: number; move?: Move; batch?: true };
  /** Age of the user's access in days. */
  userDays?: number;
  level: 'own' | 'clerk' | 'two-persons' | 'held';
  signals: readonly Signal[];
};

const dealer = { company: 'garage', kind: 'dealer' } as const;
const lessor = { company: 'location', kind: 'lessor' } as const;
const importer = { company: 'import', kind: 'importer' } as const;
/** It has sold nothing yet. */
const yard = { company: 'parc', kind: 'used-yard' } as const;
const municipality = { company: 'commune', kind: 'municipality' } as const;
/** What a company usually sells for: twelve sales in some weeks. */
const usually = { times: 12, minutes: 2000, price: 1_400_000 } as const;

export const frauds: readonly Scenario[] = [
  { title: 'un véhicule volé est vendu par un concessionnaire', who: dealer, move: 'sell', measure: 'theft', level: 'held', signals: ['under-measure'] },
  { title: 'un véhicule saisi est vendu', who: lessor, move: 'sell', measure: 'seizure', level: 'held', signals: ['under-measure'] },
  { title: 'un duplicata est demandé pour un véhicule à l’identité contestée', who: dealer, move: 'duplicate', measure: 'identity-dispute', level: 'held', signals: ['unlike-kind', 'under-measure'] },
  { title: 'un import porte, à un signe près, le numéro d’un véhicule volé', who: importer, move: 'register', used: true, chassis: 'MR0DEMO0000000008', level: 'held', signals: ['vin-stolen'] },
  { title: 'un import porte exactement le numéro d’un véhicule volé', who: importer, move: 'register', used: true, chassis: 'MR0DEMO0000000006', level: 'held', signals: ['vin-stolen'] },
  { title: 'un neuf porte le numéro du constructeur d’un véhicule volé, à un signe près dans la description', who: dealer, move: 'register', chassis: 'MR1DEMO0000000006', level: 'held', signals: ['vin-stolen'] },
  { title: 'un import porte le numéro d’un véhicule du registre', who: importer, move: 'register', used: true, chassis: 'JYADEMO0000000004', level: 'two-persons', signals: ['vin-twin'] },
  { title: 'un import porte, à un signe près, le numéro d’un véhicule du registre', who: importer, move: 'register', used: true, chassis: 'JYADEMO0000000005', level: 'clerk', signals: ['vin-near'] },
  { title: 'un signe de la description est changé pour un neuf', who: dealer, move: 'register', chassis: 'JYADEMX0000000004', level: 'clerk', signals: ['vin-near'] },
  { title: 'un neuf suit de près le numéro d’un véhicule volé', who: dealer, move: 'register', chassis: 'MR0DEMO0000000007', level: 'clerk', signals: ['vin-near'] },
  { title: 'un import au numéro copié, la nuit', who: importer, move: 'register', used: true, hour: '23:30', chassis: 'JYADEMO0000000014', level: 'clerk', signals: ['hours', 'vin-near'] },
  { title: 'le même acheteur revient une quatrième fois', who: dealer, move: 'sell', name: 'Prête Nom-Exemple', before: { times: 3, minutes: 600, name: 'Prête Nom-Exemple' }, level: 'clerk', signals: ['same-party'] },
  { title: 'le même acheteur, écrit autrement, revient', who: dealer, move: 'sell', name: 'ÉCRIT  Autrement-Exemple', before: { times: 3, minutes: 600, name: 'écrit autrement exemple' }, level: 'clerk', signals: ['same-party'] },
  { title: 'un prête-nom achète sept véhicules', who: lessor, move: 'sell', name: 'Sept Fois-Exemple', before: { times: 6, minutes: 300, name: 'Sept Fois-Exemple' }, level: 'two-persons', signals: ['same-party'] },
  { title: 'un prête-nom achète dix véhicules', who: lessor, move: 'sell', hour: '22:15', name: 'Dix Fois-Exemple', before: { times: 9, minutes: 200, name: 'Dix Fois-Exemple' }, level: 'held', signals: ['hours', 'same-party'] },
  { title: 'le même titulaire pour quatre neufs, par deux utilisateurs', who: dealer, move: 'register', chassis: 'WV1EXEMPLE0090001', name: 'Deux Guichets-Exemple', before: { times: 3, minutes: 60, otherUser: true, move: 'register', name: 'Deux Guichets-Exemple' }, level: 'clerk', signals: ['same-party'] },
  { title: 'cinq titulaires inconnus à la même adresse', who: dealer, move: 'register', chassis: 'WV1EXEMPLE0100001', name: 'Cinquième Logé-Exemple', place: '9 impasse de la Boîte aux lettres', before: { times: 4, minutes: 45, move: 'register', place: '9 impasse de la Boîte aux lettres' }, level: 'clerk', signals: ['same-place'] },
  { title: 'neuf titulaires inconnus à la même adresse', who: dealer, move: 'register', chassis: 'WV1EXEMPLE0110001', name: 'Neuvième Logé-Exemple', place: '11, IMPASSE de la boîte', before: { times: 8, minutes: 45, move: 'register', place: '11 impasse de la Boîte' }, level: 'two-persons', signals: ['same-place'] },
  { title: 'immatriculé puis vendu en quelques jours, la nuit', who: lessor, move: 'sell', hour: '02:40', entered: 3, level: 'clerk', signals: ['hours', 'resold-at-once'] },
  { title: 'immatriculé puis vendu par un utilisateur d’hier', who: dealer, move: 'sell', entered: 2, userDays: 1, level: 'clerk', signals: ['new-user', 'resold-at-once'] },
  { title: 'immatriculé, vendu aussitôt, au même acheteur que trois autres', who: dealer, move: 'sell', entered: 4, name: 'Chaîne Courte-Exemple', before: { times: 3, minutes: 30, name: 'Chaîne Courte-Exemple' }, level: 'clerk', signals: ['same-party', 'resold-at-once'] },
  { title: 'trois titulaires en deux mois, puis encore une vente', who: dealer, move: 'sell', changes: [50, 30, 10], level: 'clerk', signals: ['many-holders'] },
  { title: 'trois titulaires en deux mois, puis la vente, un dimanche, par un utilisateur d’hier', who: lessor, move: 'sell', day: 'sunday', userDays: 1, changes: [40, 25, 6], level: 'two-persons', signals: ['hours', 'new-user', 'many-holders'] },
  { title: 'un duplicata, puis la vente', who: dealer, move: 'sell', duplicate: 5, level: 'clerk', signals: ['duplicate-then-sale'] },
  { title: 'un duplicata, puis la vente d’un véhicule entré la semaine d’avant', who: lessor, move: 'sell', entered: 9, duplicate: 2, level: 'two-persons', signals: ['resold-at-once', 'duplicate-then-sale'] },
  { title: 'un duplicata, puis trois titulaires, puis la vente : la fabrique de titres', who: dealer, move: 'sell', hour: '21:30', entered: 12, duplicate: 3, changes: [10, 7, 4], level: 'held', signals: ['hours', 'resold-at-once', 'duplicate-then-sale', 'many-holders'] },
  { title: 'un compte volé vide le parc la nuit : rafale', who: lessor, move: 'duplicate', hour: '03:10', userDays: 400, before: { times: 21, minutes: 0.2, move: 'duplicate' }, level: 'clerk', signals: ['hours', 'burst', 'unlike-kind'] },
  { title: 'un compte créé hier vide le parc un jour férié : rafale', who: lessor, move: 'duplicate', day: 'holiday', userDays: 1, before: { times: 24, minutes: 0.2, move: 'duplicate' }, level: 'two-persons', signals: ['hours', 'burst', 'new-user', 'unlike-kind'] },
  { title: 'un concessionnaire demande des duplicatas la nuit', who: dealer, move: 'duplicate', hour: '00:20', level: 'clerk', signals: ['hours', 'unlike-kind'] },
  { title: 'un loueur d’hier demande des duplicatas', who: lessor, move: 'duplicate', userDays: 0, level: 'clerk', signals: ['new-user', 'unlike-kind'] },
  { title: 'rafale de ventes au même acheteur', who: dealer, move: 'sell', name: 'Rafale Exemple', before: { times: 22, minutes: 0.3, name: 'Rafale Exemple' }, level: 'held', signals: ['burst', 'same-party'] },
  { title: 'un véhicule part pour 20 000 F chez qui en vend d’autres', who: importer, move: 'sell', price: 20_000, before: usually, level: 'clerk', signals: ['price'] },
  { title: 'un véhicule est vendu trente fois le prix usuel : l’argent se blanchit', who: dealer, move: 'sell', price: 42_000_000, before: usually, level: 'clerk', signals: ['price'] },
  { title: 'la case « rien reçu » est cochée par qui vend d’ordinaire', who: lessor, move: 'sell', price: 0, before: usually, level: 'clerk', signals: ['price'] },
  { title: 'une entreprise nouvelle cède pour un franc, la nuit', who: yard, move: 'sell', price: 1, hour: '23:40', level: 'clerk', signals: ['hours', 'price-nominal'] },
  { title: 'acheté 1 500 000 F, revendu 100 000 F six jours après', who: dealer, move: 'sell', sold: { days: 6, price: 1_500_000 }, price: 100_000, level: 'clerk', signals: ['price-chain'] },
  { title: 'acheté 90 000 F, revendu vingt fois plus la semaine d’après, un dimanche, par un utilisateur d’hier', who: lessor, move: 'sell', day: 'sunday', userDays: 1, sold: { days: 7, price: 90_000 }, price: 1_900_000, level: 'two-persons', signals: ['hours', 'new-user', 'price-chain'] },
  { title: 'vendu 700 000 F, détruit pour 5 000 F quatre jours après', who: dealer, move: 'sell', scrap: true, sold: { days: 4, price: 700_000 }, price: 5_000, level: 'clerk', signals: ['price-chain'] },
  { title: 'entré depuis trois jours, et bradé', who: lessor, move: 'sell', entered: 3, price: 20_000, before: usually, level: 'two-persons', signals: ['resold-at-once', 'price'] },
  { title: 'trois titulaires en deux mois, et un prix qui fond : la chaîne', who: dealer, move: 'sell', changes: [50, 30, 10], sold: { days: 10, price: 1_400_000 }, price: 20_000, before: usually, level: 'held', signals: ['many-holders', 'price', 'price-chain'] },
];

export const honest: readonly Scenario[] = [
  { title: 'une vente, un matin', who: dealer, move: 'sell', name: 'Ada Exemple-Matin', level: 'own', signals: [] },
  { title: 'une vente à un client qui revient une deuxième fois', who: dealer, move: 'sell', name: 'Fidèle Exemple', before: { times: 2, minutes: 900, name: 'Fidèle Exemple' }, level: 'own', signals: [] },
  { title: 'une vente tard le soir', who: dealer, move: 'sell', hour: '22:00', name: 'Tardive Exemple', level: 'own', signals: ['hours'] },
  { title: 'le premier jour d’un nouvel employé', who: dealer, move: 'sell', userDays: 0, name: 'Premier Jour-Exemple', level: 'own', signals: ['new-user'] },
  { title: 'un véhicule de démonstration vendu après dix jours', who: dealer, move: 'sell', entered: 10, name: 'Démonstration Exemple', level: 'own', signals: ['resold-at-once'] },
  { title: 'une livraison : les numéros se suivent', who: dealer, move: 'register', chassis: 'JYADEMO0000000003', name: 'Livraison Exemple', level: 'own', signals: [] },
  { title: 'une résidence : trois voisins à la même adresse', who: dealer, move: 'register', chassis: 'WV1EXEMPLE0200001', name: 'Voisine Exemple', place: '2 rue de la Résidence', before: { times: 3, minutes: 700, move: 'register', place: '2 rue de la Résidence' }, level: 'own', signals: [] },
  { title: 'un lot de trente lignes confirmé par une personne', who: lessor, move: 'sell', name: 'Après Lot-Exemple', before: { times: 25, minutes: 0.1, batch: true }, level: 'own', signals: [] },
  { title: 'un duplicata d’il y a trois mois, puis la vente', who: dealer, move: 'sell', duplicate: 90, name: 'Ancien Duplicata-Exemple', level: 'own', signals: [] },
  { title: 'un concessionnaire immatricule à son nom toute la journée', who: dealer, move: 'register', chassis: 'WV1EXEMPLE0300001', before: { times: 12, minutes: 30, move: 'register' }, level: 'own', signals: [] },
  { title: 'un déstockage : tout part au quart du prix', who: lessor, move: 'sell', price: 320_000, before: usually, level: 'own', signals: [] },
  { title: 'une voiture chère, une fois', who: dealer, move: 'sell', price: 9_500_000, before: usually, level: 'own', signals: [] },
  { title: 'la première vente d’une nouvelle entreprise', who: yard, move: 'sell', price: 480_000, level: 'own', signals: [] },
  { title: 'un don, un matin', who: yard, move: 'sell', price: 0, level: 'own', signals: ['price-nominal'] },
  { title: 'une commune donne un véhicule réformé', who: municipality, move: 'sell', price: 0, level: 'own', signals: [] },
  { title: 'une épave, vendue pour être détruite', who: dealer, move: 'sell', scrap: true, price: 15_000, before: usually, level: 'own', signals: [] },
  { title: 'une reprise remise en état et revendue', who: dealer, move: 'sell', sold: { days: 9, price: 400_000 }, price: 1_150_000, level: 'own', signals: [] },
  { title: 'acheté pour rien il y a longtemps, vendu son prix', who: lessor, move: 'sell', sold: { days: 40, price: 60_000 }, level: 'own', signals: [] },
];
