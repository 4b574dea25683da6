import { z } from 'zod';
import { act, type ActDraft } from '../../../core/act/types.ts';
import { accept, blocker, demarche, step } from '../../../core/demarche/index.ts';
import { addDays, type LawDate } from '../../../core/values/time.ts';
import { territory } from '../../../territory/index.ts';
import { accreditationRef } from '../facet.ts';
import { conventionIn, type AccreditationAct } from '../model/index.ts';
import { knownAccreditation, partnerManager } from '../views.ts';
import { basis, endedBlocks, reason } from './fields.ts';

/** The papers of a professional are read by an agent again: a person's decision, with its reasons, told to the company, who answers. It still acts. */
export const retirerConfiance = demarche({
  id: 'retirer-confiance-accreditation', title: 'Faire relire à nouveau les papiers d’un professionnel', family: 'professionnel',
  summary: 'Un professionnel ne garde plus les papiers de ses démarches : un agent les lit avant chaque acte. Il présente ses observations.',
  law: ['convention-professionnel', 'contradictoire'],
  who: [partnerManager], presence: 'authority', subject: knownAccreditation,
  facts: {},
  input: z.object({ reason: reason('Motifs'), basis }),
  steps: [step('mesure', 'La décision', ['reason', 'basis'])],
  blocks: ({ state }) => [...endedBlocks(state), ...(conventionIn(state.accreditation)?.kept ? [] : [blocker('rien-a-retirer', 'Un agent lit déjà tous les papiers de ce professionnel.', 'convention-professionnel', 'personne', 'rien n’est à faire')])],
  pieces: () => [], signatures: () => [], fees: () => [], pay: 'never',
  review: () => 'clerk',
  decide: ({ input: given, subject, today }) => accept([withdrawn(subject.id, given, today)]),
  issues: () => [],
});

/** The act by which trust is withdrawn, by itself or as the answer to a fault. @param today from which the company has its days to answer */
export function withdrawn(accreditationId: string, given: { reason: string; basis: string }, today: LawDate): ActDraft {
  return act<AccreditationAct>({
    kind: 'accreditation.trust-withdrawn', subjects: [accreditationRef(accreditationId)],
    payload: { text: given.basis, hearingUntil: addDays(today, territory.parameter('hearingDays', today).value) },
    private: [{ class: 'identity', name: 'reason', content: given.reason }],
  });
}
