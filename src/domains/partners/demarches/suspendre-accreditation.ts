import { z } from 'zod';
import { act } from '../../../core/act/types.ts';
import { accept, blocker, demarche, step } from '../../../core/demarche/index.ts';
import { addDays } from '../../../core/values/time.ts';
import { territory } from '../../../territory/index.ts';
import { accreditationRef } from '../facet.ts';
import type { AccreditationAct } from '../model/index.ts';
import { knownAccreditation, partnerManager } from '../views.ts';
import { isSuspended } from '../rules/freeze.ts';
import { basis, endedBlocks, reason } from './fields.ts';

/** Stops a professional at every door and for its keys, or confirms a freeze: signed by delegation. The company is heard after it. */
export const suspendreAccreditation = demarche({
  id: 'suspendre-accreditation', title: 'Suspendre une accréditation', family: 'professionnel',
  summary: 'Un professionnel est arrêté aussitôt, à toutes les portes ; il présente ses observations ensuite.',
  law: ['convention-professionnel', 'contradictoire'],
  who: [partnerManager], presence: 'authority', subject: knownAccreditation,
  facts: {},
  input: z.object({ reason: reason('Motifs'), basis }),
  steps: [step('mesure', 'La suspension', ['reason', 'basis'])],
  blocks: ({ state }) => [...endedBlocks(state), ...(isSuspended(state.accreditation) ? [blocker('deja-suspendue', 'Cette accréditation est déjà suspendue.', 'convention-professionnel', 'personne', 'rien n’est à suspendre')] : [])],
  pieces: () => [], signatures: () => [], fees: () => [], pay: 'never',
  review: () => 'clerk',
  decide: ({ input: given, subject, today }) => accept([act<AccreditationAct>({
    kind: 'accreditation.suspended', subjects: [accreditationRef(subject.id)],
    payload: { text: given.basis, hearingUntil: addDays(today, territory.parameter('hearingDays', today).value) },
    private: [{ class: 'identity', name: 'reason', content: given.reason }],
  })]),
  issues: () => [],
});
