import { z } from 'zod';
import { clerk } from '../../../core/access/actor.ts';
import { act } from '../../../core/act/types.ts';
import { accept, blocked, blocker, demarche, step, type Blocker } from '../../../core/demarche/index.ts';
import { formatShortDate, today } from '../../../core/values/time.ts';
import { accreditationRef } from '../facet.ts';
import { checkVerdicts, verdictIds, type CheckAct } from '../model/index.ts';
import { toCheck, trustedActOf } from '../store/trusted.ts';
import { knownAccreditation, partnerManager } from '../views.ts';

/** Where agents find what was drawn for them. */
const CHECKS = '/guichet/controles';

const input = z.object({
  dossier: z.string().trim().toUpperCase().min(3, 'Donnez le numéro du dossier.').max(20).meta({ label: 'Dossier', hint: 'Son numéro, dans la liste des contrôles après l’acte.', width: 20, examples: ['D-00000000'] }),
  verdict: z.enum(verdictIds).meta({ label: 'Ce que disent les papiers', options: checkVerdicts, examples: ['right'] }),
  note: z.string().trim().max(2000).optional().meta({ label: 'Ce qui ne va pas', hint: 'Le gestionnaire des professionnels le lit, et décide de la suite.', control: 'textarea', examples: [''] }),
});

/** An agent reads afterwards the papers of an act that machines had let through. It changes nothing of the act, nor of the trust: what does not fit goes to the manager. */
export const controlerActe = demarche({
  id: 'controler-acte-accreditation', title: 'Contrôler un acte fait sans agent', family: 'professionnel',
  summary: 'Une part des actes qu’un professionnel fait sans agent est tirée au sort : un agent en lit les papiers après coup, et dit s’ils conviennent.',
  law: ['convention-professionnel'],
  who: [clerk, partnerManager], presence: 'authority', subject: knownAccreditation,
  page: CHECKS,
  facts: {
    done: (tx, { input: given, state }) => (given?.dossier && state.accreditation.companyId ? trustedActOf(tx, state.accreditation.companyId, given.dossier) : null),
    waiting: async (tx, { subject }) => (await toCheck(tx)).filter((one) => one.accreditation_id === subject.id),
  },
  choices: ({ facts }) => ({ dossier: facts.waiting.map(({ number, decided_at }) => ({ value: number, label: `${number}, fait le ${formatShortDate(today(decided_at))}` })) }),
  input,
  steps: [step('controle', 'Le contrôle', ['dossier', 'verdict', 'note'])],
  awaits: ({ input: given }) => (given.verdict === 'wrong' ? ['note'] : []),
  blocks: () => [],
  pieces: () => [], signatures: () => [], fees: () => [], pay: 'never',
  review: () => 'clerk',
  decide: ({ input: given, facts: { done }, subject }) => {
    const stop = (code: string, message: string, how: string, path: string): Blocker => blocker(code, message, 'convention-professionnel', 'l’agent qui contrôle', how, path);
    if (!done) return blocked([stop('pas-de-confiance', 'Aucun acte fait sans agent par cette entreprise n’a ce numéro.', 'prendre le numéro dans la liste des contrôles après l’acte', 'dossier')]);
    if (done.checked) return blocked([stop('deja-controle', 'Cet acte a déjà été contrôlé.', 'rien n’est à faire', 'dossier')]);
    if (given.verdict === 'wrong' && !given.note) return blocked([stop('ecart-sans-note', 'Un écart se décrit : le gestionnaire décide d’après cette note.', 'écrire ce qui ne va pas', 'note')]);
    return accept([act<CheckAct>({
      kind: 'accreditation.act-checked', subjects: [accreditationRef(subject.id)], payload: { dossierId: done.dossier_id, number: given.dossier, verdict: given.verdict },
      private: given.note ? [{ class: 'identity', name: 'note', content: given.note }] : [],
    })]);
  },
  issues: () => [],
});
