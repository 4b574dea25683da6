import type { Query } from '../db/sql.ts';
import { uuid } from '../values/ids.ts';
import type { AgentRole } from './actor.ts';
import { hashPassword, newTotp, sealText } from './secrets.ts';
import { closeSessionsOf, type Principal } from './sessions.ts';

/** An agent of the administration, or a user of an outside authority. */
export type NewAgent = { readonly id?: string; readonly name: string; readonly demo?: boolean } & (
  | { readonly roles: readonly AgentRole[]; readonly office: string }
  | { readonly authority: string; readonly unit: string }
);
export type NewPartnerUser = { readonly id?: string; readonly name: string; readonly companyId: string; readonly partnerKind: string; readonly roles: readonly string[]; readonly demo?: boolean };

/** @returns the account of the new agent; it enters once it has a credential (or by one click in a demo) */
export async function createAgent(tx: Query, agent: NewAgent): Promise<Principal> {
  const id = agent.id ?? uuid();
  const place = 'authority' in agent
    ? { roles: [], office: null, authority: agent.authority, unit: agent.unit }
    : { roles: [...agent.roles], office: agent.office, authority: null, unit: null };
  await tx`
    insert into agent (id, name, roles, office, authority, unit, demo)
    values (${id}, ${agent.name}, ${place.roles}, ${place.office}, ${place.authority}, ${place.unit}, ${agent.demo ?? false})`;
  return { kind: 'agent', id };
}

export async function createPartnerUser(tx: Query, user: NewPartnerUser): Promise<Principal> {
  const id = user.id ?? uuid();
  await tx`
    insert into partner_user (id, name, company_id, partner_kind, roles, demo)
    values (${id}, ${user.name}, ${user.companyId}, ${user.partnerKind}, ${[...user.roles]}, ${user.demo ?? false})`;
  return { kind: 'partner', id };
}

/**
 * Gives an account its e-mail, password and second factor (or new ones), and closes its sessions.
 * @param root the installation's secret, under which the TOTP secret is encrypted
 * @param totp a second factor that its owner has already shown to work
 * @returns what the authenticator app must be shown, once
 */
export async function setCredential(tx: Query, root: string, who: Principal, email: string, password: string, totp = newTotp(email)): Promise<{ totpUri: string; totpSecret: string }> {
  const { secret, uri } = totp;
  const hashed = await hashPassword(password);
  await tx`
    insert into credential (actor_kind, actor_id, email, password_hash, totp_secret)
    values (${who.kind}, ${who.id}, ${email.trim().toLowerCase()}, ${hashed}, ${sealText(root, secret)})
    on conflict (actor_kind, actor_id) do update set email = excluded.email, password_hash = excluded.password_hash,
      totp_secret = excluded.totp_secret, totp_step = 0, failures = 0, locked_until = null, changed_at = clock_timestamp()`;
  await closeSessionsOf(tx, who);
  return { totpUri: uri, totpSecret: secret };
}

/** Closes or reopens an account. Closed, it is nobody from the next request on. */
export async function setActive(tx: Query, who: Principal, active: boolean): Promise<void> {
  if (who.kind === 'agent') await tx`update agent set active = ${active} where id = ${who.id}`;
  else if (who.kind === 'partner') await tx`update partner_user set active = ${active} where id = ${who.id}`;
  else await tx`update citizen_account set active = ${active} where id = ${who.id}`;
  if (!active) await closeSessionsOf(tx, who);
}
