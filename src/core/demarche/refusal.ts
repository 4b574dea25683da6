/**
 * A refusal is an act of its own, signed by a person with a live delegation, with its reasons, the texts it rests on and
 * the ways to contest it. No machine refuses: nothing else in the engine leads to the stage «refused».
 */
import type { Actor } from '../access/actor.ts';
import { loadStates } from '../act/store.ts';
import type { Json, SubjectRef } from '../act/types.ts';
import type { Blocker } from './blockers.ts';
import type { Appeal } from './decision-facet.ts';
import type { Demarche } from './define.ts';
import { checkTransition, type Dossier } from './dossier.ts';
import { addReview, loadDossier, lockDossier, moveDossierThrough } from './dossier-store.ts';
import { viewOf } from './evaluate.ts';
import { checkHeard } from './hearing.ts';
import { demarcheOf, openDossier, UnknownDossier, type Outcome } from './life.ts';
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
    const dossier = await actOnDossier(world, caller, { dossierId, requestId: await requestOf(world, dossierId), decide: async ({ scope, dossier: locked, state, today, about }) => {
      checkTransition(locked.state, 'refused');
      // Nothing is closed under this request id: another agent may sign it later.
      const signatory = await signatoryFor(world, scope.tx, agentId, locked);
      if (about) checkRefusable(about.unfavourable.blocks(about));
      checkHeard(state, today, demarcheOf(world, locked).heard === 'before-refusal');
      return {
        act: { kind: 'dossier.refused', payload: { number: locked.number, demarche: locked.demarche, texts: [...refusal.texts], appeals: [...refusal.appeals], notifiedFrom: caller.office ?? '' } },
        private: [{ class: 'identity', name: 'reasons', content: plain(refusal.reasons) }], cites: state.hearing ? [state.hearing.actId] : [], signatory, onSubject: 'refused',
        what: 'refus motivé', ...(about ? { papers: (act) => about.unfavourable.issues(act, about) } : {}), move: { to: 'refused', set: (acts) => ({ decided_at: new Date(scope.now), result: { acts: acts.map(({ id, kind }) => ({ id, kind })), titles: [] } }) },
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

/**
 * Brings to an agent's desk a decision that is about to go against somebody: their dossier is handed in though it cannot be
 * granted as it stands, so that they may be heard, refused, and contest it. One at a time for a subject: the open or refused one is given back.
 * @throws ProcedureRefusal when nothing can be refused (any more)
 */
export async function bringToRefusal(world: World, caller: Caller & { actor: Extract<Actor, { kind: 'agent' }> }, d: Demarche, subject: SubjectRef, input: Json): Promise<Dossier> {
  const earlier = await contestedOn(world, d, subject.id);
  if (earlier) return earlier;
  const state = viewOf(d, (await loadStates(world.read, world.facets, [subject])).get(subject.id));
  checkRefusable(d.unfavourable?.blocks({ state }) ?? []);
  const dossier = await openDossier(world, caller, { demarche: d, subject, input, applicantId: d.unfavourable?.against({ state }) ?? null, idempotency: `refusal:${subject.id}:${(await decidedOn(world, d, subject.id)).length}` });
  if (dossier.state !== 'draft') return dossier;
  return handIn(world, caller, dossier.id, 'dépôt');
}

/**
 * Brings to an agent's desk a file that a control held before it could be sent: it is refused there, with reasons and ways to contest, or
 * given back. @returns the dossier in review, or as it stands when it is past its draft. Throws UnknownDossier.
 */
export async function bringHeldToDecision(world: World, caller: Caller & { actor: Extract<Actor, { kind: 'agent' }> }, dossierId: string): Promise<Dossier> {
  return handIn(world, caller, dossierId, 'dépôt d’un acte retenu, pour décision');
}

/** Hands a draft in though it cannot be granted as it stands. */
async function handIn(world: World, caller: Caller, dossierId: string, what: string): Promise<Dossier> {
  const at = world.clock();
  const by = { actor: caller.actor, at: at.toISOString() };
  return world.acts.begin(async (tx) => {
    const locked = await lockDossier(tx, dossierId);
    if (!locked) throw new UnknownDossier(dossierId);
    if (locked.state !== 'draft') return locked;
    return moveDossierThrough(tx, locked, [
      { ...by, to: 'submitted', what, set: { submitted_at: at, judged_on: world.today(at) } }, { ...by, to: 'in_review', what: 'à examiner', set: { complete_at: at, reviewers: 1 } },
    ]);
  }) as Promise<Dossier>;
}

/** The dossier on which a decision about this subject is being taken, or was refused; none once another has granted it. */
export async function contestedOn(world: World, d: Demarche, subjectId: string): Promise<Dossier | undefined> {
  const [row] = await world.acts<Dossier[]>`
    select * from dossier where demarche = ${d.id} and subject_id = ${subjectId} and state in ('to_complete', 'in_review', 'to_pay', 'refused') order by created_at desc limit 1`;
  return row;
}

const decidedOn = (world: World, d: Demarche, subjectId: string) => world.acts`select 1 from dossier where demarche = ${d.id} and subject_id = ${subjectId} and state in ('issued', 'cancelled')`;

function checkRefusable(found: readonly Blocker[]): void {
  if (found[0]) throw new ProcedureRefusal('wrong-stage', found[0].message);
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
