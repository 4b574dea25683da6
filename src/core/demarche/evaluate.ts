/** What a démarche says of one situation: the same answer for a panel, a form, a dry run and the decision. */
import { isHelper, type Actor, type Capacity } from '../access/actor.ts';
import { loadStates } from '../act/store.ts';
import type { GetState, States, SubjectRef } from '../act/types.ts';
import type { Sql, Tx } from '../db/sql.ts';
import { uuid } from '../values/ids.ts';
import { blocker, type Blocker } from './blockers.ts';
import type { Before, Ctx, Demarche, FactLoader, FeeLine, Party, Piece, Review, Verdict } from './define.ts';
import { readable, reserved, validate, type InputError, type Validated } from './flat.ts';
import { lookedAt } from './looked-at.ts';
import type { Controlled, ControlledDossier, Controls, World } from './world.ts';

export type Situation = { actor: Actor; applicant?: string | null; subject: SubjectRef; json: unknown; judgedOn?: string; dossier?: ControlledDossier | undefined };

export type Evaluation = {
  capacity: Capacity | null;
  blockers: Blocker[];
  /** Null while the input has errors; then these say what is missing or wrong. */
  ctx: Ctx<unknown, unknown, Record<string, unknown>> | null;
  before: Before<unknown, unknown>;
  errors: InputError[];
  /** What an agent looks at twice, and may let be. */
  remarks: readonly { path: string; message: string }[];
  /** Answers that may still wait, without which the decision will be blocked. */
  awaited: readonly string[];
  pieces: readonly Piece[];
  signatures: readonly Party[];
  fees: readonly FeeLine[];
  total: number;
  review: Review | null;
  /** Why an agent reads it before the decision: ends of « Un agent relit parce que … »; for a professional only. */
  because: readonly string[];
  /** True where no agent looks because this professional is trusted with the act. */
  trusted: boolean;
  /** Everything that it is about: what its decision locks. */
  subjects: readonly SubjectRef[];
  /** What `decide` answered; null where it was not asked. */
  verdict: Verdict | null;
  /** What whoever controls professionals keeps of it, once it is sent. */
  keep: Controls['keep'];
  /** Whether there is a place left for it, asked as it is sent. */
  place: Controls['place'];
  /** What whoever controls professionals is told of a decision on trust. */
  onTrust: Controls['trusted'];
};

/** Reads the subject and the facts, then asks the démarche everything. Writes nothing. */
export async function evaluate(world: World, d: Demarche, situation: Situation): Promise<Evaluation> {
  const main = await loadStates(world.read, world.facets, [situation.subject]);
  const subjects = subjectsOf(d, situation, main.get(situation.subject.id));
  const others = loadStates(world.read, world.facets, subjects.slice(1));
  const now = world.clock();
  const known = { subjects, main: main.get(situation.subject.id), states: others.then((more) => new Map([...main, ...more])) };
  return evaluateIn(world, world.read, d, situation, known, now.toISOString(), situation.judgedOn ?? world.today(now), nameFresh());
}

/** The main subject, first, and all it touches, from a look at its state. */
export function subjectsOf(d: Demarche, { subject, json, actor: given }: Situation, main: States | undefined): SubjectRef[] {
  if (!d.touches) return [subject];
  const actor = standsAs(d, given);
  const checked = validate(d.input, json);
  const more = d.touches({ state: viewOf(d, main), input: partly(d, checked, json), actor }) as readonly SubjectRef[];
  return [...new Map([subject, ...more].map((ref) => [ref.id, ref])).values()];
}

/**
 * In a démarche of authorities, a professional who is one (a bank, a bailiff, the customs) stands as the authority of this
 * name: the démarche knows authorities, and nothing of professionals. They are controlled as what they are.
 */
export function standsAs(d: Pick<Demarche, 'presence'>, actor: Actor): Actor {
  return d.presence === 'authority' && actor.kind === 'partner' ? { kind: 'authority', agentId: actor.userId, name: actor.name, authority: actor.partnerKind, unit: actor.companyId, companyId: actor.companyId } : actor;
}

/** What is known of the subjects: the main one at once, all of them when they come. */
export type Known = { subjects: readonly SubjectRef[]; main: States | undefined; states: ReadonlyMap<string, States> | Promise<ReadonlyMap<string, States>> };

/** The same inside a transaction that holds the locks: the states known are the locked ones. */
export async function evaluateIn(
  world: Pick<World, 'controls' | 'catalogue' | 'today'>, tx: Sql | Tx, d: Demarche, situation: Situation, known: Known, now: string, today: string, newId: (name: string) => string,
): Promise<Evaluation> {
  const { subject, applicant = null } = situation;
  const actor = standsAs(d, situation.actor);
  const { subjects } = known;
  const on = world.today(new Date(now));
  const state = viewOf(d, known.main);
  const closed = reserved(d.input, situation.json, actor);
  const checked = closed.length ? { ok: false as const, errors: closed } : validate(d.input, situation.json);
  const input = partly(d, checked, situation.json);
  const [facts, states, controls] = await Promise.all([
    loadFacts(tx, d, { today, on, now, actor, applicant, subject, state, input }), known.states, controlsOf(world, tx, { demarche: d, subject, input, today, now, dossier: situation.dossier }, situation.actor),
  ]);
  const get: GetState = (facet, id) => ((states.get(id) as States | undefined)?.[facet.name] ?? facet.initial) as typeof facet.initial;
  const before = { today, on, now, actor, applicant, subject, state, facts, get, catalogue: world.catalogue } as Before<unknown, unknown>;
  const capacity = d.who.find((candidate) => candidate.holds({ actor, subject, state, get, today: on })) ?? null;
  const blockers = [...controls.blockers, ...d.blocks(before as never)];
  const awaited = d.awaits?.({ ...before, input } as never) ?? [];
  const remarks = d.remarks?.({ ...before, input: input ?? {} } as never) ?? [];
  if (!checked.ok) return { capacity, blockers, ctx: null, before, errors: checked.errors, remarks, awaited, pieces: [], signatures: [], fees: [], total: 0, review: null, because: [], trusted: false, subjects, verdict: null, keep: undefined, place: undefined, onTrust: undefined };
  const ctx = { ...before, input: checked.input, newId } as Ctx<unknown, unknown, Record<string, unknown>>;
  const fees = d.fees(ctx as never);
  const verdict = blockers.length ? { blocked: [] } : d.decide(ctx as never);
  const look = lookedAt(actor, controls, { review: d.review(ctx as never), unchecked: d.unchecked?.(ctx as never), remarks });
  return {
    capacity, before, ctx, errors: [], remarks, awaited, fees, subjects, verdict, keep: controls.keep, place: controls.place, onTrust: controls.trusted,
    blockers: [...blockers, ...('blocked' in verdict ? verdict.blocked : [])],
    pieces: piecesFor(actor, controls.pieces, d.pieces(ctx as never)), signatures: d.signatures(ctx as never), ...look,
    total: fees.reduce((sum, line) => sum + line.amount, 0),
  };
}

/** A helper keys a paper that somebody signed: it is always there, and an agent of the office always reads it. */
function piecesFor(actor: Actor, more: readonly Piece[], asked: readonly Piece[]): readonly Piece[] {
  const pieces = [...asked, ...more.filter(({ kind }) => !asked.some((one) => one.kind === kind))];
  if (!isHelper(actor) || pieces.some(({ signed }) => signed)) return pieces;
  return [{ kind: 'demande-signee', label: 'Demande signée', text: 'maison-dossier', signed: true, hint: 'Le récapitulatif imprimé, signé par la personne.' }, ...pieces];
}

const UNCONTROLLED: Controls = { blockers: [], pieces: [], review: null };

/** Professionals are controlled before each act, at every door; nobody else is. Where nobody controls, they may do nothing. */
async function controlsOf(world: Pick<World, 'controls'>, tx: Sql | Tx, c: Omit<Controlled, 'actor'>, actor: Actor): Promise<Controls> {
  if (actor.kind !== 'partner') return UNCONTROLLED;
  return world.controls ? world.controls(tx, { ...c, actor }) : { ...UNCONTROLLED, blockers: [blocker('professionnel-non-controle', 'Les démarches des professionnels ne sont pas ouvertes sur cette installation.', 'maison-dossier', 'l’administration', 'ouvrir l’accréditation des professionnels')] };
}

/** The whole input, or what can be read of it: a fact and a subject never see an answer of another type than theirs. */
const partly = (d: Demarche, checked: Validated<unknown>, json: unknown) => (checked.ok ? checked.input : readable(d.input, json) ?? {}) as Record<string, unknown>;

export function viewOf(d: Demarche, states: States | undefined): unknown {
  return Object.fromEntries(Object.entries(d.subject.view.facets).map(([name, facet]) => {
    const { name: facetName, initial } = facet as { name: string; initial: unknown };
    return [name, states?.[facetName] ?? initial];
  }));
}

type Loader = FactLoader<unknown, unknown, Record<string, unknown>>;

async function loadFacts(tx: Sql | Tx, d: Demarche, c: Parameters<Loader>[1]): Promise<unknown> {
  const names = Object.keys(d.facts);
  const values = await Promise.all(names.map((name) => (d.facts[name] as Loader)(tx, c)));
  return Object.fromEntries(names.map((name, index) => [name, values[index]]));
}

/** Names for things that a dry run only imagines. */
export function nameFresh(): (name: string) => string {
  const named = new Map<string, string>();
  return (name) => named.get(name) ?? (named.set(name, uuid()).get(name) as string);
}
