import type { Actor } from '../access/actor.ts';
import { perform, type DecisionScope } from '../act/perform.ts';
import type { ActDraft, Author, Json, RecordedAct, Signatory, SubjectRef } from '../act/types.ts';
import { enqueueTogether } from '../jobs/index.ts';
import type { Blocker } from './blockers.ts';
import type { Demarche } from './define.ts';
import type { Dossier } from './dossier.ts';
import { approvalsNeeded, broughtTo, loadDossier, lockDossier, moveDossier, moveDossierThrough, type Brought } from './dossier-store.ts';
import { evaluateIn, standsAs, subjectsOf, type Evaluation } from './evaluate.ts';
import { askedBy, demarcheOf, subjectOf, type Outcome } from './life.ts';
import type { Caller, World } from './world.ts';

/** Thrown inside the transaction so that nothing of it stays: an agent must look first, who a moment ago need not. */
class StillToRead extends Error {
  readonly evaluation: Evaluation;
  constructor(evaluation: Evaluation) {
    super('an agent must look first');
    this.evaluation = evaluation;
  }
}

/** Thrown inside the transaction so that nothing of it stays; caught here, and shown by the door. */
class StillBlocked extends Error {
  readonly evaluation: Evaluation;
  constructor(evaluation: Evaluation) {
    super('blocked under lock');
    this.evaluation = evaluation;
  }
}

/** Its answers were changed since they were looked at: whoever sent the new ones takes them further. */
class Reanswered extends Error {}

/** The payer's account no longer holds what it held a moment ago: nothing is decided, and the dossier still waits for its payment. */
class Unpaid extends Error {}

/**
 * The decision of one dossier, once: facts read again under lock, acts, money, papers, in one transaction.
 * @param subjects what its last evaluation was about: more may be found under lock
 */
export async function decideDossier(world: World, caller: Caller, dossier: Dossier, subjects: readonly SubjectRef[]): Promise<Outcome> {
  const d = demarcheOf(world, dossier);
  const situation = { actor: dossier.actor, applicant: dossier.applicant_id, subject: subjectOf(d, dossier), json: dossier.input, judgedOn: dossier.judged_on as string, dossier: askedBy(dossier, true) };
  let evaluation: Evaluation | undefined;
  let locked: Dossier | undefined;
  let decided: Dossier | undefined;
  let signatory: Signatory | null = null;
  try {
    await perform<Json>(world, {
      requestId: `dossier:${dossier.id}`, author: authorOf(d, dossier), judgedOn: situation.judgedOn, owners: ownersOf(dossier),
      subjects: subjects.filter((ref) => !ref.fresh),
      decide: async (scope) => {
        const main = scope.states.get(dossier.subject_id);
        const all = subjectsOf(d, situation, main);
        const needed = all.filter((ref) => !ref.fresh && !scope.states.has(ref.id));
        if (needed.length) return { more: needed };
        const [row, brought] = await Promise.all([lockDossier(scope.tx, dossier.id), broughtTo(scope.tx, dossier.id)]);
        locked = row;
        if (dossier.input_hash && !row?.input_hash?.equals(dossier.input_hash)) throw new Reanswered();
        evaluation = await evaluateIn(world, scope.tx, d, situation, { subjects: all, main, states: scope.states }, scope.now, situation.judgedOn, scope.newId);
        const { verdict } = evaluation;
        if (!evaluation.capacity || evaluation.blockers.length || !verdict || 'blocked' in verdict) throw new StillBlocked(evaluation);
        signatory = await signatoryOf(world, scope, d, dossier, evaluation, brought);
        return { acts: bindFresh(verdict.accepted, situation.subject), keys: keysOf(d, verdict.keys, evaluation, situation.subject), signatory, result: marksOf(verdict.accepted) };
      },
      alongside: async (scope, acts) => {
        decided = await settle(world, caller, scope, d, locked as Dossier, evaluation as Evaluation, acts);
        if (!signatory && evaluation?.trusted) await evaluation.onTrust?.(scope.tx, dossier.id);
      },
    });
  } catch (error) {
    if (error instanceof Unpaid || error instanceof Reanswered) return { kind: 'moved', dossier: await loadDossier(world.acts, dossier.id) as Dossier };
    if (error instanceof StillToRead) return putToReview(world, caller, dossier, error.evaluation);
    if (!(error instanceof StillBlocked)) throw error;
    return putBack(world, caller, dossier, error.evaluation.blockers);
  }
  return { kind: 'moved', dossier: decided ?? await loadDossier(world.acts, dossier.id) as Dossier };
}

async function settle(world: World, caller: Caller, scope: DecisionScope, d: Demarche, dossier: Dossier, evaluation: Evaluation, acts: readonly RecordedAct[]): Promise<Dossier> {
  const { tx } = scope;
  const first = acts[0] as RecordedAct;
  if (dossier.quote && d.pay !== 'never') {
    if (await world.money.account?.collect(tx, dossier, dossier.quote.total) === false) throw new Unpaid();
    await world.money.allocate(tx, { dossierId: dossier.id, actId: first.id, lines: dossier.quote.lines, applicantId: dossier.applicant_id });
  }
  const undone = evaluation.ctx && d.undoes?.(evaluation.ctx);
  if (undone) await world.money.giveBack(tx, { actId: first.id, cancelledActId: undone });
  return enqueueTogether(tx, async () => {
    await world.follow(tx, acts);
    const titles = await world.papers.order(tx, d.issues(acts), acts, dossier.id);
    const result = { acts: acts.map(({ id, kind }) => ({ id, kind })), titles };
    return moveDossierThrough(tx, dossier, [
      { to: 'decided', actor: caller.actor, at: scope.now, what: 'décision favorable', set: { result, decided_at: new Date(scope.now) } },
      { to: 'issued', actor: { kind: 'system', job: 'délivrance' }, at: scope.now, what: 'délivré' },
    ]);
  });
}

/** Blocked at the last moment: the money is still the payer's, the dossier says why. */
async function putBack(world: World, caller: Caller, dossier: Dossier, blockers: Blocker[]): Promise<Outcome> {
  const moved = await world.acts.begin(async (tx) => {
    const locked = await lockDossier(tx, dossier.id) as Dossier;
    if (locked.state === 'to_complete') return locked;
    return moveDossier(tx, locked, 'to_complete', { actor: caller.actor, at: world.clock().toISOString(), what: 'bloqué', set: { blockers: { reasons: [], blockers } } });
  }) as Dossier;
  return { kind: 'blocked', dossier: moved, blockers };
}

/** Somebody must look after all (a trust that ended in between, an act that has become odd): the dossier waits for them, its money with it. */
async function putToReview(world: World, caller: Caller, dossier: Dossier, { review, because }: Evaluation): Promise<Outcome> {
  const moved = await world.acts.begin(async (tx) => {
    const locked = await lockDossier(tx, dossier.id) as Dossier;
    if (locked.state !== 'submitted' && locked.state !== 'to_pay') return locked;
    const now = world.clock();
    const reviewers = review === 'two-persons' ? 2 : 1;
    return moveDossier(tx, locked, 'in_review', { actor: caller.actor, at: now.toISOString(), what: reviewers === 2 ? 'en attente de deux agents' : 'à examiner', detail: { because: [...because] }, set: { complete_at: locked.complete_at ?? now, reviewers } });
  }) as Dossier;
  return { kind: 'moved', dossier: moved };
}

/** Who may draw on a block of reserved numbers by this dossier: the company that asks, the site that treats it. */
function ownersOf({ actor, office }: Dossier): string[] {
  return [...(actor.kind === 'partner' ? [`company:${actor.companyId}`] : []), ...(office ? [`site:${office}`] : [])];
}

function authorOf(d: Demarche, dossier: Dossier): Author {
  const actor = standsAs(d, dossier.actor);
  if (d.presence === 'authority' && (actor.kind === 'authority' || actor.kind === 'agent')) {
    const basis = (dossier.input as { basis?: string }).basis ?? d.law[0] ?? '';
    return { kind: 'authority', agentId: actor.agentId, basis };
  }
  return { kind: 'dossier', dossierId: dossier.id, ...(actor.kind === 'agent' ? { agentId: actor.agentId } : {}) };
}

/** Who signs: the last agent who approved, by a delegation still alive now; nobody for what machines may grant. */
async function signatoryOf(world: World, scope: DecisionScope, d: Demarche, dossier: Dossier, evaluation: Evaluation, brought: Brought): Promise<Signatory | null> {
  const { approved: approvals } = brought;
  const needed = approvalsNeeded(evaluation.review, brought);
  if (approvals.length < needed) throw new StillToRead(evaluation);
  const signers = approvals.length ? approvals : agentOf(dossier.actor);
  for (const agentId of signers) {
    const signatory = await world.delegation(scope.tx, agentId, d.id, world.today(world.clock()));
    if (signatory) return signatory;
  }
  if (needed > 0) throw new StillBlocked(withNoDelegation(evaluation));
  return null;
}

function agentOf(actor: Actor): string[] {
  return actor.kind === 'agent' ? [actor.agentId] : [];
}

function withNoDelegation(evaluation: Evaluation): Evaluation {
  return { ...evaluation, blockers: [{
    code: 'sans-delegation', message: 'Aucun agent ayant examiné ce dossier n’a de délégation de signature en cours pour cet acte.',
    law: 'delegation-signature', clearedBy: { who: 'la direction', how: 'publier une délégation ou un intérim, ou faire signer un autre agent' }, path: null,
  }] };
}

/** A subject that the démarche creates is fresh in the acts that first speak of it. */
function bindFresh(acts: readonly ActDraft[], subject: { kind: string; id: string; fresh?: true }): ActDraft[] {
  if (!subject.fresh) return [...acts];
  return acts.map((draft) => ({ ...draft, subjects: draft.subjects.map((ref) => (ref.id === subject.id ? { ...ref, fresh: true as const } : ref)) }));
}

function keysOf(d: Demarche, given: readonly { subject: { kind: string; id: string }; key: string }[] | undefined, evaluation: Evaluation, subject: { kind: string; id: string }) {
  const natural = d.subject.mode === 'creates' ? d.subject.naturalKey(evaluation.ctx?.input as never) : null;
  return [...(given ?? []), ...(natural ? [{ subject, key: natural }] : [])];
}

/** The request keeps which acts it made; numbers among them are filled in by perform. */
function marksOf(acts: readonly ActDraft[]): Json {
  return acts.map((draft) => draft.kind);
}
