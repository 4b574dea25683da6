import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import { place } from '../../territory/place.ts';
import { databaseError, isRetryable } from './errors.ts';

/** A pool of connections: the tag that runs one statement. */
export type Sql = postgres.Sql;
/** An open transaction: what every store function takes first. */
export type Tx = postgres.TransactionSql;
/** Either of them: for a read that needs no transaction. */
export type Query = postgres.ISql;
/** A piece of a statement, to be put into another. */
export type Fragment = postgres.PendingQuery<postgres.Row[]>;
/** A value that a jsonb column takes, through `tx.json(value)`. */
export type Json = postgres.JSONValue;
export type Pools = { readonly read: Sql; readonly lookup: Sql; readonly acts: Sql; readonly report: Sql; readonly close: () => Promise<void> };

export type ConnectOptions = {
  readonly max?: number;
  /** Shown in pg_stat_activity. */
  readonly app?: string;
  /** Session settings, for example `{ lock_timeout: 2000 }` (milliseconds). */
  readonly settings?: Readonly<Record<string, string | number | boolean>>;
};

/**
 * Opens a pool (connections are made at first use).
 * bigint and numeric come back as numbers (an unsafe one throws), `date` as 'YYYY-MM-DD', timestamptz as Date.
 */
export function connect(url: string, { max = 4, app = 'sitt', settings = {} }: ConnectOptions = {}): Sql {
  return postgres(url, {
    max,
    connect_timeout: 10,
    onnotice: () => undefined,
    // The day changes at midnight here, whatever the machine: casts of an instant to a date follow it.
    connection: { application_name: app, TimeZone: place.timeZone, ...settings },
    types: {
      bigint: { to: 20, from: [20], serialize: String, parse: exactNumber },
      numeric: { to: 1700, from: [1700], serialize: String, parse: Number },
      date: { to: 1082, from: [1082], serialize: (day: string) => day, parse: (day: string) => day },
    },
  });
}

/**
 * The pools of the server, so that a long report or a lock never delays a plate check:
 * few pipelined connections that cannot write, ten that wait on locks, one for reports, and two that only find by an
 * index who asks and what they ask about, at every request: their statements are planned once.
 */
export function pools(url: string): Pools {
  const read = connect(url, { max: 2, app: 'sitt-read', settings: { default_transaction_read_only: true, statement_timeout: 5_000 } });
  const lookup = connect(url, {
    max: 2,
    app: 'sitt-lookup',
    settings: { default_transaction_read_only: true, statement_timeout: 5_000, plan_cache_mode: 'force_generic_plan' },
  });
  const acts = connect(url, {
    max: 10,
    app: 'sitt-acts',
    settings: { lock_timeout: 3_000, statement_timeout: 15_000, idle_in_transaction_session_timeout: 30_000 },
  });
  const report = connect(url, {
    max: 1,
    app: 'sitt-report',
    settings: { default_transaction_read_only: true, statement_timeout: 300_000 },
  });
  const close = async () => {
    await Promise.all([read, lookup, acts, report].map((pool) => pool.end({ timeout: 5 })));
  };
  return { read, lookup, acts, report, close };
}

/**
 * Runs `work` in one transaction (READ COMMITTED), again up to `attempts` times when another
 * transaction was in the way. `work` must have no effect outside the transaction.
 * Throws DatabaseError for whatever the database refused.
 */
export async function transaction<T>(pool: Sql, work: (tx: Tx) => Promise<T>, attempts = 1): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return (await pool.begin(work)) as T;
    } catch (error) {
      if (attempt >= attempts || !isRetryable(error)) throw databaseError(error);
      // Two that met in a deadlock must not meet again at once.
      await pause(attempt * 10 + Math.random() * 40);
    }
  }
}

function exactNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError('a bigint beyond 2^53 came out of the database');
  return value;
}
