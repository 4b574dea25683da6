import type { Identify, Saved } from '../http/frame.ts';
import { grouped } from '../db/grouped.ts';
import type { Sql } from '../db/sql.ts';
import { actorId, anonymous } from './actor.ts';
import { findApiKeys } from './api-keys.ts';
import { Session } from './session.ts';
import { findSession, touchSession, type SessionKind } from './sessions.ts';

export type AccessStores = { readonly read: Sql; readonly acts: Sql; readonly clock: () => Date };

/** Finds who asks: a key where keys are the way in, else the first living session among those the route counts, else a visitor. */
export function identifier({ read, acts, clock }: AccessStores): Identify {
  const findKey = grouped((keys) => findApiKeys(read, keys, clock()));
  return async ({ who, bearer, cookie, address }) => {
    if (who.bearer) {
      const nobody = { actor: anonymous, session: new Session('visitor', undefined), scopes: undefined, caller: `address:${address}` };
      if (bearer === undefined) return nobody;
      const key = await findKey(bearer);
      if (!key) return 'bad-key';
      return { ...nobody, actor: key.actor, scopes: key.scopes, caller: `${key.actor.kind}:${actorId(key.actor)}` };
    }
    for (const kind of [...who.sessions, 'visitor'] satisfies SessionKind[]) {
      const token = cookie(kind);
      if (!token || token.length > 100) continue;
      const found = await findSession(read, kind, token, clock());
      if (!found) continue;
      if (found.stale) await touchSession(acts, token, clock());
      const caller = found.actor.kind === 'anonymous' ? `session:${token}` : `${found.actor.kind}:${actorId(found.actor)}`;
      return { actor: found.actor, session: new Session(kind, found), scopes: undefined, caller };
    }
    return { actor: anonymous, session: new Session('visitor', undefined), scopes: undefined, caller: `address:${address}` };
  };
}

/** Writes what a handler changed of its session. */
export function sessionSaver({ acts, clock }: AccessStores): Saved {
  return (session) => session.save(acts, clock());
}
