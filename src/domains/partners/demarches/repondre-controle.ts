import { z } from 'zod';
import { act } from '../../../core/act/types.ts';
import { accept, blocked, blocker, demarche, existing, step, type Blocker, type SubjectView } from '../../../core/demarche/index.ts';
import { formatShortDate, today as dayOf } from '../../../core/values/time.ts';
import { checkFacet } from '../check-facet.ts';
import { accreditationFacet, accreditationRef } from '../facet.ts';
import { answerIds, checkAnswers, conventionIn, unanswered, type CheckAct, type CheckState } from '../model/index.ts';
import { accreditationView, partnerManager, type Accredited } from '../views.ts';
import { withdrawn } from './retirer-confiance.ts';

/** Where the manager finds the faults that wait for an answer. */
const FAULTS = '/guichet/professionnels#ecarts';

type Checked = Accredited & { checks: CheckState };
const checkedView: SubjectView<Checked> = { ...accreditationView, label: ({ accreditation }) => accreditationView.label({ accreditation }), facets: { accreditation: accreditationFacet, checks: checkFacet } };

const input = z.object({
  dossier: z.string().trim().toUpperCase().min(3, 'Donnez le numéro du dossier.').max(20).meta({ label: 'Dossier', hint: 'Son numéro, dans la liste des écarts.', width: 20, examples: ['D-00000000'] }),
  answer: z.enum(answerIds).meta({ label: 'Votre réponse', options: checkAnswers, examples: ['noted'] }),
  words: z.string().trim().max(2000).optional().meta({ label: 'Motif', hint: 'Un défaut sans suite, une correction et un retrait se motivent. L’entreprise lit le motif d’une correction ou d’un retrait.', control: 'textarea', examples: ['Motif d’exemple, en une phrase.'] }),
  basis: z.string().trim().max(200).optional().meta({ label: 'Fondement', hint: 'Le texte, ou l’article de la convention.', showWhen: { path: 'answer', values: ['withdrawn'] }, requiredWhenShown: true, examples: ['Convention type, article 6'] }),
});

/** Each fault that a check found is answered by the manager, in one of four ways, for the journal: it is never left hanging, and only one of them touches the trust. */
export const repondreControle = demarche({
  id: 'repondre-controle-accreditation', title: 'Répondre à un écart constaté', family: 'professionnel',
  summary: 'Un agent a trouvé un écart dans un acte fait sans agent : le gestionnaire dit s’il n’y a rien à faire, demande une correction, ou retire la confiance.',
  law: ['convention-professionnel', 'contradictoire'],
  who: [partnerManager], presence: 'authority', subject: existing(checkedView), page: FAULTS,
  facts: {}, input,
  choices: ({ state }) => ({ dossier: unanswered(state.checks).map(({ number, at }) => ({ value: number, label: `${number}, contrôlé le ${formatShortDate(dayOf(new Date(at)))}` })) }),
  steps: [step('reponse', 'La réponse', ['dossier', 'answer', 'words', 'basis'])],
  awaits: ({ input: given }) => (given.answer && given.answer !== 'conform' ? ['words'] : []),
  blocks: ({ state }) => (unanswered(state.checks).length ? [] : [blocker('aucun-ecart', 'Aucun écart de ce professionnel n’attend de réponse.', 'convention-professionnel', 'personne', 'rien n’est à faire')]),
  pieces: () => [], signatures: () => [], fees: () => [], pay: 'never',
  review: () => 'clerk',
  decide: ({ state, input: given, subject, today }) => {
    const stop = (code: string, message: string, how: string, path: string): Blocker => blocker(code, message, 'convention-professionnel', 'le gestionnaire des professionnels', how, path);
    const fault = unanswered(state.checks).find(({ number }) => number === given.dossier);
    const found: Blocker[] = [];
    if (!fault) found.push(stop('pas-d-ecart', 'Aucun écart de ce professionnel n’attend de réponse sous ce numéro.', 'prendre le numéro dans la liste des écarts', 'dossier'));
    if (given.answer !== 'conform' && (given.words ?? '').length < 20) found.push(stop('reponse-sans-motif', 'Cette réponse se motive.', 'écrire une phrase, 20 caractères au moins', 'words'));
    if (given.answer === 'withdrawn' && !conventionIn(state.accreditation)?.kept) found.push(stop('rien-a-retirer', 'Un agent lit déjà tous les papiers de ce professionnel.', 'choisir une autre réponse', 'answer'));
    if (!fault || found.length) return blocked(found);
    return accept([
      act<CheckAct>({
        kind: 'accreditation.check-answered', subjects: [accreditationRef(subject.id)], payload: { dossierId: fault.dossierId, number: fault.number, answer: given.answer },
        private: given.words ? [{ class: 'identity', name: 'words', content: given.words }] : [],
      }),
      ...(given.answer === 'withdrawn' ? [withdrawn(subject.id, { reason: given.words ?? '', basis: given.basis ?? '' }, today)] : []),
    ]);
  },
  issues: () => [],
});
