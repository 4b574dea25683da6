/** The ledger of blank titles: what is delivered, and what becomes of each serial. */
import { z } from 'zod';
import { clerk, supervisor } from '../../../core/access/actor.ts';
import { act } from '../../../core/act/types.ts';
import { accept, blocked, blocker, creates, demarche, existing, step, type Blocker, type SubjectView } from '../../../core/demarche/index.ts';
import { territory } from '../../../territory/index.ts';
import { accreditationOf } from '../../partners/index.ts';
import { findByRidet } from '../../people/index.ts';
import { rangesIn, type BlankAct, type BlankState } from '../model/blanks.ts';
import { blankFacet, blanksKnown, locateLot, titleOnBlank } from '../store-blanks.ts';

const law = 'maison-titres';
const sites = Object.fromEntries(territory.offices.map(({ id, name }) => [id, name]));
const siteIds = Object.keys(sites) as [string, ...string[]];
const serial = (label: string, example: string) => z.int('Indiquez un nombre entier.').min(1).max(9_999_999_999).meta({ label, width: 10, examples: [example] });
const site = (label: string) => z.enum(siteIds).meta({ label, options: sites });
const view: SubjectView<{ blanks: BlankState }> = { kind: 'blank-lot', facets: { blanks: blankFacet }, locate: locateLot, label: ({ blanks: { ranges } }) => (ranges.length ? `Titres vierges ${ranges[0]?.first} à ${ranges.at(-1)?.last}` : 'Titres vierges'), question: 'Un numéro de série du lot' };
const wrong = (code: string, message: string, how: string, path: string | null = null): Blocker => blocker(code, message, law, 'l’agent', how, path);

export const recevoirTitresVierges = demarche({
  id: 'recevoir-titres-vierges', title: 'Recevoir des titres vierges', family: 'registre', summary: 'Un lot de titres vierges est livré : ses numéros de série entrent au registre, à leur site.',
  law: [law], who: [supervisor], presence: 'person', applicant: 'optional', subject: creates(view, () => null),
  facts: { known: (tx, { input, subject }) => (input?.first && input.last && input.first <= input.last ? blanksKnown(tx, input.first, input.last, subject.id) : false) },
  input: z.object({ first: serial('Premier numéro de série', '900001'), last: serial('Dernier numéro de série', '900100'), site: site('Site'), delivery: z.string().trim().min(1, 'Indiquez le bon de livraison.').max(60).meta({ label: 'Bon de livraison', width: 20 }) }),
  steps: [step('lot', 'Le lot', ['first', 'last', 'site', 'delivery'])],
  blocks: () => [], pieces: () => [], signatures: () => [], fees: () => [], pay: 'never', review: () => 'automatic',
  decide: ({ input, facts, subject }) => {
    const found = [
      ...(input.last < input.first ? [wrong('series-inversees', 'Le dernier numéro est avant le premier.', 'vérifier les numéros', 'last')] : []),
      ...(facts.known ? [wrong('series-connues', 'Une partie de ces numéros a déjà été reçue.', 'vérifier les numéros sur les papiers', 'first')] : []),
    ];
    return found.length ? blocked(found) : accept([act<BlankAct>({ kind: 'blanks.received', subjects: [subject], payload: input })]);
  },
  issues: () => [],
});

const fates = { move: 'Envoyer à un autre site', hand: 'Remettre à un professionnel qui imprime', use: 'Imprimer un titre', spoil: 'Mettre au rebut', destroy: 'Détruire, à deux' };

export const mouvementTitresVierges = demarche({
  id: 'inscrire-mouvement-titres', title: 'Inscrire ce que deviennent des titres vierges', family: 'registre', summary: 'Envoyés à un autre site, remis à un professionnel, imprimés, gâchés ou détruits à deux : chaque numéro de série a un sort, et un seul.',
  law: [law], who: [clerk], presence: 'person', applicant: 'optional', subject: existing(view),
  facts: {
    title: (tx, { input }) => (input?.title ? titleOnBlank(tx, input.title) : { known: false, printed: false }),
    /** The company that prints, under this RIDET: null when its convention does not let it. */
    printer: async (tx, { input, today }) => {
      const id = input?.ridet ? await findByRidet(tx, input.ridet) : undefined;
      return id && (await accreditationOf(tx, id, today)).some(({ convention }) => convention.printing) ? id : null;
    },
  },
  input: z.object({
    fate: z.enum(Object.keys(fates) as ['move', 'hand', 'use', 'spoil', 'destroy']).meta({ label: 'Ce qui arrive', options: fates }),
    first: serial('Premier numéro de série', '800011'), last: serial('Dernier numéro de série', '800020'),
    to: site('Vers le site').optional().meta({ label: 'Vers le site', options: sites, showWhen: { path: 'fate', values: ['move'] }, requiredWhenShown: true }),
    ridet: z.string().trim().max(20).overwrite((typed) => typed.replace(/[\s.\u00a0\u202f]/g, '')).optional().meta({ label: 'RIDET du professionnel', width: 10, showWhen: { path: 'fate', values: ['hand'] }, requiredWhenShown: true, examples: [''] }),
    title: z.string().trim().toUpperCase().min(2).max(30).optional().meta({ label: 'Numéro du titre imprimé', width: 20, showWhen: { path: 'fate', values: ['use'] }, requiredWhenShown: true }),
    reason: z.string().trim().min(2).max(200).optional().meta({ label: 'Raison, ou numéro du procès-verbal', showWhen: { path: 'fate', values: ['spoil', 'destroy'] }, requiredWhenShown: true }),
  }),
  steps: [step('sort', 'Ce qui arrive', ['fate', 'first', 'last', 'to', 'ridet', 'title', 'reason'])],
  blocks: () => [], pieces: () => [], signatures: () => [], fees: () => [], pay: 'never',
  // A paper that ends in the fire is seen by two.
  review: ({ input }) => (input.fate === 'destroy' ? 'two-persons' : 'automatic'),
  decide: ({ state, input, facts, subject }) => {
    const { fate, first, last, to, title, reason } = input;
    const met = rangesIn(state.blanks, first, last);
    const counted = met.reduce((sum, one) => sum + Math.min(one.last, last) - Math.max(one.first, first) + 1, 0);
    const may = fate === 'destroy' ? ['free', 'spoiled'] : ['free'];
    const gone = met.find(({ status }) => !may.includes(status));
    const found: Blocker[] = [
      ...(last < first ? [wrong('series-inversees', 'Le dernier numéro est avant le premier.', 'vérifier les numéros', 'last')] : counted !== last - first + 1 ? [wrong('series-hors-lot', 'Une partie de ces numéros n’est pas de ce lot.', 'inscrire chaque lot à part', 'last')] : []),
      ...(gone ? [wrong('serie-plus-libre', `Le numéro ${Math.max(gone.first, first)} n’est plus libre (${blankWords[gone.status].toLowerCase()}).`, 'vérifier les numéros', 'first')] : []),
      ...(fate === 'move' && !to ? [wrong('site-manquant', 'Le site qui reçoit manque.', 'choisir le site', 'to')] : []),
      ...(fate === 'hand' && !facts.printer ? [wrong('professionnel-sans-impression', 'Aucun professionnel de ce RIDET n’imprime ses titres par convention.', 'vérifier le RIDET, ou renouveler sa convention', 'ridet')] : []),
      ...((fate === 'spoil' || fate === 'destroy') && !reason ? [wrong('raison-manquante', 'La raison manque.', 'la dire', 'reason')] : []),
      ...(fate === 'use' && first !== last ? [wrong('un-titre-une-serie', 'Un titre est imprimé sur un seul papier.', 'inscrire un numéro à la fois', 'last')] : []),
      ...(fate === 'use' && (!title || !facts.title.known) ? [wrong('titre-inconnu', 'Le registre ne connaît pas ce titre.', 'vérifier le numéro du titre', 'title')] : []),
      ...(fate === 'use' && facts.title.printed ? [wrong('titre-imprime', 'Ce titre est déjà imprimé sur un autre papier.', 'vérifier le numéro du titre', 'title')] : []),
    ];
    if (found.length) return blocked(found);
    const subjects = [subject];
    switch (fate) {
      case 'move': return accept([act<BlankAct>({ kind: 'blanks.moved', subjects, payload: { first, last, to: to as string } })]);
      case 'hand': return accept([act<BlankAct>({ kind: 'blanks.moved', subjects, payload: { first, last, to: facts.printer as string } })]);
      case 'use': return accept([act<BlankAct>({ kind: 'blanks.used', subjects, payload: { serial: first, title: title as string } })]);
      case 'spoil': return accept([act<BlankAct>({ kind: 'blanks.spoiled', subjects, payload: { first, last, reason: reason as string } })]);
      case 'destroy': return accept([act<BlankAct>({ kind: 'blanks.destroyed', subjects, payload: { first, last, report: reason as string } })]);
    }
  },
  issues: () => [],
});

export const blankWords = { free: 'Libre', used: 'Imprimé', spoiled: 'Au rebut', destroyed: 'Détruit' } as const;
