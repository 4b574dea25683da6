import type { Query } from '../db/sql.ts';
import type { Actor } from './actor.ts';
import { anonymous } from './actor.ts';
import { closeSession, openSession, saveSessionData, type FoundSession, type Principal, type SessionData, type SessionKind } from './sessions.ts';

/** A message shown once, on the page after a 303. */
export type Flash = { readonly kind: 'success' | 'information' | 'error'; readonly text: string };

/** What must happen to the browser's cookies once the answer is known. */
export type CookieChange = { readonly kind: SessionKind; readonly token: string | null };

/**
 * The session as a handler sees it. Nothing is written before `save`, which the frame calls after the handler
 * and before the answer leaves: the GET that follows a 303 finds it.
 */
export class Session {
  readonly kind: SessionKind;
  readonly actor: Actor;
  #found: FoundSession | undefined;
  #data: SessionData;
  #login: { kind: SessionKind; principal: Principal } | undefined;
  #ended = false;
  #dirty = false;

  constructor(kind: SessionKind, found: FoundSession | undefined) {
    this.kind = found?.kind ?? kind;
    this.actor = found?.actor ?? anonymous;
    this.#found = found;
    this.#data = found?.data ?? {};
  }

  /** The secret id when there is one: for the CSRF binding and the rate limit, never to be shown. */
  get token(): string | undefined { return this.#found?.token; }

  get(key: string): unknown { return this.#data[key]; }

  /** Keeps a JSON value (undefined forgets it). Opens a visitor's session when there is none. */
  set(key: string, value: unknown): void {
    const { [key]: _, ...rest } = this.#data;
    this.#data = value === undefined ? rest : { ...rest, [key]: value };
    this.#dirty = true;
  }

  flash(kind: Flash['kind'], text: string): void {
    this.set('flash', [...this.#flashes(), { kind, text }]);
  }

  /** The waiting messages; they are gone afterwards. */
  takeFlash(): Flash[] {
    const waiting = this.#flashes();
    if (waiting.length) this.set('flash', undefined);
    return waiting;
  }

  /** Logs in: the old id dies, a new one is born (no fixation), and only what `keep` names survives. */
  start(kind: SessionKind, principal: Principal, keep: SessionData = {}): void {
    this.#login = { kind, principal };
    this.#data = { ...keep };
    this.#ended = false;
    this.#dirty = true;
  }

  /** Logs out. */
  end(): void {
    this.#ended = true;
    this.#login = undefined;
    this.#data = {};
  }

  /** Writes what changed. @returns the cookies to set or clear */
  async save(tx: Query, now: Date): Promise<CookieChange[]> {
    if (this.#ended || this.#login) return this.#replace(tx, now);
    if (!this.#dirty) return [];
    this.#dirty = false;
    if (!this.#found) return [{ kind: 'visitor', token: await openSession(tx, 'visitor', null, this.#data, now) }];
    await saveSessionData(tx, this.#found.token, this.#data, now);
    return [];
  }

  async #replace(tx: Query, now: Date): Promise<CookieChange[]> {
    const changes: CookieChange[] = [];
    if (this.#found) {
      await closeSession(tx, this.#found.token);
      changes.push({ kind: this.#found.kind, token: null });
    }
    if (this.#login) {
      const { kind, principal } = this.#login;
      changes.push({ kind, token: await openSession(tx, kind, principal, this.#data, now) });
    }
    return changes;
  }

  #flashes(): Flash[] {
    return (this.#data['flash'] as Flash[] | undefined) ?? [];
  }
}
