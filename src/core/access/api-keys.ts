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
  return (await findApiKeys(read, [key], now)).get(key);
}

/** The live keys among these texts, in one statement. Asked of the database each time: a key revoked a moment ago is not there. */
export async function findApiKeys(read: Query, keys: readonly string[], now: Date): Promise<ReadonlyMap<string, FoundKey>> {
  const byHash = new Map(keys.map((key) => [hashToken(key).toString('hex'), key]));
  // Lateral with a limit: the account is looked for by its id, where a join would first make an actor of every account.
  const rows = await read<(FoundKey & { hash: string })[]>`
    select encode(k.hash, 'hex') as hash, k.id, a.actor, k.scopes
    from unnest(${[...byHash.keys()]}::text[]) asked(hash) join api_key k on k.hash = decode(asked.hash, 'hex')
      cross join lateral (select actor from acting where acting.kind = k.actor_kind and acting.id = k.actor_id limit 1) a
    where k.revoked_at is null and (k.expires_at is null or k.expires_at > ${now}) and (not k.demo or is_demo())`;
  return new Map(rows.map(({ hash, ...found }) => [byHash.get(hash) as string, found]));
}

/** Ends a key at once. @returns false when there is no such live key */
export async function revokeApiKey(tx: Query, id: string, now: Date): Promise<boolean> {
  const done = await tx`update api_key set revoked_at = ${now} where id = ${id} and revoked_at is null`;
  return done.count === 1;
}
