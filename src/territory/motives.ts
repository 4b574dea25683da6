import type { LawDate } from '../core/values/time.ts';
import { placeholder, standsOn, type Dated } from './dated.ts';
import type { TariffCode } from './tariffs.ts';

export const motiveIds = ['dossier', 'import', 'visite', 'homologation', 'tournee'] as const;
export type MotiveId = (typeof motiveIds)[number];

/** Who or what receives: a desk of a counter, a lane of a centre, an examiner, a tour. */
export const resourceKinds = ['counter', 'lane', 'examiner', 'tour'] as const;
export type ResourceKind = (typeof resourceKinds)[number];

/**
 * Why people come. `open`: whoever asks gets a place that is free. `fair`: places are too few, requests are gathered in a
 * window and drawn. `fee`: lines of the tariff grid, or 'unknown' where the price was not seen.
 */
export type Motive = Dated & {
  readonly id: MotiveId;
  readonly title: string;
  readonly minutes: number;
  readonly kind: ResourceKind;
  readonly mode: 'open' | 'fair';
  readonly bring: readonly string[];
  readonly fee: readonly TariffCode[] | 'unknown';
  /** What it is about, told when asked: one request a vehicle where places are drawn. */
  readonly about: 'vehicle' | null;
};

// Durations, papers and modes were seen nowhere: the administration sets them, line by line, with their dates.
const unseen = placeholder('rendez-vous-motifs');

const lines: readonly Motive[] = [
  { id: 'dossier', title: 'Déposer ou compléter un dossier, retirer un certificat', minutes: 15, kind: 'counter', mode: 'open', about: null, fee: [], bring: ['Une pièce d’identité', 'Le numéro de votre dossier, ou le certificat du véhicule'], ...unseen },
  { id: 'import', title: 'Immatriculer un véhicule neuf ou importé', minutes: 30, kind: 'counter', mode: 'open', about: null, fee: ['first-registration'], bring: ['Une pièce d’identité', 'Le certificat étranger ou de conformité', 'Le procès-verbal d’homologation', 'Le document de la douane', 'L’attestation d’assurance'], ...unseen },
  { id: 'visite', title: 'Visite technique d’un véhicule', minutes: 30, kind: 'lane', mode: 'open', about: 'vehicle', fee: 'unknown', bring: ['Le véhicule, propre dessous', 'Son certificat d’immatriculation', 'Le dernier procès-verbal de visite'], ...unseen },
  { id: 'homologation', title: 'Homologation d’un véhicule', minutes: 60, kind: 'lane', mode: 'open', about: 'vehicle', fee: ['approval-new', 'approval-used'], bring: ['Le véhicule', 'Le dossier technique', 'La facture et le document de la douane'], ...unseen },
  { id: 'tournee', title: 'Visite technique pendant une tournée', minutes: 20, kind: 'tour', mode: 'fair', about: 'vehicle', fee: 'unknown', bring: ['Le véhicule', 'Son certificat d’immatriculation', 'Le dernier procès-verbal de visite'], ...unseen },
];

/** @returns the motive as it stands that day; undefined when it does not. */
export function motive(id: string, on: LawDate): Motive | undefined {
  return lines.find((one) => one.id === id && standsOn(one, on));
}

/** @returns every motive of a day, in the order in which people are asked. */
export function motives(on: LawDate): readonly Motive[] {
  return lines.filter((one) => standsOn(one, on));
}

export const motiveLines = lines;
