import { z } from 'zod';
import { act } from '../../../core/act/types.ts';
import { accept, blocked, demarche, step } from '../../../core/demarche/index.ts';
import { accreditationRef } from '../facet.ts';
import { conventionIn, type AccreditationAct, type PartnerKind } from '../model/index.ts';
import { conventionBlocks, conventionOf, gapBlocks } from '../rules/convention.ts';
import { afterRenewal } from '../rules/granted.ts';
import { conventionChoices } from '../rules/trade.ts';
import { companyManager, knownAccreditation, partnerManager } from '../views.ts';
import { endedBlocks, KEPT, noPrinting, printingAgain, printingBlocks, wanted } from './fields.ts';

/** Another convention for the same accreditation: longer, wider, narrower. Asked by the company or written by the manager; always signed. */
export const renouvelerAccreditation = demarche({
  id: 'renouveler-accreditation', title: 'Renouveler ou modifier une accréditation', family: 'professionnel',
  summary: 'La convention d’un professionnel est prolongée, ou ses actes, ses sites et ses quotas changent.',
  law: ['convention-professionnel'],
  who: [companyManager, partnerManager], presence: 'remote', subject: knownAccreditation,
  facts: {},
  input: z.object({ ...wanted, printing: printingAgain, noPrinting }),
  steps: [step('convention', 'La nouvelle convention', ['acts', 'from', 'to', 'sites', 'perDay', 'quotas', 'credit', 'printing', 'noPrinting', ...KEPT])],
  choices: (c) => conventionChoices(c, c.state.accreditation.kind as PartnerKind | null),
  blocks: ({ state }) => endedBlocks(state),
  pieces: () => [{ kind: 'convention', label: 'Convention signée du représentant', text: 'convention-professionnel', signed: true }],
  signatures: () => [], fees: () => [], pay: 'never',
  review: () => 'clerk',
  decide: ({ state: { accreditation }, input: given, subject, today }) => {
    const kind = accreditation.kind as PartnerKind;
    const convention = conventionOf(given, kind, today, conventionIn(accreditation) ?? undefined);
    const found = [...conventionBlocks(convention, kind, today), ...printingBlocks(given), ...gapBlocks(conventionIn(accreditation), convention, today)];
    return found.length ? blocked(found) : accept([act<AccreditationAct>({ kind: 'accreditation.renewed', subjects: [accreditationRef(subject.id)], payload: { convention } })]);
  },
  issues: () => [],
  renews: true,
  afterwards: ({ state, ...c }) => afterRenewal(state.accreditation, c),
});
