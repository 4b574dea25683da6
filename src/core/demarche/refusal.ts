/**
 * A refusal is an act of its own, signed by a person with a live delegation, with its reasons, the texts it rests on and
 * the ways to contest it. No machine refuses: nothing else in the engine leads to the stage «refused».
 */
import type { Actor } from '../access/actor.ts';
import { perform } from '../act/perform.ts';
import type { Json } from '../act/types.ts';
import type { Appeal, DecisionAct } from './decision-facet.ts';
import { checkTransition, type Dossier } from './dossier.ts';
import { addReview, loadDossier, lockDossier, moveDossier } from './dossier-store.ts';
import { UnknownDossier, type Outcome } from './life.ts';
import type { Caller, World } from './world.ts';

export type Refusal = {
  /** In words, for the applicant. */
  reasons: string;
  /** Ids of legal texts: at least one. */
  texts: readonly string[];
  appeals: readonly Appeal[];
  /** Pressed twice, it is done once. */
  requestId: string;
};

/** A refusal that may not be signed: without reasons, without text, without way to contest it. */
export class IncompleteRefusal extends Error {
  override name = 'IncompleteRefusal';
  readonly missing: 'reasons' | 'texts' | 'appeals';
  constructor(missing: 'reasons' | 'texts' | 'appeals') {
    super(`a refusal without ${missing}`);
    this.missing = missing;
  }
}

/**
 * Refuses a dossier. @returns moved to «refused», or not-entitled when the agent has no live delegation.
 * Throws IncompleteRefusal, UnknownDossier, WrongStage.
 */
export async function refuseDossier(world: World, caller: Caller & { actor: Extract<Actor, { kind: 'agent' }> }, dossierId: string, refusal: Refusal): Promise<Outcome> {
  check(refusal);
  const before = await loadDossier(world.acts, dossierId);
  if (!before) throw new UnknownDossier(dossierId);
  if (before.state === 'refused') return { kind: 'moved', dossier: before };
  const { agentId } = caller.actor;
  const judgedOn = before.judged_on ?? world.today(world.clock());
  const done = await perform<Json>(world, {
    requestId: `refusal:${dossierId}`, author: { kind: 'dossier', dossierId, agentId }, judgedOn, subjects: [],
    decide: async ({ tx }) => {
      const dossier = await lockDossier(tx, dossierId) as Dossier;
      checkTransition(dossier.state, 'refused');
      const signatory = await world.delegation(tx, agentId, dossier.demarche, world.today(world.clock()));
      // Nothing is closed under this request id: another agent may sign it later.
      if (!signatory) throw new NoDelegation();
      const act: DecisionAct = { kind: 'dossier.refused', payload: { number: dossier.number, demarche: dossier.demarche, texts: [...refusal.texts], appeals: [...refusal.appeals], notifiedFrom: caller.office ?? '' } };
      return {
        acts: [{ ...act, version: 1, payload: act.payload as unknown as Json, subjects: [{ kind: 'dossier', id: dossierId, fresh: true }], private: [{ class: 'identity', name: 'reasons', content: refusal.reasons.trim() }] }],
        signatory, result: 'refused',
      };
    },
    alongside: async (scope, acts) => {
      const dossier = await lockDossier(scope.tx, dossierId) as Dossier;
      await addReview(scope.tx, dossierId, { agentId, verdict: 'refuse', inputHash: dossier.input_hash as Buffer, delegationId: null }, scope.now);
      await moveDossier(scope.tx, dossier, 'refused', {
        actor: caller.actor, at: scope.now, what: 'refus motivé', set: { decided_at: new Date(scope.now), result: { acts: acts.map(({ id, kind }) => ({ id, kind })), titles: [] } },
      });
      await world.follow(scope.tx, acts);
    },
  }).catch((error: unknown) => {
    if (error instanceof NoDelegation) return null;
    throw error;
  });
  if (!done) return { kind: 'not-entitled', may: ['un agent dont la délégation de signature est en cours'] };
  return { kind: 'moved', dossier: await loadDossier(world.acts, dossierId) as Dossier };
}

class NoDelegation extends Error {}

function check({ reasons, texts, appeals }: Refusal): void {
  if (reasons.trim().length < 20) throw new IncompleteRefusal('reasons');
  if (!texts.length) throw new IncompleteRefusal('texts');
  if (!appeals.length) throw new IncompleteRefusal('appeals');
}
