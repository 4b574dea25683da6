import type { PersonKind } from './model/person.ts';
import { actFamilies, powerKinds, type ActFamily, type Power } from './model/power.ts';
import type { Situation } from './model/situation.ts';
import { protections } from './model/situation.ts';
import { addDays, formatDate } from '../../core/values/time.ts';
import { formatPartialDate } from '../../core/values/partial-date.ts';

/** What each kind of person is called on screens. */
export const kindWords: Record<PersonKind, string> = {
  natural: 'Personne', company: 'Entreprise', gdpl: 'Groupement de droit particulier local', association: 'Association',
  'public-body': 'Administration', indivision: 'Indivision',
};

export const civilStatusWords = { common: 'Statut civil de droit commun', customary: 'Statut civil coutumier' } as const;

/** @returns the sentence that says a situation on a person's page: « Sous tutelle depuis le 3 mai 2024 ». */
export function situationWords(situation: Situation): string {
  switch (situation.kind) {
    case 'protected': return `Mesure de protection\u00a0: ${protections[situation.regime].toLowerCase()}, ${since(situation)}`;
    case 'adult': return `Majorité établie sur pièce, ${since(situation)}`;
    case 'emancipated': return `Mineur émancipé, ${since(situation)}`;
    case 'members': return `${situation.personIds.length} indivisaires, ${since(situation)}`;
    case 'deceased': return situation.on.precision === 'day' ? `Décès le ${formatPartialDate(situation.on)}` : `Décès\u00a0: ${formatPartialDate(situation.on)}`;
  }
}

function since({ from, to }: { from: string; to: string | null }): string {
  return to === null ? `depuis le ${formatDate(from)}` : `du ${formatDate(from)} au ${formatDate(to)}`;
}

/** Opinions on homonyms, as a clerk reads them. Always an opinion: only a person decides. */
export const opinionWords = {
  'likely-same': 'Sans doute la même personne', maybe: 'Peut-être la même personne', homonym: 'Homonyme', different: 'Une autre personne',
} as const;

/** What each kind of power makes of whoever holds it: « Tuteur », « Mandataire ». */
export const powerKindWords = Object.fromEntries(Object.entries(powerKinds).map(([kind, { label }]) => [kind, label])) as Readonly<Record<Power['kind'], string>>;

/** @returns what a mandate is for, as its list keeps it: « Vendre, donner ou céder » */
export const mandateActs = (acts: readonly string[]): string => (acts.includes('*') ? 'Toutes ses démarches' : acts.map((one) => actFamilies[one as ActFamily] ?? one).join(' ; '));

/** @returns the sentence that says a power on a person's page: « Mandataire, pour : Vendre, donner ou céder, depuis le 3 mai 2026 ». */
export function powerWords(power: Pick<Power, 'kind' | 'acts' | 'from' | 'to'>): string {
  const acts = power.acts === 'any' ? '' : `, pour : ${power.acts.map((one) => actFamilies[one as ActFamily] ?? one).join(' ; ')}`;
  const { from, to } = power;
  return `${powerKinds[power.kind].label}${acts}, ${to === null ? `depuis le ${formatDate(from)}` : `du ${formatDate(from)} au ${formatDate(addDays(to, -1))}`}`;
}
