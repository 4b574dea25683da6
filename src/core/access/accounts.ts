/**
 * The accounts of agents and authorities, by acts: whoever gave a right, closed an account or recorded a delegation is in
 * the journal with the rest. Screens and the command `admin` stand on this.
 */
import { randomBytes } from 'node:crypto';
import { perform, type ActEnv } from '../act/perform.ts';
import { act, type ActDraft, type Author, type Json } from '../act/types.ts';
import type { Query } from '../db/sql.ts';
import { uuid } from '../values/ids.ts';
import { today, type LawDate } from '../values/time.ts';
import type { AccountAct, Place } from './account-facet.ts';
import type { Delegation } from './delegations.ts';
import { closeSessionsOf, hashToken } from './sessions.ts';

/** Who does it: an administrator, or nobody but the owner of the machine (the command `admin`). */
export type By = { readonly agentId: string } | 'machine';

/** Nobody gives themselves a right, closes their own account or signs their own delegation. */
export class OwnAccount extends Error {
  override name = 'OwnAccount';
}
/** The e-mail is that of another account. */
export class EmailTaken extends Error {
  override name = 'EmailTaken';
}

/** How long a first-entry link lives, in hours: long enough to be handed over, within the same working days. */
export const LINK_HOURS = 48;

/** Opens an account, or gives an existing one another name or place. @returns its id */
export async function placeAgent(env: ActEnv, by: By, requestId: string, agent: { id?: string; name: string; place: Place }): Promise<string> {
  const id = agent.id ?? uuid();
  const done = await onAccount<string>(env, by, requestId, id, { kind: 'account.placed', payload: { place: agent.place, by: nameOf(by) } }, id, { name: agent.name.trim() });
  return done;
}

/** Closes an account: nobody from the next request on. Or reopens it. */
export async function openOrClose(env: ActEnv, by: By, requestId: string, id: string, open: boolean): Promise<void> {
  await onAccount(env, by, requestId, id, { kind: open ? 'account.reopened' : 'account.closed', payload: { by: nameOf(by) } }, null);
  if (!open) await closeSessionsOf(env.acts, { kind: 'agent', id });
}

/** Records a delegation of signature, or its end when it is one that exists (same id, its last day). */
export async function delegate(env: ActEnv, by: By, requestId: string, delegation: Delegation): Promise<void> {
  await onAccount(env, by, requestId, delegation.agentId, { kind: 'delegation.recorded', payload: { delegation, by: nameOf(by) } }, null);
}

/**
 * Makes the link by which an agent chooses a password and a second factor; what they had before serves no more.
 * @returns the token of the link, to be handed over: it is kept nowhere; undefined when this very request was done before. Throws EmailTaken.
 */
export async function inviteAgent(env: ActEnv, by: By, requestId: string, id: string, email: string): Promise<{ token: string; until: Date } | undefined> {
  const address = email.trim().toLowerCase();
  const now = env.clock();
  const until = new Date(now.getTime() + LINK_HOURS * 3_600_000);
  const token = randomBytes(32).toString('base64url');
  if (await isEmailTaken(env.acts, address, id, now)) throw new EmailTaken();
  const mark = hashToken(token).toString('hex');
  const made = await onAccount<string>(env, by, requestId, id, { kind: 'account.invited', payload: { by: nameOf(by), until: until.toISOString() } }, mark, {}, async (tx) => {
    await tx`update account_link set expires_at = least(expires_at, ${now}::timestamptz + interval '1 millisecond') where agent_id = ${id} and used_at is null and expires_at > ${now}`;
    await tx`insert into account_link (hash, agent_id, email, created_at, expires_at) values (${hashToken(token)}, ${id}, ${address}, ${now}, ${until})`;
    // The secret that was lost or lent is worth nothing from now on: an empty hash matches no password.
    await tx`update credential set password_hash = '', changed_at = clock_timestamp() where actor_kind = 'agent' and actor_id = ${id}`;
    await closeSessionsOf(tx, { kind: 'agent', id });
  });
  return made === mark ? { token, until } : undefined;
}

/** True when the address is that of another account (`agentId`, or `userId` of a company, is whose it may be), or of a link that waits for another. */
export async function isEmailTaken(read: Query, email: string, agentId: string | null, now: Date, userId: string | null = null): Promise<boolean> {
  const rows = await read`
    select 1 from credential where email = ${email} and not (actor_kind = 'agent' and actor_id is not distinct from ${agentId}::uuid) and not (actor_kind = 'partner' and actor_id is not distinct from ${userId}::uuid)
    union all select 1 from account_link where email = ${email} and coalesce(agent_id, user_id) is distinct from coalesce(${agentId}::uuid, ${userId}::uuid) and used_at is null and expires_at > ${now}`;
  return rows.length > 0;
}

/** The delegation with the last day on which it may be used. */
export const ended = (delegation: Delegation, lastDay: LawDate): Delegation => ({ ...delegation, to: lastDay });

async function onAccount<R extends Json>(
  env: ActEnv, by: By, requestId: string, id: string, done: AccountAct, result: R, hidden: Readonly<Record<string, string>> = {}, alongside?: (tx: Query) => Promise<void>,
): Promise<R> {
  if (by !== 'machine' && by.agentId === id) throw new OwnAccount();
  // An account of a demo, or one older than these acts, begins its chain with the first of them.
  const [known] = await env.acts`select 1 from subject where id = ${id}`;
  const subject = { kind: 'agent', id };
  const draft: ActDraft = act({
    ...done, subjects: [known ? subject : { ...subject, fresh: true }],
    private: Object.entries(hidden).map(([name, content]) => ({ class: 'identity' as const, name, content })),
  } as never);
  const author: Author = by === 'machine' ? { kind: 'system', job: 'admin' } : { kind: 'authority', agentId: by.agentId, basis: 'administration des comptes' };
  const { result: answer } = await perform<R>(env, {
    requestId, author, judgedOn: today(env.clock()), subjects: known ? [subject] : [],
    decide: async () => ({ acts: [draft], signatory: null, result }),
    ...(alongside ? { alongside: async ({ tx }) => alongside(tx) } : {}),
  });
  return answer;
}

const nameOf = (by: By): string | null => (by === 'machine' ? null : by.agentId);
