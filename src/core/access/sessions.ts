import { hash, randomBytes } from 'node:crypto';
import type { Query } from '../db/sql.ts';
import type { Actor } from './actor.ts';
import { anonymous } from './actor.ts';

/** One kind per kind of door: each has its own cookie, so that a clerk may also be a citizen in the same browser. */
export type SessionKind = 'visitor' | 'citizen' | 'agent' | 'authority' | 'partner' | 'kiosk';

/** Who a session belongs to; authorities log in as agents do, hence their kind in the database. */
export type Principal = { readonly kind: 'citizen' | 'agent' | 'partner'; readonly id: string };

/** JSON kept with the session: flash messages, an OIDC exchange under way. Never a copy of a person's file. */
export type SessionData = { readonly [key: string]: unknown };

export type FoundSession = { readonly token: string; readonly kind: SessionKind; readonly actor: Actor; readonly data: SessionData };

const minute = 60_000;
/** Idle and absolute limits in minutes (ASVS 5.0 7.3): a shared counter or kiosk closes sooner than a phone. */
export const sessionLimits: Readonly<Record<SessionKind, { idle: number; absolute: number }>> = {
  visitor: { idle: 60, absolute: 24 * 60 },
  citizen: { idle: 30, absolute: 12 * 60 },
  agent: { idle: 30, absolute: 10 * 60 },
  authority: { idle: 60, absolute: 12 * 60 },
  partner: { idle: 30, absolute: 10 * 60 },
  kiosk: { idle: 2, absolute: 20 },
};

/** What the database keeps of a token: who reads the table cannot enter. */
export function hashToken(token: string): Buffer {
  return hash('sha256', token, 'buffer');
}

/** Opens a session under a fresh random token (256 bits). Always a new one: an id known before login is worth nothing after it. */
export async function openSession(tx: Query, kind: SessionKind, principal: Principal | null, data: SessionData, now: Date): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const expires = new Date(now.getTime() + sessionLimits[kind].absolute * minute);
  await tx`
    insert into session (hash, kind, actor_kind, actor_id, data, created_at, seen_at, expires_at)
    values (${hashToken(token)}, ${kind}, ${principal?.kind ?? null}, ${principal?.id ?? null}, ${tx.json(data as never)}, ${now}, ${now}, ${expires})`;
  return token;
}

/** The live session of a token, with the actor that its account is today; undefined when unknown, expired, of another kind, or its account closed. */
export async function findSession(read: Query, kind: SessionKind, token: string, now: Date): Promise<(FoundSession & { stale: boolean }) | undefined> {
  const idleSince = new Date(now.getTime() - sessionLimits[kind].idle * minute);
  const [row] = await read<{ data: SessionData; actor_kind: string | null; actor: Actor | null; seen_at: Date }[]>`
    select s.data, s.actor_kind, s.seen_at, a.actor
    from session s left join lateral (select actor from acting where acting.kind = s.actor_kind and acting.id = s.actor_id limit 1) a on true
    where s.hash = ${hashToken(token)} and s.kind = ${kind} and s.expires_at > ${now} and s.seen_at > ${idleSince}`;
  if (!row || (row.actor_kind && !row.actor)) return undefined;
  return { token, kind, actor: row.actor ?? anonymous, data: row.data, stale: now.getTime() - row.seen_at.getTime() > minute / 2 };
}

/** Moves the idle limit; called at most twice a minute per session. */
export async function touchSession(tx: Query, token: string, now: Date): Promise<void> {
  await tx`update session set seen_at = ${now} where hash = ${hashToken(token)}`;
}

export async function saveSessionData(tx: Query, token: string, data: SessionData, now: Date): Promise<void> {
  await tx`update session set data = ${tx.json(data as never)}, seen_at = ${now} where hash = ${hashToken(token)}`;
}

export async function closeSession(tx: Query, token: string): Promise<void> {
  await tx`delete from session where hash = ${hashToken(token)}`;
}

/** Closes every session of an account: password changed, account closed, device lost. */
export async function closeSessionsOf(tx: Query, principal: Principal): Promise<void> {
  await tx`delete from session where actor_kind = ${principal.kind} and actor_id = ${principal.id}`;
}

/** Removes what has expired; run daily. @returns how many */
export async function purgeSessions(tx: Query, now: Date): Promise<number> {
  const gone = await tx`delete from session where expires_at <= ${now}`;
  return gone.count;
}
