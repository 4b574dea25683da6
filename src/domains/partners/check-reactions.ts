/** A correction that the manager asks for is told to the company, with its words; the other answers are not: the professional never reads which acts were drawn. */
import { loadStates } from '../../core/act/store.ts';
import { transaction } from '../../core/db/sql.ts';
import type { Reaction } from '../../core/jobs/index.ts';
import type { Fields, Template } from '../../core/messages/template.ts';
import { tell, type TellEnv } from '../people/index.ts';
import { checkFacet } from './check-facet.ts';
import { accreditationFacet } from './facet.ts';
import type { AccreditationState, CheckAct, CheckState } from './model/index.ts';

const t = <const F extends Fields>(template: Template<F>): Template<F> => template;

export const checkTexts = {
  'check-correction': t({
    title: 'Une correction vous est demandée', kind: 'notice', fields: { number: 20, words: 'list' }, page: { label: 'Ouvrir votre espace' },
    subject: 'Dossier {number} : une correction vous est demandée',
    body: ['Un agent a lu après coup les papiers du dossier {number}, fait sans agent. Une correction vous est demandée :', '{words}', 'Répondez par écrit ou au guichet unique. L’acte et votre accréditation restent ce qu’ils sont.'],
    sms: 'Dossier {number} : une correction vous est demandée. Détail dans votre espace.',
  }),
};

const answered: Reaction<TellEnv> = { name: 'tell-check-correction', run: async (env, act, once) => {
  const { answer, dossierId, number } = act.payload as unknown as Extract<CheckAct, { kind: 'accreditation.check-answered' }>['payload'];
  const ref = act.subjects.find(({ kind }) => kind === 'accreditation');
  if (answer !== 'correction' || !ref) return;
  const states = (await loadStates(env.world.acts, env.world.facets, [ref])).get(ref.id);
  const { companyId } = states?.[accreditationFacet.name] as AccreditationState;
  const said = (states?.[checkFacet.name] as CheckState).checks.find((one) => one.dossierId === dossierId)?.answer?.words;
  await transaction(env.world.acts, (tx) => tell(env, tx, {
    key: once, personId: companyId, texts: checkTexts, template: 'check-correction', data: { number, words: [said ?? 'Effacé'] }, page: '/professionnel', subject: ref, at: act.recordedAt, actId: act.id,
  }));
} };

export const checkReactions = { 'accreditation.check-answered': [answered] };
