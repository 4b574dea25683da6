import { connect, type Sql } from '../db/sql.ts';
import type { Purpose } from '../http/frame.ts';
import { actorId, type Actor } from './actor.ts';
import { breakSeal, type Sealed } from './sealed.ts';

/**
 * How long a reading stays hidden from the person it is about, in days; null: shown at once.
 * The rule comes from outside (a dated legal parameter, «à confirmer» while its text is unknown).
 */
export type Deferral = (actor: Actor, purpose: string) => number | null;

export type DisclosureOptions = {
  readonly deferral?: Deferral;
  readonly clock?: () => Date;
  /** Beyond this, no answer: the readers of a batch, counted from the first of them, are told to try again. Milliseconds. */
  readonly patience?: number;
};

type Row = {
  at: Date; actor_kind: string; actor_id: string | null; service: string; purpose: string; person_id: string;
  subject_id: string | null; data_kind: string; route: string; request_id: string; deferred_until: Date | null;
};
/** `written` settles with the commit, `answered` with it or when patience ends. */
type Batch = { readonly rows: Row[]; readonly written: Promise<void>; readonly answered: Promise<void> };

const MOST_ROWS = 2000;
const day = 86_400_000;

/**
 * The log of who read whom. Rows that come while one insert is under way leave together with the next one: a lone
 * reader waits for one commit, thirty-two readers share it. Its connection is its own, so that no lock or report delays it.
 */
export class DisclosureLog {
  readonly #sql: Sql;
  readonly #deferral: Deferral;
  readonly #clock: () => Date;
  readonly #patience: number;
  #next: Batch | undefined;
  #last: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(url: string, { deferral = () => null, clock = () => new Date(), patience = 4000 }: DisclosureOptions = {}) {
    this.#sql = connect(url, { max: 1, app: 'sitt-disclosure', settings: { statement_timeout: 3000, lock_timeout: 2000, plan_cache_mode: 'force_generic_plan' } });
    this.#deferral = deferral;
    this.#clock = clock;
    this.#patience = patience;
  }

  /** Resolves when the reading is committed; throws DisclosureUnavailable when it cannot be. */
  async record(actor: Actor, purpose: Purpose, sealed: Sealed<unknown>): Promise<void> {
    if (sealed.about.personIds.length === 0) return;
    if (this.#closed) throw new DisclosureUnavailable();
    await this.#enqueue(this.#rowsOf(actor, purpose, sealed)).answered;
  }

  /** Waits for what is under way, then takes nothing more. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#next?.written.catch(() => undefined);
    await this.#sql.end({ timeout: 5 });
  }

  #rowsOf(actor: Actor, { code, route, requestId }: Purpose, { about }: Sealed<unknown>): Row[] {
    const at = this.#clock();
    const hidden = this.#deferral(actor, code);
    return [...new Set(about.personIds)].map((person) => ({
      at, actor_kind: actor.kind, actor_id: actorId(actor), service: serviceOf(actor), purpose: code, person_id: person,
      subject_id: about.subjectId ?? null, data_kind: about.kind, route, request_id: requestId,
      deferred_until: hidden === null ? null : new Date(at.getTime() + hidden * day),
    }));
  }

  #enqueue(rows: readonly Row[]): Batch {
    if (!this.#next || this.#next.rows.length >= MOST_ROWS) this.#next = this.#open();
    this.#next.rows.push(...rows);
    return this.#next;
  }

  #open(): Batch {
    const written = this.#last.then(nextTurn).then(() => this.#write(batch));
    const batch: Batch = {
      rows: [], written,
      answered: new Promise((resolve, reject) => {
        const unavailable = () => { clearTimeout(timer); reject(new DisclosureUnavailable()); };
        const timer = setTimeout(unavailable, this.#patience);
        written.then(() => { clearTimeout(timer); resolve(); }, unavailable);
      }),
    };
    // Each reader gets the failure from `answered`; the chain goes on whatever happened to one batch.
    this.#last = written.catch(() => undefined);
    return batch;
  }

  async #write(batch: Batch): Promise<void> {
    if (this.#next === batch) this.#next = undefined;
    const { rows } = batch;
    await this.#sql`
      insert into access_log (at, actor_kind, actor_id, service, purpose, person_id, subject_id, data_kind, route, request_id, deferred_until)
      select * from unnest(${rows.map((r) => r.at.toISOString())}::timestamptz[], ${rows.map((r) => r.actor_kind)}::text[], ${rows.map((r) => r.actor_id)}::uuid[],
        ${rows.map((r) => r.service)}::text[], ${rows.map((r) => r.purpose)}::text[], ${rows.map((r) => r.person_id)}::uuid[],
        ${rows.map((r) => r.subject_id)}::uuid[], ${rows.map((r) => r.data_kind)}::text[], ${rows.map((r) => r.route)}::text[],
        ${rows.map((r) => r.request_id)}::text[], ${rows.map((r) => r.deferred_until?.toISOString() ?? null)}::timestamptz[])`;
  }
}

/** The only way to a person's data: the value, once its reading is durably in the log. */
export async function disclose<T>(log: DisclosureLog, actor: Actor, purpose: Purpose, sealed: Sealed<T>): Promise<T> {
  await log.record(actor, purpose, sealed);
  return breakSeal(sealed);
}

/** The log did not take the reading, so nothing was read. */
export class DisclosureUnavailable extends Error {
  override name = 'DisclosureUnavailable';
  readonly statusCode = 503;
  constructor() {
    super('the access log is not available');
  }
}

/** What the person will read: a service, never an officer. */
function serviceOf(actor: Actor): string {
  switch (actor.kind) {
    case 'agent': return `office:${actor.office}`;
    case 'authority': return `${actor.authority}:${actor.unit}`;
    case 'partner': return `partner:${actor.partnerKind}`;
    case 'system': return 'system';
    default: return actor.kind;
  }
}

/** Lets the requests of this turn of the loop join. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
