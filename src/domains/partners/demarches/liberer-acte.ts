import { z } from 'zod';
import { act } from '../../../core/act/types.ts';
import { accept, blocked, blocker, demarche, step } from '../../../core/demarche/index.ts';
import { accreditationRef } from '../facet.ts';
import type { ReleaseAct } from '../model/index.ts';
import { heldActOf } from '../store/examinations.ts';
import { knownAccreditation, partnerManager } from '../views.ts';
import { reason } from './fields.ts';

/** A held act may go on: its sender sends it again as it is, and two agents still look at it. Nothing is decided of the act itself. */
export const libererActe = demarche({
  id: 'liberer-acte-accreditation', title: 'Libérer un acte retenu', family: 'professionnel',
  summary: 'Un acte d’un professionnel a été retenu avant d’être fait ; après vérification, son auteur peut le renvoyer. Deux agents l’examinent encore.',
  law: ['convention-professionnel'],
  who: [partnerManager], presence: 'authority', subject: knownAccreditation,
  facts: { held: (tx, { input, state }) => (input?.dossier && state.accreditation.companyId ? heldActOf(tx, state.accreditation.companyId, input.dossier) : null) },
  input: z.object({
    dossier: z.string().trim().toUpperCase().min(3, 'Donnez le numéro du dossier retenu.').max(20).meta({ label: 'Dossier retenu', hint: 'Son numéro, dans la liste des actes retenus.', width: 20, examples: ['D-00000000'] }),
    reason: reason('Ce qui a été vérifié'),
  }),
  steps: [step('acte', 'L’acte retenu', ['dossier', 'reason'])],
  blocks: () => [],
  pieces: () => [], signatures: () => [], fees: () => [], pay: 'never',
  review: () => 'clerk',
  decide: ({ input: given, facts, subject }) => (facts.held
    ? accept([act<ReleaseAct>({
      kind: 'accreditation.act-released', subjects: [accreditationRef(subject.id)], payload: { dossierId: facts.held, number: given.dossier },
      private: [{ class: 'identity', name: 'reason', content: given.reason }],
    })])
    : blocked([blocker('pas-retenu', 'Aucun acte retenu de cette entreprise n’a ce numéro.', 'convention-professionnel', 'le gestionnaire des professionnels', 'prendre le numéro dans la liste des actes retenus', 'dossier')])),
  issues: () => [],
});
