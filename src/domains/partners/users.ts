/**
 * The users and keys of a company: given and taken by whoever answers for it, or by the manager of professionals for the
 * first one. Each is an act of the journal; the table of accounts follows it.
 */
import { randomBytes } from 'node:crypto';
import { createApiKey, revokeApiKey } from '../../core/access/index.ts';
import type { Actor } from '../../core/access/actor.ts';
import { isEmailTaken, LINK_HOURS } from '../../core/access/accounts.ts';
import { closeSessionsOf, hashToken } from '../../core/access/sessions.ts';
import { perform, type ActEnv } from '../../core/act/perform.ts';
import { act, type Facet, type Recorded } from '../../core/act/types.ts';
import type { Query, Sql, Tx } from '../../core/db/sql.ts';
import type { Contact } from '../../core/messages/index.ts';
import { uuid } from '../../core/values/ids.ts';
import { today } from '../../core/values/time.ts';
import type { CompanyRole } from './model/index.ts';

export type UserAct =
  | { kind: 'partner-user.placed'; payload: { companyId: string; partnerKind: string; roles: string[]; by: string | null } }
  | { kind: 'partner-user.closed'; payload: { by: string | null } }
  | { kind: 'partner-user.reopened'; payload: { by: string | null } }
  | { kind: 'partner-user.invited'; payload: { by: string | null; until: string } }
  | { kind: 'partner-user.key-given'; payload: { by: string; scopes: string[]; perDay: number } }
  | { kind: 'partner-user.key-revoked'; payload: { by: string } };

export type UserState = { name: string | null; companyId: string | null; partnerKind: string | null; roles: string[]; open: boolean };
const initial: UserState = { name: null, companyId: null, partnerKind: null, roles: [], open: true };

/** A user of a company, as the acts about them made them. Those of a demo have none before their first change. */
export const partnerUserFacet: Facet<UserState, UserAct> = {
  name: 'partner-user', subject: 'partner-user', initial, slice: (state) => state,
  evolve: (state, one: Recorded<UserAct>) => {
    switch (one.kind) {
      case 'partner-user.placed': { const { companyId, partnerKind, roles } = one.payload; const name = one.private['name']; return { ...state, companyId, partnerKind, roles, name: typeof name === 'string' ? name : null }; }
      case 'partner-user.closed': case 'partner-user.key-revoked': return { ...state, open: false };
      case 'partner-user.reopened': return { ...state, open: true };
      default: return state;
    }
  },
  save: (tx, id, before, { name, companyId, partnerKind, roles, open }) => [
    ...(companyId && partnerKind ? [tx`
      insert into partner_user (id, name, company_id, partner_kind, roles, active) values (${id}, ${name ?? 'Nom effacé'}, ${companyId}, ${partnerKind}, ${roles}, ${open})
      on conflict (id) do update set name = excluded.name, roles = excluded.roles, active = excluded.active`.execute()] : open === before.open ? [] : [tx`update partner_user set active = ${open} where id = ${id}`.execute()]),
  ],
  verify: async (tx, folded) => {
    const rows = await tx<{ id: string; active: boolean; roles: string[] }[]>`select id, active, roles from partner_user where id = any(${[...folded.keys()]}::uuid[])`;
    return rows.flatMap(({ id, active, roles }) => { const state = folded.get(id); return !state || (active === state.open && (!state.companyId || roles.join() === state.roles.join())) ? [] : [{ subjectId: id, sentence: 'les droits de cet utilisateur ne sont pas ceux que ses actes lui donnent' }]; });
  },
};

/** Who does it: a user of the company, the manager of professionals (an agent), or the representative who asked, by their own link. */
export type UserBy = { userId: string } | { agentId: string } | { personId: string };
const idOf = (by: UserBy): string => ('userId' in by ? by.userId : 'agentId' in by ? by.agentId : by.personId);

/** Nobody changes their own rights, and a company keeps somebody who answers for it. The message is for its reader. */
export class UserRefused extends Error {
  override name = 'UserRefused';
}

export type CompanyUser = { id: string; name: string; roles: string[]; active: boolean; email: string | null; entered: boolean; key_id: string | null; per_day: number | null; revoked: boolean };

/** The users of one company, and its keys: never another's. */
export async function usersOf(sql: Sql | Tx, companyId: string, kind: string): Promise<CompanyUser[]> {
  return sql<CompanyUser[]>`
    select u.id, u.name, u.roles, u.active, coalesce(c.email, l.email) as email, (u.demo or coalesce(c.password_hash <> '', false)) as entered, k.key_id, k.per_day, (a.revoked_at is not null) as revoked
    from partner_user u left join credential c on c.actor_kind = 'partner' and c.actor_id = u.id
    left join lateral (select email from account_link where user_id = u.id order by created_at desc limit 1) l on true
    left join partner_key k on k.user_id = u.id left join api_key a on a.id = k.key_id
    where u.company_id = ${companyId} and u.partner_kind = ${kind} and (not u.demo or is_demo()) order by k.key_id nulls first, u.active desc, u.name`;
}

/** Whether somebody enters for this company: it then reads what is its own at its own door. */
export async function hasUsers(sql: Query, companyId: string): Promise<boolean> {
  return (await sql`select 1 from partner_user where company_id = ${companyId} and active limit 1`).length > 0;
}

/** How a user of a company is reached, by the address with which they enter; nobody for whoever is no user, or has none. */
export async function contactOfUser(sql: Query, actor: Actor): Promise<Contact[]> {
  if (actor.kind !== 'partner') return [];
  const [found] = await sql<{ name: string; email: string | null }[]>`
    select u.name, c.email from partner_user u left join credential c on c.actor_kind = 'partner' and c.actor_id = u.id where u.id = ${actor.userId} and u.active`;
  return found?.email ? [{ name: found.name.split(',')[0] ?? found.name, email: found.email }] : [];
}

/**
 * A new user with the link by which they enter; or, for one who is there, a new link: the one before, their password and
 * their sessions end. `first`: only while nobody answers for the company. @returns the token, kept nowhere; undefined when this
 * request was done before. Throws UserRefused.
 */
export async function inviteUser(env: ActEnv, by: UserBy, requestId: string, user: { id?: string; name: string; email: string; companyId: string; kind: string; role: CompanyRole; first?: true }): Promise<{ token: string; until: Date } | undefined> {
  const id = user.id ?? uuid();
  const now = env.clock();
  const email = user.email.trim().toLowerCase();
  if (idOf(by) === id) throw new UserRefused('Personne ne change ses propres accès.');
  if (user.id && (await env.acts`select 1 from partner_user where id = ${id} and not active`).length) throw new UserRefused('Ce compte est fermé : rouvrez-le d’abord.');
  if (await isEmailTaken(env.acts, email, null, now, id)) throw new UserRefused('Cette adresse est celle d’un autre compte.');
  const until = new Date(now.getTime() + LINK_HOURS * 3_600_000);
  const token = randomBytes(32).toString('base64url');
  const mark = hashToken(token).toString('hex');
  const made = await onUser(env, by, requestId, id, [
    { kind: 'partner-user.placed', payload: { companyId: user.companyId, partnerKind: user.kind, roles: [user.role], by: idOf(by) } }, { kind: 'partner-user.invited', payload: { by: idOf(by), until: until.toISOString() } },
  ], mark, user.name, async (tx) => {
    if (user.first) await nobodyElse(tx, id, user);
    await tx`update account_link set expires_at = least(expires_at, ${now}::timestamptz + interval '1 millisecond') where user_id = ${id} and used_at is null and expires_at > ${now}`;
    await tx`insert into account_link (hash, user_id, email, created_at, expires_at) values (${hashToken(token)}, ${id}, ${email}, ${now}, ${until})`;
    await tx`update credential set password_hash = '', changed_at = clock_timestamp() where actor_kind = 'partner' and actor_id = ${id}`;
    await closeSessionsOf(tx, { kind: 'partner', id });
  });
  return made === mark ? { token, until } : undefined;
}

/** Another role for a user, from their next page on. Throws UserRefused. */
export async function changeRole(env: ActEnv, by: UserBy, requestId: string, user: { id: string; name: string; companyId: string; kind: string; role: CompanyRole }): Promise<void> {
  const { id, companyId, kind, role } = user;
  if (idOf(by) === id) throw new UserRefused('Personne ne change ses propres accès.');
  await onUser(env, by, requestId, id, [{ kind: 'partner-user.placed', payload: { companyId, partnerKind: kind, roles: [role], by: idOf(by) } }], id, user.name, async (tx) => { if (role !== 'manager') await keepOneManager(tx, id); });
}

/** Closes a user at once, their sessions with them, or opens them again. Throws UserRefused. */
export async function openOrCloseUser(env: ActEnv, by: UserBy, requestId: string, id: string, open: boolean): Promise<void> {
  if (idOf(by) === id) throw new UserRefused('Personne ne ferme son propre compte : demandez à un autre responsable.');
  await onUser(env, by, requestId, id, [{ kind: open ? 'partner-user.reopened' : 'partner-user.closed', payload: { by: idOf(by) } }], id, null, async (tx) => {
    if (open) return;
    if ('userId' in by) await keepOneManager(tx, id);
    await closeSessionsOf(tx, { kind: 'partner', id });
  });
}

/** The first one is the first: two links pressed at once, or a manager whom an agent let in meanwhile. */
async function nobodyElse(tx: Query, id: string, { companyId, kind }: { companyId: string; kind: string }): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended('managers:' || ${companyId}::text, 0))`;
  const others = await tx`select 1 from partner_user where company_id = ${companyId} and partner_kind = ${kind} and active and 'manager' = any(roles) and id <> ${id} limit 1`;
  if (others.length) throw new UserRefused('Quelqu’un répond déjà de cette entreprise : cette personne invite les autres, à la page « Équipe ».');
}

/** Two who answer for a company and close each other in the same instant: the second is refused, somebody still answers. */
async function keepOneManager(tx: Query, id: string): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended('managers:' || company_id, 0)) from partner_user where id = ${id}`;
  const left = await tx`
    select 1 from partner_user u join partner_user gone on gone.id = ${id} and gone.company_id = u.company_id and gone.partner_kind = u.partner_kind
    where u.id <> ${id} and u.active and 'manager' = any(u.roles) limit 1`;
  if (!left.length) throw new UserRefused('L’entreprise n’aurait plus de responsable : nommez-en un autre d’abord.');
}

/** A key of the company, with a technical user of its own. @returns its text, shown once; undefined when this request was done before */
export async function giveKey(env: ActEnv, by: { userId: string }, requestId: string, key: { companyId: string; kind: string; label: string; scopes: string[]; perDay: number }): Promise<string | undefined> {
  const id = uuid();
  let text: string | undefined;
  await onUser(env, by, requestId, id, [
    { kind: 'partner-user.placed', payload: { companyId: key.companyId, partnerKind: key.kind, roles: ['operator'], by: by.userId } }, { kind: 'partner-user.key-given', payload: { by: by.userId, scopes: key.scopes, perDay: key.perDay } },
  ], id, `Clé ${key.label}`, async (tx) => {
    const made = await createApiKey(tx, { kind: 'partner', id }, key.label, key.scopes, null);
    await tx`insert into partner_key (user_id, key_id, company_id, per_day, created_by, created_at) values (${id}, ${made.id}, ${key.companyId}, ${key.perDay}, ${by.userId}, ${env.clock()})`;
    text = made.key;
  });
  return text;
}

/** Ends a key at once. */
export async function takeKey(env: ActEnv, by: { userId: string }, requestId: string, id: string, keyId: string): Promise<void> {
  await onUser(env, by, requestId, id, [{ kind: 'partner-user.key-revoked', payload: { by: by.userId } }], id, null, async (tx) => { await revokeApiKey(tx, keyId, env.clock()); });
}

/** How many of each démarche a day this user's key allows; undefined: it is no key, the company's quota alone counts. */
export async function keyQuota(tx: Sql | Tx, userId: string): Promise<number | undefined> {
  return (await tx<{ per_day: number }[]>`select per_day from partner_key where user_id = ${userId}`)[0]?.per_day;
}

async function onUser(env: ActEnv, by: UserBy, requestId: string, id: string, done: readonly UserAct[], result: string, name: string | null, alongside: (tx: Query) => Promise<void>): Promise<string> {
  const [known] = await env.acts`select 1 from subject where id = ${id}`;
  const subject = { kind: 'partner-user', id };
  const performed = await perform<string>(env, {
    requestId, author: 'agentId' in by ? { kind: 'authority', agentId: by.agentId, basis: 'convention-professionnel' } : { kind: 'system', job: 'accès d’une entreprise' }, judgedOn: today(env.clock()), subjects: known ? [subject] : [],
    decide: async () => ({ acts: done.map((one) => act({ ...one, subjects: [known ? subject : { ...subject, fresh: true as const }], private: one.kind === 'partner-user.placed' && name !== null ? [{ class: 'identity' as const, name: 'name', content: name }] : [] })), signatory: null, result }),
    alongside: async ({ tx }) => alongside(tx),
  });
  return performed.result;
}
