/** Numbers kept for a site or a professional: by whoever has a delegation for it, until a day, and given back. */
import { z } from 'zod';
import { clerk } from '../../../core/access/actor.ts';
import { act } from '../../../core/act/types.ts';
import { accept, blocked, blocker, creates, demarche, existing, step, type Blocker, type SubjectView } from '../../../core/demarche/index.ts';
import { addMonths, lawDate } from '../../../core/values/time.ts';
import { territory } from '../../../territory/index.ts';
import { accreditationOf, partnerManager } from '../../partners/index.ts';
import { findByRidet } from '../../people/index.ts';
import type { BlockState, NumberAct } from '../model/numbers.ts';
import { firstRun, locateBlock, numberFacet } from '../store-numbers.ts';

const law = 'numeros-reserves';
const pools = { 'plaque-nc': 'Série normale', 'plaque-dealer': 'W garage', 'plaque-trade': 'WW' };
const sites = Object.fromEntries(territory.offices.filter(({ kind }) => kind === 'counter').map(({ id, name, address }) => [id, `${name}, ${address}`]));
const view: SubjectView<{ numbers: BlockState }> = { kind: 'number-block', facets: { numbers: numberFacet }, locate: locateBlock, label: ({ numbers: { block } }) => (block ? `Numéros ${block.first} à ${block.last}` : 'Numéros réservés'), question: 'Un numéro du lot, avec sa série' };
const wrong = (code: string, message: string, how: string, path: string | null): Blocker => blocker(code, message, law, 'l’agent', how, path);

export const reserverNumeros = demarche({
  id: 'reserver-numeros', title: 'Réserver des numéros à un site ou à un professionnel', family: 'professionnel', summary: 'Des numéros qui se suivent sont gardés pour les démarches d’un site ou d’un professionnel accrédité, jusqu’à une date.',
  law: [law], who: [partnerManager, clerk], presence: 'person', applicant: 'optional', subject: creates(view, () => null),
  facts: {
    first: (tx, { input }) => (input?.series && input.count ? firstRun(tx, input.series, input.count) : null),
    company: async (tx, { input, today }) => {
      const id = input?.ridet ? await findByRidet(tx, input.ridet) : undefined;
      return id && (await accreditationOf(tx, id, today)).length ? id : null;
    },
  },
  input: z.object({
    series: z.enum(Object.keys(pools) as ['plaque-nc', 'plaque-dealer', 'plaque-trade']).meta({ label: 'Série', options: pools, examples: ['plaque-nc'] }),
    to: z.enum(['site', 'company']).meta({ label: 'Réservés à', options: { site: 'Un site', company: 'Un professionnel accrédité' }, examples: ['site'] }),
    site: z.enum(Object.keys(sites) as [string, ...string[]]).optional().meta({ label: 'Site', options: sites, showWhen: { path: 'to', values: ['site'] }, requiredWhenShown: true, examples: ['kone'] }),
    ridet: z.string().trim().max(20).overwrite((typed) => typed.replace(/[\s.\u00a0\u202f]/g, '')).optional().meta({ label: 'RIDET du professionnel', width: 10, showWhen: { path: 'to', values: ['company'] }, requiredWhenShown: true, examples: [''] }),
    count: z.int('Indiquez un nombre entier.').min(1, 'Au moins un numéro.').max(100_000).meta({ label: 'Combien de numéros', width: 5, examples: ['10'] }),
    until: lawDate.meta({ label: 'Jusqu’au', control: 'date', exampleDays: 90, hint: 'Ce jour compris. Ce qui n’a pas servi revient à tous.' }),
  }),
  steps: [step('lot', 'Les numéros', ['series', 'to', 'site', 'ridet', 'count', 'until'])],
  blocks: () => [], pieces: () => [], signatures: () => [], fees: () => [], pay: 'never', review: () => 'clerk',
  decide: ({ input, facts, subject, today }) => {
    const { series, to, site, count, until } = input;
    const [most, months] = [territory.parameter('numberBlockMost', today).value, territory.parameter('numberBlockMonths', today).value];
    const owner = to === 'site' ? site && `site:${site}` : facts.company && `company:${facts.company}`;
    const found = [
      ...(count > most ? [wrong('lot-trop-grand', `Un lot réservé compte ${most} numéros au plus.`, 'en réserver moins', 'count')] : []),
      ...(until < today || until > addMonths(today, months) ? [wrong('fin-hors-limite', `Un lot finit dans les ${months} mois, et pas avant ce jour.`, 'changer la date de fin', 'until')] : []),
      ...(owner ? [] : [to === 'site' ? wrong('site-manquant', 'Le site manque.', 'le choisir', 'site') : wrong('professionnel-inconnu', 'Aucun professionnel accrédité aujourd’hui n’a ce RIDET.', 'vérifier le RIDET', 'ridet')]),
      ...(facts.first === null ? [wrong('numeros-insuffisants', `Cette série n’a pas ${count} numéros libres qui se suivent.`, 'en réserver moins', 'count')] : []),
    ];
    if (found.length || !owner || facts.first === null) return blocked(found);
    return accept([act<NumberAct>({ kind: 'numbers.reserved', subjects: [subject], payload: { pool: series, owner, first: facts.first, last: facts.first + count - 1, since: today, until } })]);
  },
  issues: () => [],
});

export const rendreNumeros = demarche({
  id: 'rendre-numeros', title: 'Rendre des numéros réservés', family: 'professionnel', summary: 'Ce qu’un lot réservé n’a pas utilisé revient à tous, avant sa fin.',
  law: [law], who: [partnerManager, clerk], presence: 'person', applicant: 'optional', subject: existing(view), facts: {}, input: z.object({}), steps: [step('retour', 'Le retour', [])],
  blocks: ({ state: { numbers: { block } } }) => (block?.returnedAt === null ? [] : [blocker('lot-rendu', 'Ce lot est déjà rendu.', law, 'personne', 'rien n’est à faire')]),
  pieces: () => [], signatures: () => [], fees: () => [], pay: 'never', review: () => 'clerk',
  decide: ({ subject }) => accept([act<NumberAct>({ kind: 'numbers.returned', subjects: [subject], payload: { by: 'hand' } })]),
  issues: () => [],
});
