/** What a démarche says of one situation: the same answer for a panel, a form, a dry run and the decision. */
import { isHelper, type Actor, type Capacity } from '../access/actor.ts';
import { loadStates } from '../act/store.ts';
import type { GetState, States, SubjectRef } from '../act/types.ts';
import type { Sql, Tx } from '../db/sql.ts';
import { uuid } from '../values/ids.ts';
import type { Blocker } from './blockers.ts';
import type { Before, Ctx, Demarche, FactLoader, FeeLine, Party, Piece, Review } from './define.ts';
import { reserved, validate, type InputError } from './flat.ts';
import type { World } from './world.ts';

export type Situation = { actor: Actor; subject: SubjectRef; json: unknown; judgedOn?: string };

export type Evaluation = {
  capacity: Capacity | null;
  blockers: Blocker[];
  /** Null while the input has errors; then these say what is missing or wrong. */
  ctx: Ctx<unknown, unknown, Record<string, unknown>> | null;
  before: Before<unknown, unknown>;
  errors: InputError[];
  pieces: readonly Piece[];
  signatures: readonly Party[];
  fees: readonly FeeLine[];
  total: number;
  review: Review | null;
};

/** Reads the subject and the facts, then asks the démarche everything. Writes nothing. */
export async function evaluate(world: World, d: Demarche, situation: Situation): Promise<Evaluation> {
  const refs = await subjectsOf(world, world.read, d, situation);
  const states = await loadStates(world.read, world.facets, refs);
  const now = world.clock();
  return evaluateIn(world.read, d, situation, states, now.toISOString(), situation.judgedOn ?? world.today(now), nameFresh());
}

/** The main subject and all it touches, from a first look at the state. */
export async function subjectsOf(world: World, tx: Sql | Tx, d: Demarche, { subject, json, actor }: Situation): Promise<SubjectRef[]> {
  if (!d.touches) return [subject];
  const states = await loadStates(tx, world.facets, [subject]);
  const checked = validate(d.input, json);
  const more = d.touches({ state: viewOf(d, states.get(subject.id)), input: (checked.ok ? checked.input : json) as Record<string, unknown>, actor }) as readonly SubjectRef[];
  return [...new Map([subject, ...more].map((ref) => [ref.id, ref])).values()];
}

/** The same inside a transaction that holds the locks: `states` are the locked ones. */
export async function evaluateIn(
  tx: Sql | Tx, d: Demarche, situation: Situation, states: ReadonlyMap<string, States>, now: string, today: string, newId: (name: string) => string,
): Promise<Evaluation> {
  const { actor, subject } = situation;
  const get: GetState = (facet, id) => ((states.get(id) as States | undefined)?.[facet.name] ?? facet.initial) as typeof facet.initial;
  const state = viewOf(d, states.get(subject.id));
  const closed = reserved(d.input, situation.json, actor);
  const checked = closed.length ? { ok: false as const, errors: closed } : validate(d.input, situation.json);
  const input = checked.ok ? checked.input : undefined;
  const facts = await loadFacts(tx, d, { today, now, actor, subject, state, input: (input ?? situation.json ?? {}) as Record<string, unknown> });
  const before = { today, now, actor, subject, state, facts, get } as Before<unknown, unknown>;
  const capacity = d.who.find((candidate) => candidate.holds({ actor, subject, state, get, today })) ?? null;
  const blockers = [...d.blocks(before as never)];
  if (!checked.ok) return { capacity, blockers, ctx: null, before, errors: checked.errors, pieces: [], signatures: [], fees: [], total: 0, review: null };
  const ctx = { ...before, input: checked.input, newId } as Ctx<unknown, unknown, Record<string, unknown>>;
  const fees = d.fees(ctx as never);
  const verdict = blockers.length ? { blocked: [] } : d.decide(ctx as never);
  return {
    capacity, before, ctx, errors: [], fees,
    blockers: [...blockers, ...('blocked' in verdict ? verdict.blocked : [])],
    pieces: piecesFor(actor, d.pieces(ctx as never)), signatures: d.signatures(ctx as never), review: reviewFor(actor, d.review(ctx as never)),
    total: fees.reduce((sum, line) => sum + line.amount, 0),
  };
}

/** A helper keys a paper that somebody signed: it is always there, and an agent of the office always reads it. */
function piecesFor(actor: Actor, pieces: readonly Piece[]): readonly Piece[] {
  if (!isHelper(actor) || pieces.some(({ signed }) => signed)) return pieces;
  return [{ kind: 'demande-signee', label: 'Demande signée', text: 'maison-dossier', signed: true, hint: 'Le récapitulatif imprimé, signé par la personne.' }, ...pieces];
}
const reviewFor = (actor: Actor, review: Review): Review => (isHelper(actor) && review === 'automatic' ? 'clerk' : review);

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
