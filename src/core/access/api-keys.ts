import { randomBytes } from 'node:crypto';
import type { Query } from '../db/sql.ts';
import { uuid } from '../values/ids.ts';
import type { Actor } from './actor.ts';
import { hashToken, type Principal } from './sessions.ts';

export type FoundKey = { readonly id: string; readonly actor: Actor; readonly scopes: readonly string[] };

/** Names of what a key may do; a door may know more of them. */
export type Scope = 'demarches:read' | 'demarches:write' | 'dossiers:read' | 'vehicles:read' | 'vehicles:check' | (string & {});

/**
 * Makes a key. @returns its text, shown once: the database keeps its hash.
 * @param expires null for a key without an end (it can still be revoked)
 */
export async function createApiKey(tx: Query, owner: Principal, label: string, scopes: readonly Scope[], expires: Date | null): Promise<{ id: string; key: string }> {
  const id = uuid();
  const key = `sitt_${randomBytes(32).toString('base64url')}`;
  await insertKey(tx, { id, key, owner, label, scopes, expires, demo: false });
  return { id, key };
}

/** Also used by the demo's seed, whose keys have a text that everybody knows. */
export async function insertKey(
  tx: Query, { id, key, owner, label, scopes, expires, demo }: { id: string; key: string; owner: Principal; label: string; scopes: readonly Scope[]; expires: Date | null; demo: boolean },
): Promise<void> {
  await tx`
    insert into api_key (id, hash, label, actor_kind, actor_id, scopes, demo, expires_at)
    values (${id}, ${hashToken(key)}, ${label}, ${owner.kind}, ${owner.id}, ${[...scopes]}, ${demo}, ${expires})`;
}

/** The live key of this text and the actor it acts as today; undefined for any other. */
export async function findApiKey(read: Query, key: string, now: Date): Promise<FoundKey | undefined> {
  const [row] = await read<{ id: string; actor: Actor; scopes: string[] }[]>`
    select k.id, a.actor, k.scopes
    from api_key k join acting a on a.kind = k.actor_kind and a.id = k.actor_id
    where k.hash = ${hashToken(key)} and k.revoked_at is null and (k.expires_at is null or k.expires_at > ${now})
      and (not k.demo or is_demo())`;
  return row;
}

/** Ends a key at once. @returns false when there is no such live key */
export async function revokeApiKey(tx: Query, id: string, now: Date): Promise<boolean> {
  const done = await tx`update api_key set revoked_at = ${now} where id = ${id} and revoked_at is null`;
  return done.count === 1;
}
