/** Undoing is a proposal, act by act: the professional is heard, third parties are told, a person signs; what is then done is an act of its own. */
import { z } from 'zod';
import type { Capacity } from '../../../core/access/actor.ts';
import { act } from '../../../core/act/types.ts';
import { accept, blocked, blocker, creates, demarche, hearingStanding, step, type Blocker } from '../../../core/demarche/index.ts';
import { addDays, formatDate } from '../../../core/values/time.ts';
import { territory } from '../../../territory/index.ts';
import { choiceIds, undoingChoices, type UndoingAct, type UndoingState } from '../model/index.ts';
import { doneUnder } from '../store/done.ts';
import { knownUndoing, undoingRef, undoingView, type Undone } from '../undoing/facet.ts';
import { partnerManager } from '../views.ts';
import { basis, reason } from './fields.ts';

const LAW = ['convention-professionnel', 'contradictoire'];
const MANAGER = 'le gestionnaire des professionnels';
const dossier = z.string().trim().toUpperCase().min(3, 'Donnez le numéro du dossier.').max(30).meta({ label: 'Dossier dont l’acte est en cause', hint: 'Son numéro, dans la liste des actes du professionnel.', width: 20, examples: ['D-00000000'] });
const alone = { pieces: () => [], signatures: () => [], fees: () => [], pay: 'never', issues: () => [] } as const;
const private_ = (name: string, content: string) => [{ class: 'identity' as const, name, content }];
const over = ({ decided, companyId }: UndoingState): Blocker[] => (companyId && !decided ? [] : [blocker('proposition-close', 'Cette proposition est tranchée.', 'contradictoire', MANAGER, 'rien n’est plus à faire')]);

export const proposerAnnulation = demarche({
  id: 'proposer-annulation-accreditation', title: 'Proposer une suite à l’acte d’un professionnel', family: 'professionnel',
  summary: 'Un acte d’un professionnel est mis en cause : il est entendu, les tiers sont prévenus, puis une personne tranche. Rien ne change avant.',
  law: LAW, who: [partnerManager], presence: 'authority',
  subject: creates(undoingView, ({ dossier: number }: { dossier: string }) => number),
  facts: { done: (tx, { input }) => (input?.dossier ? doneUnder(tx, input.dossier) : null) },
  input: z.object({ dossier, choice: z.enum(choiceIds).meta({ label: 'Suite proposée', options: undoingChoices }), grounds: reason('Griefs'), basis }),
  steps: [step('proposition', 'La proposition', ['dossier', 'choice', 'grounds', 'basis'])],
  ...alone, blocks: () => [], review: () => 'clerk',
  decide: ({ input: given, facts: { done }, subject, today }) => {
    if (!done) return blocked([blocker('acte-inconnu', 'Ce numéro n’est celui d’aucun acte fait par un professionnel sur un véhicule.', 'convention-professionnel', MANAGER, 'prendre le numéro dans la liste de ses actes', 'dossier')]);
    if (done.proposed) return blocked([blocker('deja-propose', 'Une suite est déjà proposée pour cet acte.', 'contradictoire', MANAGER, 'trancher celle qui court', 'dossier')]);
    return accept([act<UndoingAct>({
      kind: 'undoing.proposed', subjects: [undoingRef(subject.id)], private: private_('grounds', given.grounds),
      payload: {
        companyId: done.company_id, dossierId: done.dossier_id, number: given.dossier, choice: given.choice, vehicleId: done.vehicle_id, actId: done.act_id, thirdParties: done.third_parties,
        basis: given.basis, until: addDays(today, territory.parameter('hearingDays', today).value),
      },
    })]);
  },
});

const companyConcerned: Capacity = {
  name: 'company-manager', label: 'le responsable de l’entreprise mise en cause',
  holds: ({ actor, state }) => actor.kind === 'partner' && actor.roles.includes('manager') && (state as Undone).undoing.companyId === actor.companyId,
};

export const observerAnnulation = demarche({
  id: 'observer-annulation-accreditation', title: 'Présenter ses observations sur un acte mis en cause', family: 'professionnel',
  summary: 'Un de vos actes est mis en cause : répondez. Même une réponse tardive est lue par qui décide.',
  law: LAW, who: [companyConcerned, partnerManager], presence: 'remote', applicant: 'optional', subject: knownUndoing,
  facts: {}, input: z.object({ observations: reason('Observations') }),
  steps: [step('observations', 'Vos observations', ['observations'])],
  ...alone, blocks: ({ state }) => over(state.undoing), review: () => 'automatic',
  decide: ({ input: given, state: { undoing }, subject, today, actor }) => accept([act<UndoingAct>({
    kind: 'undoing.answered', subjects: [undoingRef(subject.id)], private: private_('observations', given.observations),
    payload: { number: undoing.number ?? '', late: (undoing.hearing?.until ?? today) < today, by: actor.kind === 'agent' ? 'agent' : 'company' },
  })]),
});

export const trancherAnnulation = demarche({
  id: 'trancher-annulation-accreditation', title: 'Trancher une proposition sur l’acte d’un professionnel', family: 'professionnel',
  summary: 'Après avoir entendu le professionnel, la proposition est retenue ou abandonnée. Retenue, l’acte lui-même est annulé ou rectifié à part, par deux agents.',
  law: LAW, who: [partnerManager], presence: 'authority', subject: knownUndoing,
  facts: {},
  input: z.object({ outcome: z.enum(['carried', 'dropped']).meta({ label: 'Décision', options: { carried: 'La proposition est retenue', dropped: 'La proposition est abandonnée' } }), reasons: reason('Motifs'), basis }),
  steps: [step('decision', 'La décision', ['outcome', 'reasons', 'basis'])],
  ...alone, review: () => 'clerk',
  blocks: ({ state: { undoing }, today }) => [...over(undoing), ...unheard(undoing, today)],
  decide: ({ input: given, state: { undoing }, subject }) => accept([act<UndoingAct>({
    kind: 'undoing.decided', subjects: [undoingRef(subject.id)], private: private_('reasons', given.reasons), cites: undoing.hearing ? [undoing.hearing.actId] : [],
    payload: { number: undoing.number ?? '', choice: undoing.choice ?? 'leave', outcome: given.outcome },
  })]),
});

/** Nothing goes against the professional before they could answer; leaving the act takes nothing from anybody. */
function unheard({ hearing, choice }: UndoingState, today: string): Blocker[] {
  if (choice === 'leave' || !hearing || hearingStanding({ hearing }, today) !== 'running') return [];
  return [blocker('contradictoire-en-cours', `L’entreprise a jusqu’au ${formatDate(hearing.until)} pour présenter ses observations.`, 'contradictoire', MANAGER, 'attendre sa réponse, ou la fin du délai')];
}
