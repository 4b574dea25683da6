/** A kiosk, as an interpreter of any démarche: one question a screen, asked, checked and gone on from. */
import type { Json, SubjectRef } from '../../src/core/act/types.ts';
import {
  evaluate, fieldsFor, isShown, openDossier, submitDossier, unflatten, validateSome, type Caller, type Demarche, type Evaluation, type Field, type Flat, type Outcome, type World,
} from '../../src/core/demarche/index.ts';
import { uuid } from '../../src/core/values/ids.ts';

export type Screen =
  | { kind: 'find'; question: string; error: string | null }
  | { kind: 'blocked'; sentences: string[] }
  | { kind: 'ask'; field: Field; step: string; error: string | null }
  | { kind: 'confirm'; answers: Flat; total: number; pieces: string[]; blockers: string[] }
  | { kind: 'done'; outcome: Outcome };

/** One person before one screen. Every answer is a text; an empty one passes a question that may be passed. */
export class Kiosk {
  readonly #world: World; readonly #caller: Caller; readonly #d: Demarche;
  readonly #passed = new Set<string>();
  flat: Flat = {};
  #subject: SubjectRef | null = null;
  screen: Screen;

  constructor(world: World, caller: Caller, d: Demarche) {
    this.#world = world; this.#caller = caller; this.#d = d;
    this.screen = d.subject.mode === 'creates' ? this.#next() : { kind: 'find', question: d.subject.view.question, error: null };
    if (d.subject.mode === 'creates') this.#subject = { kind: d.subject.view.kind, id: uuid(), fresh: true };
  }

  async answer(text: string): Promise<Screen> {
    if (this.screen.kind === 'find') return (this.screen = await this.#find(text));
    if (this.screen.kind === 'ask') this.screen = this.#take(this.screen.field, text);
    if (this.screen.kind === 'confirm') this.screen = await this.#confirm();
    return this.screen;
  }

  /** The person has read the recap and signs. */
  async sign(): Promise<Screen> {
    if (this.screen.kind !== 'confirm') return this.screen;
    const subject = this.#subject?.fresh ? null : this.#subject;
    const dossier = await openDossier(this.#world, this.#caller, { demarche: this.#d, subject, input: this.#input() });
    return (this.screen = { kind: 'done', outcome: await submitDossier(this.#world, this.#caller, dossier.id) });
  }

  async #find(text: string): Promise<Screen> {
    const [id, second] = await this.#d.subject.view.locate(this.#world.read, text);
    if (!id || second) return { kind: 'find', question: this.#d.subject.view.question, error: 'Ce numéro n’est pas reconnu. Vérifiez, ou appelez un agent.' };
    this.#subject = { kind: this.#d.subject.view.kind, id };
    const { capacity, blockers } = await this.#evaluate();
    if (!capacity) return { kind: 'blocked', sentences: this.#d.who.map(({ label }) => `Ouvert à : ${label}.`) };
    return blockers.length ? { kind: 'blocked', sentences: blockers.map(({ message }) => message) } : this.#next();
  }

  #take(field: Field, text: string): Screen {
    this.flat = { ...this.flat, [field.path]: text };
    const [wrong] = validateSome(this.#d.input, this.flat, [field.path]);
    if (wrong) return { kind: 'ask', field, step: this.#stepOf(field), error: wrong.message };
    this.#passed.add(field.path);
    return this.#next();
  }

  /** The first question that the answers so far open and that nobody has answered yet. */
  #next(): Screen {
    const field = fieldsFor(this.#d.input, this.#caller.actor).find((one) => one.control !== 'hidden' && !this.#passed.has(one.path) && isShown(one, this.flat));
    return field ? { kind: 'ask', field, step: this.#stepOf(field), error: null } : { kind: 'confirm', answers: this.flat, total: 0, pieces: [], blockers: [] };
  }

  async #confirm(): Promise<Screen> {
    const { total, pieces, blockers } = await this.#evaluate();
    return { kind: 'confirm', answers: this.flat, total, pieces: pieces.map(({ label }) => label), blockers: blockers.map(({ message }) => message) };
  }

  #stepOf = ({ path }: Field): string => this.#d.steps.find(({ paths }) => paths.some((wanted) => path === wanted || path.startsWith(`${wanted}.`)))?.title ?? this.#d.title;
  #input = (): Json => unflatten(this.#d.input, this.flat) as Json;
  #evaluate = (): Promise<Evaluation> => evaluate(this.#world, this.#d, { actor: this.#caller.actor, subject: this.#subject as SubjectRef, json: this.#input() });
}
