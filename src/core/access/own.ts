import { notFound } from '../http/faults.ts';
import { actorId, type Actor } from './actor.ts';

/** Whoever the actor stands for: themselves, their company. Ids that a list of theirs is scoped to in SQL. */
export function ownIds(actor: Actor): string[] {
  if (actor.kind === 'partner') return [actor.userId, actor.companyId];
  const id = actorId(actor);
  return id === null ? [] : [id];
}

/**
 * Throws 404 unless one of `owners` is the actor: a guessed id shows as much as an invented one.
 * For what belongs to a citizen or a professional; agents pass by their role and their purpose instead.
 */
export function requireOwn(actor: Actor, ...owners: readonly (string | null)[]): void {
  if (!ownIds(actor).some((id) => owners.includes(id))) throw notFound();
}
