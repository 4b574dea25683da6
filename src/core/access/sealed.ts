import { inspect } from 'node:util';

/** Whose data, and of which kind (for the person who reads the log): «identité», «permis» … */
export type SealedAbout = {
  readonly personIds: readonly string[];
  readonly kind: string;
  /** The vehicle, licence or dossier through which the person was reached. */
  readonly subjectId?: string;
};

declare const content: unique symbol;
let open: <T>(sealed: Sealed<T>) => T;

/**
 * Data about a person that a store read but nobody may see yet. The value is in a private field: no printing,
 * JSON, spread, inspection or clone can reach it. Only `disclose` opens it, once the reading is logged.
 */
export class Sealed<T> {
  /** For the compiler only: Sealed<A> and Sealed<B> are different types, and no structural twin of anything. */
  declare readonly [content]: T;
  readonly about: SealedAbout;
  readonly #value: T;

  static {
    open = (sealed) => sealed.#value;
  }

  constructor(value: T, about: SealedAbout) {
    this.about = about;
    this.#value = value;
  }

  /** A sealed value in a page or a JSON answer is a programming mistake, never a leak. */
  toJSON(): never { throw new StillSealed(this.about.kind); }
  toString(): never { throw new StillSealed(this.about.kind); }
  [Symbol.toPrimitive](): never { throw new StillSealed(this.about.kind); }
  [inspect.custom](): string { return `Sealed<${this.about.kind}>`; }

  /** Works on the content without seeing it: the result is sealed too. */
  map<U>(change: (value: T) => U): Sealed<U> {
    return new Sealed(change(this.#value), this.about);
  }
}

/** Closes what a store read about `about.personIds`; an empty list (a company, say) is logged for nobody. */
export function seal<T>(value: T, about: SealedAbout): Sealed<T> {
  return new Sealed(value, about);
}

/** Many sealed values as one, so that a list costs one wait: all persons of all values are logged. */
export function sealAll<T>(values: readonly Sealed<T>[]): Sealed<T[]> {
  const kinds = [...new Set(values.map(({ about }) => about.kind))].join(', ');
  const personIds = [...new Set(values.flatMap(({ about }) => about.personIds))];
  return new Sealed(values.map((value) => open(value)), { personIds, kind: kinds || 'liste' });
}

/** For disclosure.ts alone (an architecture test says so): the value, without asking. */
export function breakSeal<T>(sealed: Sealed<T>): T {
  return open(sealed);
}

/** Thrown when code tries to write a sealed value. */
export class StillSealed extends Error {
  override name = 'StillSealed';
  constructor(kind: string) {
    super(`sealed data (${kind}) reached a writer: disclose it first`);
  }
}

/** T itself, or never when a Sealed hides anywhere in it: the type of what a writer accepts. */
export type Unsealed<T> = T extends Sealed<infer _> ? never
  : T extends (...args: never[]) => unknown ? T
    : T extends object ? { [K in keyof T]: Unsealed<T[K]> } : T;
