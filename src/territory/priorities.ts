import type { LawDate } from '../core/values/time.ts';
import { placeholder, standsOn, type Dated } from './dated.ts';

export const priorityIds = ['none', 'work', 'health', 'far'] as const;
export type PriorityId = (typeof priorityIds)[number];

/** Who is served first when scarce places are drawn, up to a share of them; shown on a paper on the day. */
export type Priority = Dated & { readonly id: PriorityId; readonly label: string; readonly proof: string | null };

const unseen = placeholder('rendez-vous-tirage');

const lines: readonly Priority[] = [
  { id: 'none', label: 'Aucune', proof: null, ...unseen },
  { id: 'work', label: 'Le véhicule sert à un service public ou à une entreprise (école, ambulance, taxi, transport)', proof: 'L’autorisation ou le certificat qui le dit', ...unseen },
  { id: 'health', label: 'Soins ou handicap', proof: 'Une carte ou une attestation, sans motif médical', ...unseen },
  { id: 'far', label: 'Pas de route vers un centre fixe (île, tribu éloignée)', proof: 'Un justificatif de domicile', ...unseen },
];

/** @returns the priorities of a day. */
export function priorities(on: LawDate): readonly Priority[] {
  return lines.filter((one) => standsOn(one, on));
}
