/**
 * The hearing (procédure contradictoire): before a decision that goes against somebody, they are told its grounds and
 * have a delay to answer, in writing or at the counter. Nobody decides at its end but a person.
 */
import type { Actor } from '../access/actor.ts';
import { addDays, formatDate, type LawDate } from '../values/time.ts';
import type { DecisionState } from './decision-facet.ts';
import { transitions, type Dossier } from './dossier.ts';
import { actOnDossier, citing, inWords, ProcedureRefusal, signatoryFor, writerOf, type Procedure } from './procedure.ts';
import type { Caller, World } from './world.ts';

type AgentCaller = Caller & { actor: Extract<Actor, { kind: 'agent' }> };
export type HearingStanding = 'none' | 'running' | 'answered' | 'lapsed';

/** Where a hearing stands on a day: it runs until its last day, included, or until the person answers. */
export function hearingStanding({ hearing }: Pick<DecisionState, 'hearing'>, today: LawDate): HearingStanding {
  if (!hearing) return 'none';
  if (hearing.answers.length) return 'answered';
  return hearing.until < today ? 'lapsed' : 'running';
}

/**
 * An agent with a live delegation tells the applicant why a refusal is considered. The letter leaves by a reaction.
 * A file that waited for its payment is examined again: nothing is paid while a refusal is considered.
 * @throws ProcedureRefusal (no delegation, no text, too short, a hearing that runs, a dossier that cannot be refused)
 */
export async function openHearing(
  world: World, caller: AgentCaller, dossierId: string, given: { grounds: string; texts: readonly string[]; procedure: Procedure; requestId: string },
): Promise<Dossier> {
  const grounds = inWords(given.grounds, 'Les griefs');
  const texts = citing(given.texts);
  return actOnDossier(world, caller, { dossierId, requestId: given.requestId, decide: async ({ scope, dossier, state, today }) => {
    if (!transitions[dossier.state].includes('refused')) throw new ProcedureRefusal('wrong-stage', 'À cette étape, aucune décision n’est à prendre sur ce dossier.');
    if (hearingStanding(state, today) === 'running') throw new ProcedureRefusal('hearing-running', `La personne a déjà jusqu’au ${formatDate(state.hearing?.until as LawDate)} pour répondre.`);
    const signatory = await signatoryFor(world, scope.tx, caller.actor.agentId, dossier);
    const { hearingDays, toConfirm } = given.procedure;
    return {
      act: { kind: 'dossier.hearing-opened', payload: { number: dossier.number, demarche: dossier.demarche, texts, until: addDays(today, hearingDays), toConfirm } },
      private: [{ class: 'identity', name: 'grounds', content: grounds }], signatory, what: 'procédure contradictoire ouverte',
      ...(dossier.state === 'to_pay' ? { move: { to: 'in_review' as const, set: () => ({ reviewers: Math.max(1, dossier.reviewers) }) } } : {}),
    };
  } });
}

/**
 * The person answers; after the delay their answer is still recorded, and said late: whoever decides weighs it.
 * The caller has made sure that it is their dossier, or that an agent keys what they signed.
 */
export async function answerHearing(world: World, caller: Caller, dossierId: string, given: { observations: string; requestId: string }): Promise<Dossier> {
  const observations = inWords(given.observations, 'Vos observations');
  return actOnDossier(world, caller, { dossierId, requestId: given.requestId, decide: ({ dossier, state, today }) => {
    if (!state.hearing || state.refused || !transitions[dossier.state].includes('refused')) throw new ProcedureRefusal('no-hearing', 'Aucune observation n’est attendue sur ce dossier.');
    const late = state.hearing.until < today;
    return {
      act: { kind: 'dossier.hearing-answered', payload: { number: dossier.number, late, by: writerOf(caller) } },
      private: [{ class: 'identity', name: 'observations', content: observations }], cites: [state.hearing.actId],
      what: late ? 'observations reçues hors délai' : 'observations reçues',
    };
  } });
}

/** @throws ProcedureRefusal while the person may still answer, or was never asked where they must be. */
export function checkHeard(state: DecisionState, today: LawDate, needed: boolean): void {
  const standing = hearingStanding(state, today);
  if (standing === 'running') throw new ProcedureRefusal('hearing-running', `La personne a jusqu’au ${formatDate(state.hearing?.until as LawDate)} pour présenter ses observations : le refus ne peut pas être signé avant.`);
  if (needed && standing === 'none') throw new ProcedureRefusal('hearing-needed', 'Pour cette démarche, la personne est entendue avant un refus : ouvrez d’abord la procédure contradictoire.');
}
