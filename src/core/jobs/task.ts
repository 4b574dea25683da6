import type { Json } from '../act/types.ts';
import { databaseError, DatabaseError } from '../db/errors.ts';

/** Which try this is; `last` means that a failure now leaves the job for a person to look at. */
export type Attempt = { number: number; last: boolean; signal: AbortSignal };
/** Runs at least once: whatever it does must bear being done again. */
export type Task = (payload: Json, attempt: Attempt) => Promise<void>;
export type Tasks = Readonly<Record<string, Task>>;

/** An error that may be stored and logged: a code of ours, no name, no address, no plate. */
export class JobFailed extends Error {
  override name = 'JobFailed';
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/** What may be kept of a failure. Foreign messages quote addresses and values, so that only their kind is kept. */
export function failureCode(error: unknown): string {
  const typed = databaseError(error);
  if (typed instanceof JobFailed) return typed.code;
  if (typed instanceof DatabaseError) return `database:${typed.kind}`;
  const code = (typed as { code?: unknown } | null)?.code;
  const name = typed instanceof Error ? typed.name : typeof typed;
  return typeof code === 'string' && /^[\w.:-]{1,40}$/.test(code) ? `${name}:${code}` : name;
}

/** One try of a task, whose failure says only its code. @throws JobFailed */
export async function runTask(task: Task | undefined, payload: Json, attempt: Attempt): Promise<void> {
  if (!task) throw new JobFailed('unknown-task');
  try {
    await task(payload, attempt);
  } catch (error) {
    throw new JobFailed(failureCode(error));
  }
}
