import postgres from 'postgres';

/** What went wrong, in the words of this code base: the only place that knows SQLSTATE codes. */
export type DatabaseErrorKind =
  | 'unique'
  | 'exclusion'
  | 'foreign-key'
  | 'check'
  | 'not-null'
  | 'deadlock'
  | 'serialization'
  | 'lock-timeout'
  | 'statement-timeout'
  | 'forbidden'
  | 'read-only'
  | 'raised'
  | 'connection'
  | 'other';

const KIND_BY_CODE: Readonly<Record<string, DatabaseErrorKind>> = {
  '23505': 'unique',
  '23P01': 'exclusion',
  '23503': 'foreign-key',
  '23514': 'check',
  '23502': 'not-null',
  '40P01': 'deadlock',
  '40001': 'serialization',
  '55P03': 'lock-timeout',
  '57014': 'statement-timeout',
  '42501': 'forbidden',
  '25006': 'read-only',
  P0001: 'raised',
  '57P01': 'connection',
  '57P02': 'connection',
  '57P03': 'connection',
  '53300': 'connection',
  CONNECTION_CLOSED: 'connection',
  CONNECTION_ENDED: 'connection',
  CONNECTION_DESTROYED: 'connection',
  CONNECT_TIMEOUT: 'connection',
  ECONNREFUSED: 'connection',
  ECONNRESET: 'connection',
  EPIPE: 'connection',
};

/**
 * An error of the database without any value in it: PostgreSQL's own messages and details quote plates,
 * names and parameters, and would carry them into the logs.
 */
export class DatabaseError extends Error {
  override name = 'DatabaseError';
  readonly kind: DatabaseErrorKind;
  readonly code: string;
  readonly table: string | undefined;
  readonly constraint: string | undefined;

  constructor(kind: DatabaseErrorKind, code: string, table?: string, constraint?: string) {
    super(`${kind} (${code})${constraint ? ` on ${constraint}` : table ? ` on ${table}` : ''}`);
    this.kind = kind;
    this.code = code;
    this.table = table;
    this.constraint = constraint;
  }
}

/** Gives an error of the driver its kind; hands back any other error untouched. */
export function databaseError(error: unknown): unknown {
  if (error instanceof DatabaseError || !(error instanceof Error)) return error;
  const code = (error as { code?: unknown }).code;
  if (error instanceof postgres.PostgresError) {
    const typed = new DatabaseError(KIND_BY_CODE[error.code] ?? 'other', error.code, error.table_name, error.constraint_name);
    return withStackOf(error, typed);
  }
  const kind = typeof code === 'string' ? KIND_BY_CODE[code] : undefined;
  return kind ? withStackOf(error, new DatabaseError(kind, String(code))) : error;
}

/** True when the same work, run again, may succeed: the transaction was rolled back because of another one. */
export function isRetryable(error: unknown): boolean {
  const typed = databaseError(error);
  return typed instanceof DatabaseError && (typed.kind === 'deadlock' || typed.kind === 'serialization' || typed.kind === 'lock-timeout');
}

/** True when `error` is a refusal of the named constraint (or of any, without a name) of this kind. */
export function isRefusal(error: unknown, kind: 'unique' | 'exclusion' | 'foreign-key' | 'check', constraint?: string): boolean {
  const typed = databaseError(error);
  return typed instanceof DatabaseError && typed.kind === kind && (constraint === undefined || typed.constraint === constraint);
}

function withStackOf(from: Error, to: DatabaseError): DatabaseError {
  const frames = from.stack
    ?.split('\n')
    .filter((line) => line.startsWith('    at '))
    .join('\n');
  if (frames) to.stack = `${to.name}: ${to.message}\n${frames}`;
  return to;
}
