/**
 * What every step of a contested decision shares: one act in the chain of the dossier, its event, its papers and what
 * follows it, in one transaction.
 */
import { perform, type DecisionScope } from '../act/perform.ts';
import { loadStates } from '../act/store.ts';
import type { Author, Json, PrivateContent, RecordedAct, Signatory, SubjectRef } from '../act/types.ts';
import type { Sql, Tx } from '../db/sql.ts';
import type { LawDate } from '../values/time.ts';
import { decisionFacet, type Appeal, type DecisionAct, type DecisionState } from './decision-facet.ts';
import type { TitleOrder, Unfavourable } from './define.ts';
import type { Dossier, DossierState } from './dossier.ts';
import { event, loadDossier, lockDossier, moveDossier } from './dossier-store.ts';
import { viewOf } from './evaluate.ts';
import { demarcheOf, UnknownDossier } from './life.ts';
import type { Caller, World } from './world.ts';

/** What the law of the day sets for contested decisions: given by the territory, kept with each act. */
export type Procedure = {
  hearingDays: number;
  /** Days after which silence on an appeal has an effect. */
  answerDays: number;
  ways: readonly Appeal[];
  /** True while a delay stands without its text having been seen. */
  toConfirm: boolean;
};

/** A step that may not be taken. `message` is French, for whoever tried. */
export class ProcedureRefusal extends Error {
  override name = 'ProcedureRefusal';
  readonly code: ProcedureRefusalCode;
  constructor(code: ProcedureRefusalCode, message: string) {
    super(message);
    this.code = code;
  }
}
export type ProcedureRefusalCode =
  | 'too-short' | 'no-text' | 'hearing-running' | 'hearing-needed' | 'no-hearing' | 'nothing-to-contest' | 'already-contested' | 'unknown-way' | 'first-signatory'
  | 'no-delegation' | 'silence-not-confirmed' | 'bad-date' | 'wrong-stage';

/** `about`: the subject of the dossier, locked too, where a refusal changes it. */
type Found = { scope: DecisionScope; dossier: Dossier; state: DecisionState; today: LawDate; about: About | null };
type About = { state: unknown; subject: SubjectRef; unfavourable: Unfavourable<unknown> };
type Step = {
  act: DecisionAct;
  private?: readonly PrivateContent[];
  cites?: readonly string[];
  signatory?: Signatory | null;
  /** What the dossier's history says of it. */
  what: string;
  move?: { to: DossierState; set: (acts: readonly RecordedAct[]) => Partial<Dossier> };
  /** What the step does to the subject of the dossier, where its démarche says so. */
  onSubject?: 'refused' | 'reopened' | undefined;
  papers?: (act: RecordedAct) => readonly TitleOrder[];
  also?: (tx: Tx, dossier: Dossier, now: string) => Promise<void>;
};
type Command = { dossierId: string; requestId: string; decide: (found: Found) => Promise<Step> | Step };

/**
 * Records one act on a dossier. `decide` runs with the dossier locked; what it throws leaves nothing behind, not even
 * the request. The same request twice records once. Throws UnknownDossier and what `decide` throws.
 */
export async function actOnDossier(world: World, caller: Caller, { dossierId, requestId, decide }: Command): Promise<Dossier> {
  const before = await loadDossier(world.acts, dossierId);
  if (!before) throw new UnknownDossier(dossierId);
  const subject = { kind: 'dossier', id: dossierId };
  const d = demarcheOf(world, before);
  const touched = d.unfavourable ? [{ kind: before.subject_kind, id: before.subject_id }] : [];
  const today = world.today(world.clock());
  let step: Step | undefined;
  await perform<Json>(world, {
    requestId, author: authorOf(caller, dossierId), judgedOn: before.judged_on ?? today, subjects: [...await isKnown(world.acts, dossierId) ? [subject] : [], ...touched],
    decide: async (scope) => {
      const dossier = await lockDossier(scope.tx, dossierId) as Dossier;
      if (!scope.states.has(dossierId) && await isKnown(scope.tx, dossierId)) return { more: [subject] };
      const known = scope.states.has(dossierId);
      const about = d.unfavourable && touched[0] ? { state: viewOf(d, scope.states.get(touched[0].id)), subject: touched[0], unfavourable: d.unfavourable as Unfavourable<unknown> } : null;
      step = await decide({ scope, dossier, today, about, state: known ? scope.get(decisionFacet, dossierId) : decisionFacet.initial });
      const { act, onSubject } = step;
      const stays = about && onSubject === 'reopened' ? await about.unfavourable.stays?.(scope.tx, about) : undefined;
      if (stays?.[0]) throw new ProcedureRefusal('wrong-stage', `${stays[0].message} À faire : ${stays[0].clearedBy.how}.`);
      const changed = about && onSubject === 'refused' ? about.unfavourable.refused({ ...about, texts: (act.payload as { texts: string[] }).texts }) : about && onSubject ? about.unfavourable.reopened(about) : [];
      return {
        acts: [{
          kind: act.kind, version: 1, payload: act.payload as unknown as Json, subjects: [known ? subject : { ...subject, fresh: true as const }],
          private: step.private ?? [], cites: step.cites ?? [],
        }, ...changed],
        signatory: step.signatory ?? null, result: act.kind,
      };
    },
    alongside: async ({ tx, now }, acts) => {
      const { move, what, papers, also } = step as Step;
      const dossier = await lockDossier(tx, dossierId) as Dossier;
      await also?.(tx, dossier, now);
      if (move) await moveDossier(tx, dossier, move.to, { actor: caller.actor, at: now, what, set: move.set(acts) });
      else await event(tx, dossierId, caller.actor, now, dossier.state, dossier.state, what);
      const orders = papers?.(acts[0] as RecordedAct) ?? [];
      if (orders.length) await world.papers.order(tx, orders, acts, dossierId);
      await world.follow(tx, acts);
    },
  });
  return await loadDossier(world.acts, dossierId) as Dossier;
}

/** What was decided against the applicant of a dossier, and what became of it. Personal: show it by way of `disclose`. */
export async function decisionOf(world: World, dossierId: string): Promise<DecisionState> {
  const states = await loadStates(world.read, world.facets, [{ kind: 'dossier', id: dossierId }]);
  return (states.get(dossierId)?.[decisionFacet.name] as DecisionState | undefined) ?? decisionFacet.initial;
}

/** @throws ProcedureRefusal when an agent has no live delegation of signature for this démarche. */
export async function signatoryFor(world: World, tx: Tx, agentId: string, dossier: Dossier): Promise<Signatory> {
  const signatory = await world.delegation(tx, agentId, dossier.demarche, world.today(world.clock()));
  if (!signatory) throw new ProcedureRefusal('no-delegation', 'Vous n’avez pas de délégation de signature en cours pour cette démarche.');
  return signatory;
}

/** What people must be able to read and answer: a sentence at least. @returns it trimmed */
export function inWords(text: string, what: string): string {
  const said = plain(text);
  if (said.length < 20) throw new ProcedureRefusal('too-short', `${what} : écrivez une phrase, 20 caractères au moins.`);
  return said.slice(0, 10_000);
}

/** What people wrote, without the signs that no text has and PostgreSQL refuses. */
export const plain = (text: string): string => text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '').trim();

export function citing(texts: readonly string[]): string[] {
  if (!texts.length) throw new ProcedureRefusal('no-text', 'Citez au moins un texte.');
  return [...texts];
}

/** Whoever writes: the person themselves, or an agent who keys what they signed. */
export const writerOf = ({ actor }: Caller): 'person' | 'agent' => (actor.kind === 'agent' ? 'agent' : 'person');

function authorOf({ actor }: Caller, dossierId: string): Author {
  return { kind: 'dossier', dossierId, ...(actor.kind === 'agent' ? { agentId: actor.agentId } : {}) };
}

async function isKnown(sql: Sql | Tx, id: string): Promise<boolean> {
  return (await sql`select 1 from subject where id = ${id}`).length > 0;
}
