/**
 * A refusal is an act of its own, signed by a person with a live delegation, with its reasons, the texts it rests on and
 * the ways to contest it. No machine refuses: nothing else in the engine leads to the stage «refused».
 */
import type { Actor } from '../access/actor.ts';
import type { Appeal } from './decision-facet.ts';
import { checkTransition } from './dossier.ts';
import { addReview, loadDossier } from './dossier-store.ts';
import { checkHeard } from './hearing.ts';
import { demarcheOf, UnknownDossier, type Outcome } from './life.ts';
import { actOnDossier, decisionOf, plain, ProcedureRefusal, signatoryFor } from './procedure.ts';
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
 * Throws IncompleteRefusal, UnknownDossier, WrongStage, ProcedureRefusal (the person is being heard, or must be first).
 */
export async function refuseDossier(world: World, caller: Caller & { actor: Extract<Actor, { kind: 'agent' }> }, dossierId: string, refusal: Refusal): Promise<Outcome> {
  check(refusal);
  const before = await loadDossier(world.acts, dossierId);
  if (!before) throw new UnknownDossier(dossierId);
  if (before.state === 'refused') return { kind: 'moved', dossier: before };
  const { agentId } = caller.actor;
  try {
    const dossier = await actOnDossier(world, caller, { dossierId, requestId: await requestOf(world, dossierId), decide: async ({ scope, dossier: locked, state, today }) => {
      checkTransition(locked.state, 'refused');
      // Nothing is closed under this request id: another agent may sign it later.
      const signatory = await signatoryFor(world, scope.tx, agentId, locked);
      checkHeard(state, today, demarcheOf(world, locked).heard === 'before-refusal');
      return {
        act: { kind: 'dossier.refused', payload: { number: locked.number, demarche: locked.demarche, texts: [...refusal.texts], appeals: [...refusal.appeals], notifiedFrom: caller.office ?? '' } },
        private: [{ class: 'identity', name: 'reasons', content: plain(refusal.reasons) }], cites: state.hearing ? [state.hearing.actId] : [], signatory,
        what: 'refus motivé', move: { to: 'refused', set: (acts) => ({ decided_at: new Date(scope.now), result: { acts: acts.map(({ id, kind }) => ({ id, kind })), titles: [] } }) },
        also: async (tx, now, at) => {
          await addReview(tx, dossierId, { agentId, verdict: 'refuse', inputHash: now.input_hash as Buffer, delegationId: signatory.delegationId }, at);
          await world.money.account?.release(tx, now, 'refused');
        },
      };
    } });
    return { kind: 'moved', dossier };
  } catch (error) {
    if (error instanceof ProcedureRefusal && error.code === 'no-delegation') return { kind: 'not-entitled', may: ['un agent dont la délégation de signature est en cours'] };
    throw error;
  }
}

/** One refusal for each time that the dossier was open: reopened by an appeal or a judgment, it may be refused again. */
async function requestOf(world: World, dossierId: string): Promise<string> {
  const { appeals = [], judgments = [] } = await decisionOf(world, dossierId);
  const round = appeals.filter(({ against, decided }) => against === 'refusal' && decided?.outcome === 'reversed').length + judgments.filter(({ reopens }) => reopens).length;
  return round ? `refusal:${dossierId}:${round}` : `refusal:${dossierId}`;
}

function check({ reasons, texts, appeals }: Refusal): void {
  if (plain(reasons).length < 20) throw new IncompleteRefusal('reasons');
  if (!texts.length) throw new IncompleteRefusal('texts');
  if (!appeals.length) throw new IncompleteRefusal('appeals');
}
