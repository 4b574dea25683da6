import type { Actor } from '../../../core/access/actor.ts';
import type { Demarche } from '../../../core/demarche/index.ts';
import { addDays, formatDate, type LawDate } from '../../../core/values/time.ts';
import { conventionIn, coversAct, quotaOf, type AccreditationState, type Convention, type PartnerKind } from '../model/index.ts';
import { actsOffered } from './trade.ts';

/** How many days the entry link of the first manager lives: it travels by the contact of whoever asked, sometimes by post. */
export const entryDays = 7;

/** What a convention gives, in words: its démarches by their titles, and how many of each a day. */
export function grantedWords(catalogue: ReadonlyMap<string, Demarche>, kind: PartnerKind, convention: Convention, on: LawDate): { acts: string[]; quotas: string } {
  const mine = actsOffered(catalogue, kind, on).filter(({ value }) => coversAct(convention.acts, value));
  const other = mine.filter(({ value }) => quotaOf(convention, value) !== convention.perDay).map(({ value, label }) => `${quotaOf(convention, value)} pour « ${label} »`);
  return { acts: mine.map(({ label }) => label), quotas: [`Par jour, au plus ${convention.perDay} de chaque démarche`, ...other].join(' ; ') };
}

/** Whoever represents the company and asked by their own account, identity proven: the entry link goes to nobody else. */
export const isSentLink = (actor: Actor): boolean => actor.kind === 'citizen';

/** What comes after a request that was granted: the first entry, then the days that matter. Said by the message and on the dossier's page. */
export function afterGrant(state: AccreditationState, { actor, on, today }: { actor: Actor; on: LawDate; today: LawDate }): string[] {
  const convention = conventionIn(state);
  if (!convention || state.status === 'ended') return [];
  const { name, email } = state.people?.manager ?? { name: 'le premier responsable', email: '' };
  const who = email ? `${name} (${email})` : name;
  const last = addDays(on, entryDays);
  return [
    !isSentLink(actor) ? `Le gestionnaire des professionnels remet à ${who} le lien de sa première entrée.`
      : today <= last ? `Ouvrez l’accès du premier responsable, ${who}, par le lien d’entrée du message qui vous est écrit le ${formatDate(on)} : il sert une fois, jusqu’au ${formatDate(last)}. Si ce n’est pas vous, ouvrez-le avec cette personne, qui choisit son mot de passe.`
        : `Le lien d’entrée de ${who}, envoyé le ${formatDate(on)}, ne sert plus. S’il n’a pas servi, demandez-en un autre au gestionnaire des professionnels, au guichet unique.`,
    'Le premier responsable invite ensuite les autres utilisateurs de l’entreprise, à la page « Équipe ».',
    ...periodWords(convention, today),
  ];
}

/** What comes after a renewal. */
export function afterRenewal(state: AccreditationState, { today }: { today: LawDate }): string[] {
  const convention = conventionIn(state);
  return convention && state.status !== 'ended' ? [...(convention.from <= today ? ['Vous n’avez rien d’autre à faire : vos utilisateurs et vos clés continuent.'] : []), ...periodWords(convention, today)] : [];
}

const periodWords = ({ from, to }: Convention, today: LawDate): string[] => [
  ...(from > today ? [`La convention commence le ${formatDate(from)} : avant ce jour, vous entrez et vous lisez, sans faire de démarche.`] : []),
  `Après le ${formatDate(to)} vous ne ferez plus de démarche : demandez le renouvellement avant, depuis l’espace de l’entreprise.`,
];
