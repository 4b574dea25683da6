import { z } from 'zod';
import { clerk, type Capacity } from '../../../core/access/actor.ts';
import { act } from '../../../core/act/types.ts';
import { accept, blocker, demarche, step } from '../../../core/demarche/index.ts';
import { personRef } from '../facet.ts';
import type { PowerAct } from '../model/index.ts';
import { personOf } from '../rules/parties.ts';
import { caseRef, type PowerState } from '../standing.ts';
import { recordedPower } from '../views.ts';

const partyOf = (state: unknown) => (state as { power: PowerState }).power.parties;
const grantor: Capacity = { name: 'grantor', label: 'la personne qui a donné le mandat', holds: ({ actor, state }) => personOf(actor) !== null && personOf(actor) === partyOf(state)?.grantor };
const holder: Capacity = { name: 'mandatary', label: 'la personne qui l’a reçu', holds: ({ actor, state }) => personOf(actor) !== null && personOf(actor) === partyOf(state)?.holder };

/** A mandate is taken back, or given up, at any time; a power of law or of a judge ends by an agent, on a paper. */
export const revoquerMandat = demarche({
  id: 'revoquer-mandat', title: 'Mettre fin à un mandat ou à un pouvoir', family: 'titulaire',
  summary: 'Vous reprenez un mandat que vous avez donné, ou vous renoncez à celui que vous avez reçu : il ne vaut plus dès aujourd’hui.',
  law: ['representation'],
  who: [grantor, holder, clerk], presence: 'remote', subject: recordedPower,
  touches: ({ state: { power: { parties } } }) => (parties ? [personRef(parties.grantor)] : []),
  facts: {},
  input: z.object({ reason: z.string().trim().max(200).optional().meta({ label: 'Motif' }) }),
  steps: [step('fin', 'La fin du mandat', ['reason'])],
  blocks: ({ state: { power }, actor }) => [
    ...(power.endedOn ? [blocker('pouvoir-termine', 'Ce mandat ou ce pouvoir est déjà terminé.', 'representation', 'personne', 'rien n’est à faire')] : []),
    ...(actor.kind !== 'agent' && power.power && power.power.kind !== 'mandate' ? [blocker('pouvoir-legal', 'Ce pouvoir vient de la loi, d’un juge ou d’un organisme : il ne se reprend pas d’ici.', 'capacite', 'un agent, sur preuve', 'apporter au guichet le papier qui y met fin')] : []),
  ],
  pieces: ({ actor }) => (actor.kind === 'agent' ? [{ kind: 'fin-pouvoir', label: 'Papier qui met fin au pouvoir, ou demande signée', text: 'representation', original: true, signed: true }] : []),
  signatures: () => [], fees: () => [], pay: 'never',
  review: ({ actor }) => (actor.kind === 'agent' ? 'clerk' : 'automatic'),
  decide: ({ state: { power }, actor, subject, today, input: given }) => {
    const { parties } = power;
    const by = actor.kind === 'agent' ? 'agent' : personOf(actor) === parties?.holder ? 'holder' : 'grantor';
    return accept([act<PowerAct>({
      kind: 'power.ended', subjects: [caseRef('power', subject.id), ...(parties ? [personRef(parties.grantor)] : [])], payload: { on: today, by },
      ...(given.reason ? { private: [{ class: 'identity' as const, name: 'reason', content: given.reason }] } : {}),
    })]);
  },
  issues: () => [],
});
