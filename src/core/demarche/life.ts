/**
 * The life of a dossier, the same for every door: open, type, submit, complete, review, pay, decide.
 * Each function is one person's step. What can go wrong is an answer, not an exception: doors show it.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Actor } from '../access/actor.ts';
import { canonical, sha256 } from '../crypto/index.ts';
import type { Json, SubjectRef } from '../act/types.ts';
import type { Tx } from '../db/sql.ts';
import { humanCode } from '../values/human-code.ts';
import { uuid } from '../values/ids.ts';
import type { Blocker } from './blockers.ts';
import { decideDossier } from './decision.ts';
import type { Demarche } from './define.ts';
import { WrongStage, type Dossier, type Reason } from './dossier.ts';
import { addReview, addSignature, approvalsNeeded, broughtTo, event, insertDossier, loadDossier, lockDossier, moveDossier, requote, saveDossierInput, type Brought } from './dossier-store.ts';
import { evaluate, type Evaluation } from './evaluate.ts';
import type { InputError } from './flat.ts';
import type { Caller, ControlledDossier, Quote, World } from './world.ts';

/** The answer to a step: where the dossier stands, or why it could not move. */
export type Outcome =
  | { kind: 'moved'; dossier: Dossier }
  | { kind: 'invalid'; dossier: Dossier; errors: InputError[] }
  | { kind: 'blocked'; dossier: Dossier; blockers: Blocker[] }
  | { kind: 'not-entitled'; may: string[] };

export type Opening = { demarche: Demarche; subject: SubjectRef | null; input?: Json; applicantId?: string | null; idempotency?: string };

export const hashInput = (input: Json): Buffer => sha256(canonical(input));

/** Opens a draft. Nothing is promised and nothing is recorded in the journal. */
export async function openDossier(world: World, caller: Caller, opening: Opening): Promise<Dossier> {
  const { demarche, subject } = opening;
  const input = opening.input ?? {};
  const applicant = opening.applicantId ?? (caller.actor.kind === 'citizen' ? caller.actor.personId : null);
  return insertDossier(world.acts, {
    id: uuid(), number: `D-${humanCode(8)}`, demarche: demarche.id, subject_kind: demarche.subject.view.kind,
    subject_id: subject?.id ?? uuid(), applicant_id: applicant, actor: caller.actor, door: caller.door, office: caller.office ?? null,
    input, input_hash: hashInput(input), idempotency: opening.idempotency ?? null,
  }, world.clock().toISOString());
}

/** Keeps what was typed, valid or not. A changed input voids signatures and opinions: they bind its hash. */
export async function saveInput(world: World, dossierId: string, input: Json): Promise<void> {
  await world.acts.begin((tx) => saveDossierInput(tx, dossierId, input, hashInput(input), world.clock().toISOString()));
}

export function demarcheOf(world: World, dossier: Dossier): Demarche {
  const found = world.catalogue.get(dossier.demarche);
  if (!found) throw new Error(`no démarche ${dossier.demarche}`);
  return found;
}

/** An existing subject is a plain reference; a subject that the decision will create is marked fresh. */
export function subjectOf(d: Demarche, dossier: Dossier): SubjectRef {
  return d.subject.mode === 'creates' ? { kind: dossier.subject_kind, id: dossier.subject_id, fresh: true } : { kind: dossier.subject_kind, id: dossier.subject_id };
}

/** The dossier as whoever controls professionals sees it. */
export const askedBy = ({ id, submitted_at }: Dossier, deciding: boolean): ControlledDossier => ({ id, submittedAt: submitted_at?.toISOString() ?? null, deciding });

export async function evaluateDossier(world: World, dossier: Dossier, actor: Actor): Promise<Evaluation> {
  const d = demarcheOf(world, dossier);
  return evaluate(world, d, { actor, applicant: dossier.applicant_id, subject: subjectOf(d, dossier), json: dossier.input, dossier: askedBy(dossier, false), ...(dossier.judged_on ? { judgedOn: dossier.judged_on } : {}) });
}

/** Submits a draft or a completed dossier, and takes it as far as it can go by itself. */
export async function submitDossier(world: World, caller: Caller, dossierId: string): Promise<Outcome> {
  const dossier = await must(world, dossierId);
  if (dossier.state === 'decided' || dossier.state === 'issued') return { kind: 'moved', dossier };
  const evaluation = await evaluateDossier(world, dossier, caller.actor);
  if (!evaluation.capacity) return notEntitled(world, dossier);
  if (evaluation.errors.length) return { kind: 'invalid', dossier, errors: evaluation.errors };
  if (evaluation.blockers.length) {
    if (evaluation.keep) await world.acts.begin((tx) => evaluation.keep?.(tx, dossierId, false));
    return { kind: 'blocked', dossier, blockers: evaluation.blockers };
  }
  const now = world.clock();
  const step = await world.acts.begin(async (tx): Promise<Step> => {
    const locked = await lockDossier(tx, dossierId) as Dossier;
    if (locked.state !== 'draft' && locked.state !== 'to_complete') return { next: 'look', dossier: locked };
    const moved = await moveDossier(tx, locked, 'submitted', {
      actor: caller.actor, at: now.toISOString(), what: locked.submitted_at ? 'dépôt des compléments' : 'dépôt',
      set: { submitted_at: locked.submitted_at ?? now, judged_on: locked.judged_on ?? world.today(now) },
    });
    const late = locked.submitted_at ? [] : await evaluation.place?.(tx, now) ?? [];
    if (late.length) throw new NoPlaceLeft(late);
    await evaluation.keep?.(tx, dossierId, true);
    await signAsApplicant(tx, locked, evaluation, caller.actor, now.toISOString());
    if (caller.actor.kind === 'agent') await approveIfAble(world, tx, locked, caller.actor, now);
    // What was found a moment ago of the same question need not be asked again: the decision looks once more, under lock.
    return sameQuestion(moved, dossier, caller.actor, evaluation) ? readiness(world, tx, caller, moved, evaluation) : { next: 'look', dossier: moved };
  }).catch((error: unknown) => { if (error instanceof NoPlaceLeft) return error; throw error; }) as Step | NoPlaceLeft;
  if (step instanceof NoPlaceLeft) return { kind: 'blocked', dossier, blockers: [...step.blockers] };
  return step.next === 'look' ? advance(world, caller, dossierId) : goOn(world, caller, step, evaluation);
}

/** Others took the last place while this one was being sent: its transaction is undone, and it stays as it was. */
class NoPlaceLeft extends Error {
  readonly blockers: readonly Blocker[];
  constructor(blockers: readonly Blocker[]) {
    super('no place left');
    this.blockers = blockers;
  }
}

/** Where a dossier stands after a step: it waits for somebody, it can be decided, or all must be looked at again. */
type Step = { next: 'wait' | 'decide' | 'look'; dossier: Dossier };

function sameQuestion(now: Dossier, before: Dossier, actor: Actor, { before: { today } }: Evaluation): boolean {
  return now.judged_on === today && now.input_hash !== null && before.input_hash !== null && now.input_hash.equals(before.input_hash) && now.applicant_id === before.applicant_id && isDeepStrictEqual(now.actor, actor);
}

function goOn(world: World, caller: Caller, { next, dossier }: Step, evaluation: Evaluation): Promise<Outcome> | Outcome {
  return next === 'decide' ? decideDossier(world, caller, dossier, evaluation.subjects) : { kind: 'moved', dossier };
}

/** Takes a submitted dossier forward: completeness, opinions, payment, decision. Safe to call twice. */
export async function advance(world: World, caller: Caller, dossierId: string): Promise<Outcome> {
  const dossier = await must(world, dossierId);
  if (!isUnderWay(dossier)) return { kind: 'moved', dossier };
  const evaluation = await evaluateDossier(world, dossier, dossier.actor);
  const step = await world.acts.begin(async (tx): Promise<Step> => readiness(world, tx, caller, await lockDossier(tx, dossierId) as Dossier, evaluation)) as Step;
  return goOn(world, caller, step, evaluation);
}

const isUnderWay = ({ state }: Dossier): boolean => state === 'submitted' || state === 'in_review' || state === 'to_pay';

/** With the dossier locked: takes it as far as it can go before its decision. */
async function readiness(world: World, tx: Tx, caller: Caller, dossier: Dossier, evaluation: Evaluation): Promise<Step> {
  if (!isUnderWay(dossier)) return { next: 'wait', dossier };
  const now = world.clock();
  const at = now.toISOString();
  const brought = await broughtTo(tx, dossier.id);
  const reasons = missingOf(brought, evaluation);
  if (reasons.length || evaluation.blockers.length || evaluation.errors.length) {
    return { next: 'wait', dossier: await moveDossier(tx, dossier, 'to_complete', { actor: caller.actor, at, what: 'à compléter', set: { blockers: { reasons, blockers: evaluation.blockers } } }) };
  }
  const needed = approvalsNeeded(evaluation.review, brought);
  let current = dossier;
  if (brought.approved.length < needed) {
    if (current.state !== 'in_review') current = await moveDossier(tx, current, 'in_review', { actor: caller.actor, at, what: needed === 2 ? 'en attente de deux agents' : 'à examiner', ...(evaluation.because.length ? { detail: { because: [...evaluation.because] } } : {}), set: { complete_at: current.complete_at ?? now, reviewers: needed } });
    return { next: 'wait', dossier: current };
  }
  const payable = demarcheOf(world, current).pay !== 'never' && evaluation.total > 0;
  if (!payable) return { next: 'decide', dossier: current };
  const quote = standing(current, evaluation, world.today(now)) ?? await world.money.freezeQuote(tx, current.id, evaluation.fees, world.today(now));
  if (current.state !== 'to_pay') current = await moveDossier(tx, current, 'to_pay', { actor: caller.actor, at, what: 'à payer', set: { quote, complete_at: current.complete_at ?? now } });
  else if (quote !== current.quote) current = await requote(tx, current, quote, at);
  const held = await world.money.received(tx, current.id);
  // What the payer's account covers is taken by the decision itself, with what it pays for.
  const paid = held >= quote.total || await world.money.account?.covers(tx, current, quote.total - held);
  return { next: paid ? 'decide' : 'wait', dossier: current };
}

/** The frozen quote while it still says what is due: same lines, not expired. Else the price is said again. */
function standing({ quote }: Dossier, evaluation: Evaluation, today: string): Quote | null {
  if (!quote || quote.expiresOn < today) return null;
  return canonical(quote.lines as unknown as Json).equals(canonical(evaluation.fees as unknown as Json)) ? quote : null;
}

function missingOf({ pieces, signed }: Brought, evaluation: Evaluation): Reason[] {
  return [
    ...evaluation.pieces.filter((piece) => !piece.optional && !pieces.includes(piece.kind)).map((piece): Reason => ({ kind: 'piece', label: piece.label, text: piece.text, piece: piece.kind, ...(piece.photo ? { photo: true } : {}), ...(piece.own ? { own: true } : {}) })),
    ...evaluation.signatures.filter((party) => !party.paper && !signed.includes(party.key)).map((party): Reason => ({ kind: 'signature', label: party.label })),
  ];
}

/** Whoever submits from their own account signs by it: their identity and the exact input are both known. */
async function signAsApplicant(tx: Tx, dossier: Dossier, evaluation: Evaluation, actor: Actor, at: string): Promise<void> {
  if (actor.kind !== 'citizen') return;
  for (const party of evaluation.signatures.filter((one) => one.personId === actor.personId)) {
    await addSignature(tx, dossier.id, { party: party.key, personId: actor.personId, inputHash: dossier.input_hash as Buffer, means: 'account' }, at);
  }
}

/** A clerk who keys a dossier with a live delegation has thereby examined it. */
async function approveIfAble(world: World, tx: Tx, dossier: Dossier, agent: Extract<Actor, { kind: 'agent' }>, now: Date): Promise<void> {
  const signatory = await world.delegation(tx, agent.agentId, dossier.demarche, world.today(now));
  if (!signatory) return;
  await addReview(tx, dossier.id, { agentId: agent.agentId, verdict: 'approve', inputHash: dossier.input_hash as Buffer, delegationId: signatory.delegationId }, now.toISOString());
}

/** The answers are no longer those that were read. */
export class InputChanged extends Error {
  constructor() {
    super('the input changed between its reading and the signature');
  }
}

/**
 * Another party signs the exact input: by account, or by a paper that a clerk attached.
 * @param read hash of the input that was before their eyes; throws InputChanged when it is another by now
 */
export async function signDossier(
  world: World, caller: Caller, dossierId: string, signature: { party: string; personId: string | null; means: 'account' | 'paper-scan' | 'mark-before-witness'; witness?: string }, read?: Buffer,
): Promise<Outcome> {
  await world.acts.begin(async (tx) => {
    const dossier = await lockDossier(tx, dossierId) as Dossier;
    if (read && !read.equals(dossier.input_hash as Buffer)) throw new InputChanged();
    await addSignature(tx, dossierId, { ...signature, inputHash: dossier.input_hash as Buffer }, world.clock().toISOString());
    await event(tx, dossierId, caller.actor, world.clock().toISOString(), dossier.state, dossier.state, 'signature', { party: signature.party, means: signature.means });
  });
  const dossier = await must(world, dossierId);
  return dossier.state === 'to_complete' ? submitDossier(world, { ...caller, actor: dossier.actor }, dossierId) : advance(world, caller, dossierId);
}

/**
 * An agent's favourable opinion. Without a live delegation it cannot be signed; twice by one agent counts once.
 * @param read hash of the input that was before their eyes; throws InputChanged when it is another by now
 */
export async function approveDossier(world: World, caller: Caller & { actor: Extract<Actor, { kind: 'agent' }> }, dossierId: string, read?: Buffer): Promise<Outcome> {
  const allowed = await world.acts.begin(async (tx) => {
    const dossier = await lockDossier(tx, dossierId) as Dossier;
    if (dossier.state !== 'in_review') throw new WrongStage(dossier.state, 'decided');
    if (read && !read.equals(dossier.input_hash as Buffer)) throw new InputChanged();
    const signatory = await world.delegation(tx, caller.actor.agentId, dossier.demarche, world.today(world.clock()));
    if (!signatory) return false;
    const at = world.clock().toISOString();
    await addReview(tx, dossierId, { agentId: caller.actor.agentId, verdict: 'approve', inputHash: dossier.input_hash as Buffer, delegationId: signatory.delegationId }, at);
    await event(tx, dossierId, caller.actor, at, dossier.state, dossier.state, 'avis favorable');
    return true;
  });
  return allowed ? advance(world, caller, dossierId) : { kind: 'not-entitled', may: ['un agent dont la délégation de signature est en cours'] };
}

/** The applicant, or a clerk for them, gives up. Money received stays theirs: back on their account in the same transaction, or to be refunded. */
export async function cancelDossier(world: World, caller: Caller, dossierId: string, why: string): Promise<Dossier> {
  return world.acts.begin(async (tx) => {
    const over = await moveDossier(tx, await lockDossier(tx, dossierId) as Dossier, 'cancelled', { actor: caller.actor, at: world.clock().toISOString(), what: 'abandon', detail: { why } });
    await world.money.account?.release(tx, over, 'cancelled');
    return over;
  }) as Promise<Dossier>;
}

/** An agent asks for something more: the dossier waits for the applicant, with the reason in words. */
export async function askForMore(world: World, caller: Caller, dossierId: string, reasons: Reason[]): Promise<Dossier> {
  return world.acts.begin(async (tx) => moveDossier(tx, await lockDossier(tx, dossierId) as Dossier, 'to_complete', {
    actor: caller.actor, at: world.clock().toISOString(), what: 'demande de compléments', set: { blockers: { reasons, blockers: [] } },
  })) as Promise<Dossier>;
}

async function must(world: World, id: string): Promise<Dossier> {
  const dossier = await loadDossier(world.acts, id);
  if (!dossier) throw new UnknownDossier(id);
  return dossier;
}

function notEntitled(world: World, dossier: Dossier): Outcome {
  return { kind: 'not-entitled', may: demarcheOf(world, dossier).who.map((capacity) => capacity.label) };
}

export class UnknownDossier extends Error {
  constructor(id: string) {
    super(`no dossier ${id}`);
  }
}
