import type { AnyFacet, Json, RecordedAct, States } from './types.ts';

/** Every facet of every domain, by kind of subject: filled once, in src/app.ts. */
export class Facets {
  readonly #bySubject = new Map<string, AnyFacet[]>();
  readonly #upcasters = new Map<string, (payload: Json) => Json>();

  constructor(facets: readonly AnyFacet[]) {
    for (const facet of facets) {
      const list = this.#bySubject.get(facet.subject) ?? [];
      if (list.some((known) => known.name === facet.name)) {
        throw new Error(`facet ${facet.name} of ${facet.subject} is declared twice`);
      }
      this.#bySubject.set(facet.subject, [...list, facet]);
    }
  }

  of(subject: string): readonly AnyFacet[] {
    return this.#bySubject.get(subject) ?? [];
  }

  kinds(): string[] {
    return [...this.#bySubject.keys()];
  }

  /** Old payloads are lifted to the present shape before any fold: `kind@version` → next version's payload. */
  upcastFrom(kind: string, version: number, lift: (payload: Json) => Json): void {
    this.#upcasters.set(`${kind}@${version}`, lift);
  }

  upcast(act: RecordedAct): RecordedAct {
    let { payload, version } = act;
    for (let lift = this.#upcasters.get(`${act.kind}@${version}`); lift; lift = this.#upcasters.get(`${act.kind}@${version}`)) {
      payload = lift(payload);
      version += 1;
    }
    return version === act.version ? act : { ...act, payload, version };
  }

  initial(subject: string): States {
    return Object.fromEntries(this.of(subject).map((facet) => [facet.name, facet.initial as unknown]));
  }

  /** One act applied to every facet of its subject; an untouched facet keeps its identity (===). */
  evolve(subject: string, subjectId: string, states: States, recorded: RecordedAct): States {
    const act = this.upcast(recorded);
    return Object.fromEntries(
      this.of(subject).map((facet) => [facet.name, facet.evolve(states[facet.name], act as never, subjectId) as unknown]),
    );
  }

  fold(subject: string, subjectId: string, acts: readonly RecordedAct[]): States {
    return acts.reduce((states, act) => this.evolve(subject, subjectId, states, act), this.initial(subject));
  }

  slice(subject: string, states: States, at: string): States {
    return Object.fromEntries(
      this.of(subject).map((facet) => [facet.name, facet.slice(states[facet.name], at) as unknown]),
    );
  }
}
