import { z } from 'zod';
import { act } from '../../../core/act/types.ts';
import { accept, blocked, blocker, demarche, step } from '../../../core/demarche/index.ts';
import { lawDate } from '../../../core/values/time.ts';
import { accreditationRef } from '../facet.ts';
import type { AccreditationAct } from '../model/index.ts';
import { companyManager, knownAccreditation, partnerManager } from '../views.ts';
import { basis, endedBlocks, reason } from './fields.ts';

const input = z.object({
  reason: reason('Motifs'),
  basis: basis.optional().meta({ label: 'Fondement', audience: 'agent', examples: ['Convention type, article 9'] }),
  heardOn: lawDate.optional().meta({ label: 'Observations de l’entreprise présentées, ou délai échu, le', control: 'date', audience: 'agent', exampleDays: 0 }),
});

/** The end of an accreditation: by the company when it likes; against it, only once it was heard. */
export const mettreFinAccreditation = demarche({
  id: 'mettre-fin-accreditation', title: 'Mettre fin à une accréditation', family: 'professionnel',
  summary: 'L’entreprise renonce à son accréditation, ou l’administration y met fin après l’avoir entendue.',
  law: ['convention-professionnel', 'contradictoire'],
  who: [companyManager, partnerManager], presence: 'remote', subject: knownAccreditation,
  facts: {},
  input,
  steps: [step('fin', 'La fin de l’accréditation', ['reason', 'basis', 'heardOn'])],
  blocks: ({ state }) => endedBlocks(state),
  awaits: ({ actor }) => (actor.kind === 'agent' ? ['basis', 'heardOn'] : []),
  pieces: () => [], signatures: () => [], fees: () => [], pay: 'never',
  // A professional gives up by themselves; the administration signs what it takes away.
  review: ({ actor }) => (actor.kind === 'agent' ? 'clerk' : 'automatic'),
  decide: ({ input: given, subject, actor, today }) => {
    const administration = actor.kind === 'agent';
    if (administration && !given.basis) return blocked([blocker('sans-fondement', 'Une accréditation ne prend fin contre une entreprise que sur un texte ou un article de sa convention.', 'convention-professionnel', 'le gestionnaire des professionnels', 'indiquer le fondement', 'basis')]);
    if (administration && (!given.heardOn || given.heardOn > today)) return blocked([blocker('non-entendue', 'L’entreprise n’a pas encore été entendue.', 'contradictoire', 'le gestionnaire des professionnels', 'recueillir ses observations, ou attendre la fin du délai', 'heardOn')]);
    return accept([act<AccreditationAct>({
      kind: 'accreditation.ended', subjects: [accreditationRef(subject.id)], payload: { by: administration ? 'administration' : 'company', text: given.basis ?? '' },
      private: [{ class: 'identity', name: 'reason', content: given.reason }],
    })]);
  },
  issues: () => [],
});
