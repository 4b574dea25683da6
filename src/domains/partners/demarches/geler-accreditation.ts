import { z } from 'zod';
import { act } from '../../../core/act/types.ts';
import { accept, demarche, step } from '../../../core/demarche/index.ts';
import { addDays } from '../../../core/values/time.ts';
import { territory } from '../../../territory/index.ts';
import { accreditationRef } from '../facet.ts';
import type { AccreditationAct } from '../model/index.ts';
import { freezeBlocks } from '../rules/freeze.ts';
import { knownAccreditation, partnerManager } from '../views.ts';
import { basis, endedBlocks, reason } from './fields.ts';

/** Stops a professional this minute, by any manager of professionals, in their own name: hours, not more, until somebody by delegation suspends it. */
export const gelerAccreditation = demarche({
  id: 'geler-accreditation', title: 'Geler une accréditation à titre provisoire', family: 'professionnel',
  summary: 'Un professionnel est arrêté dans l’instant, pour quelques heures ; sans suspension signée par délégation avant leur fin, il agit de nouveau.',
  law: ['convention-professionnel', 'contradictoire'],
  who: [partnerManager], presence: 'authority', subject: knownAccreditation,
  facts: {},
  input: z.object({ reason: reason('Motifs'), basis }),
  steps: [step('mesure', 'Le gel', ['reason', 'basis'])],
  blocks: ({ state, today, now }) => [...endedBlocks(state), ...freezeBlocks(state.accreditation, today, now)],
  pieces: () => [], signatures: () => [], fees: () => [], pay: 'never',
  // Provisional, and signed by who orders it: the agent is the author of the act, and a delegate looks before it ends.
  review: () => 'automatic',
  decide: ({ input: given, subject, today, now }) => accept([act<AccreditationAct>({
    kind: 'accreditation.suspended', subjects: [accreditationRef(subject.id)],
    payload: {
      text: given.basis, hearingUntil: addDays(today, territory.parameter('hearingDays', today).value),
      provisionalUntil: new Date(Date.parse(now) + territory.parameter('partnerFreezeHours', today).value * 3_600_000).toISOString(),
    },
    private: [{ class: 'identity', name: 'reason', content: given.reason }],
  })]),
  issues: () => [],
});
