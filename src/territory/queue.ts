import type { LawDate } from '../core/values/time.ts';
import { placeholder, standsOn, type Dated } from './dated.ts';
import type { MotiveId, ResourceKind } from './motives.ts';

export const queueMotiveIds = ['retrait', 'dossier', 'import', 'vente', 'adresse', 'renseignement', 'visite', 'homologation'] as const;
export type QueueMotiveId = (typeof queueMotiveIds)[number];

/** What one comes for without choosing an hour. `appointment`: the motive of appointments that checks in here. `online`: where it is done without coming. */
export type QueueMotive = Dated & {
  readonly id: QueueMotiveId;
  readonly letter: string;
  readonly title: string;
  readonly kind: ResourceKind;
  readonly appointment: MotiveId | null;
  readonly bring: readonly string[];
  readonly online: { readonly href: string; readonly words: string } | null;
};

// Which errands a hall receives, by which letter and with which papers, was seen nowhere.
const unseen = placeholder('file-accueil');
const ID = 'Une pièce d’identité';

const motives: readonly QueueMotive[] = [
  { id: 'retrait', letter: 'A', title: 'Retirer un certificat ou un papier', kind: 'counter', appointment: null, bring: [ID, 'Le récépissé ou le numéro du dossier'], online: null, ...unseen },
  { id: 'dossier', letter: 'B', title: 'Déposer ou compléter un dossier', kind: 'counter', appointment: 'dossier', bring: [ID, 'Le numéro du dossier ou le certificat du véhicule'], online: { href: '/usager', words: 'Un dossier ouvert en ligne se complète depuis votre espace.' }, ...unseen },
  { id: 'import', letter: 'C', title: 'Immatriculer un véhicule neuf ou importé', kind: 'counter', appointment: 'import', bring: [ID, 'Le certificat étranger ou de conformité', 'Le procès-verbal d’homologation', 'Le document de la douane', 'L’attestation d’assurance'], online: null, ...unseen },
  { id: 'vente', letter: 'D', title: 'Vendre un véhicule, changer de titulaire', kind: 'counter', appointment: null, bring: [ID, 'Le certificat d’immatriculation', 'L’attestation d’assurance de l’acheteur'], online: { href: '/demarches/declarer-cession', words: 'La vente se déclare en ligne, et l’acheteur finit de chez lui avec son code.' }, ...unseen },
  { id: 'adresse', letter: 'E', title: 'Changer d’adresse', kind: 'counter', appointment: null, bring: [ID, 'Un justificatif de domicile'], online: { href: '/demarches/changer-adresse', words: 'L’adresse se change en ligne, sans attendre.' }, ...unseen },
  { id: 'renseignement', letter: 'R', title: 'Un renseignement', kind: 'counter', appointment: null, bring: [], online: null, ...unseen },
  { id: 'visite', letter: 'V', title: 'Visite technique d’un véhicule', kind: 'lane', appointment: 'visite', bring: ['Le véhicule', 'Son certificat d’immatriculation', 'Le dernier procès-verbal de visite'], online: null, ...unseen },
  { id: 'homologation', letter: 'H', title: 'Homologation d’un véhicule', kind: 'lane', appointment: 'homologation', bring: ['Le véhicule', 'Le dossier technique', 'La facture et le document de la douane'], online: null, ...unseen },
];

export const queuePriorityIds = ['none', 'appointment', 'disabled', 'pregnant', 'elder', 'far'] as const;
export type QueuePriorityId = (typeof queuePriorityIds)[number];

/** Who passes before others: as if they had come so many minutes earlier. `proof`: shown at the counter, kept nowhere. */
export type QueuePriority = Dated & { readonly id: QueuePriorityId; readonly label: string; readonly minutes: number; readonly proof: string | null };

const asked = placeholder('file-priorites');
const priorities: readonly QueuePriority[] = [
  { id: 'none', label: 'Aucune', minutes: 0, proof: null, ...asked },
  { id: 'appointment', label: 'Rendez-vous, à son heure', minutes: 90, proof: null, ...asked },
  { id: 'disabled', label: 'Personne handicapée', minutes: 60, proof: 'Une carte, sans motif médical', ...asked },
  { id: 'pregnant', label: 'Femme enceinte', minutes: 60, proof: null, ...asked },
  { id: 'elder', label: 'Personne âgée de 70 ans ou plus', minutes: 40, proof: 'Une pièce d’identité', ...asked },
  { id: 'far', label: 'Venue des îles ou de très loin', minutes: 40, proof: 'Un billet ou un justificatif de domicile', ...asked },
];

/** @returns what a hall of this kind receives that day: every motive of the kind, in the order in which it is asked. */
export const queueMotives = (on: LawDate, kind: ResourceKind): readonly QueueMotive[] => motives.filter((one) => one.kind === kind && standsOn(one, on));
/** @returns the motive, though it stands no more: an old ticket still says what it was for. */
export const queueMotive = (id: string): QueueMotive | undefined => motives.find((one) => one.id === id);
/** @returns the priorities of a day. */
export const queuePriorities = (on: LawDate): readonly QueuePriority[] => priorities.filter((one) => standsOn(one, on));
