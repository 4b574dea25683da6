import { z } from 'zod';
import { act } from '../../../core/act/types.ts';
import { accept, blocker, demarche, step } from '../../../core/demarche/index.ts';
import { accreditationRef } from '../facet.ts';
import type { AccreditationAct } from '../model/index.ts';
import { asOf } from '../rules/freeze.ts';
import { knownAccreditation, partnerManager } from '../views.ts';
import { reason } from './fields.ts';

/** Ends a suspension: the professional acts again, by the same convention. */
export const retablirAccreditation = demarche({
  id: 'retablir-accreditation', title: 'Rétablir une accréditation suspendue', family: 'professionnel',
  summary: 'La suspension d’un professionnel prend fin ; sa convention vaut de nouveau.',
  law: ['convention-professionnel'],
  who: [partnerManager], presence: 'authority', subject: knownAccreditation,
  facts: {},
  input: z.object({ reason: reason('Motifs du rétablissement') }),
  steps: [step('mesure', 'Le rétablissement', ['reason'])],
  blocks: ({ state, now }) => (asOf(state.accreditation, now).status === 'suspended' ? [] : [blocker('pas-suspendue', 'Cette accréditation n’est pas suspendue.', 'convention-professionnel', 'personne', 'rien n’est à rétablir')]),
  pieces: () => [], signatures: () => [], fees: () => [], pay: 'never',
  review: () => 'clerk',
  decide: ({ input: given, subject }) => accept([act<AccreditationAct>({
    kind: 'accreditation.restored', subjects: [accreditationRef(subject.id)], payload: {}, private: [{ class: 'identity', name: 'reason', content: given.reason }],
  })]),
  issues: () => [],
});
