import { createHmac } from 'node:crypto';
import { CannotStart } from '../config.ts';
import { connect, type Sql } from './sql.ts';

/** The role that the server connects with: it owns nothing. Migrations grant to it by this name. */
export const APP_ROLE = 'sitt_app';

/**
 * Makes the application role when it is missing, and finds how to connect as it.
 * Its password is derived from the owner's: nothing to store, and several servers agree.
 * @param ownerUrl owner or administrator of the database
 * @param given APP_DATABASE_URL, a login that is `sitt_app` or a member of it
 * @returns the URL of the application role
 */
export async function prepareRoles(ownerUrl: string, given?: string): Promise<string> {
  const sql = connect(ownerUrl, { max: 1, app: 'sitt-roles' });
  try {
    const [role] = await sql<{ login: boolean }[]>`select rolcanlogin as login from pg_roles where rolname = ${APP_ROLE}`;
    if (given) {
      if (!role) await command(sql, `create role ${APP_ROLE} nologin`);
      return given;
    }
    const password = derivedPassword(ownerUrl);
    const url = withUser(ownerUrl, APP_ROLE, password);
    if (role?.login && (await answers(url))) return url;
    await command(sql, `${role ? 'alter' : 'create'} role ${APP_ROLE} login nosuperuser nocreatedb nocreaterole password '${password}'`);
    return url;
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/**
 * Refuses to serve with a role that could rewrite the past: an owner, a superuser, or one that may
 * update, delete or truncate a table marked by append_only(). Throws CannotStart.
 */
export async function checkAppRole(sql: Sql): Promise<void> {
  const faults = await sql<{ fault: string }[]>`
    select 'superutilisateur' as fault from pg_roles where rolname = current_user and (rolsuper or rolbypassrls)
    union all
    select 'propriétaire de ' || string_agg(c.relname, ', ') from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind in ('r', 'p') and pg_has_role(c.relowner, 'member') having count(*) > 0
    union all
    select 'peut réécrire ' || string_agg(c.relname, ', ') from pg_trigger t join pg_class c on c.oid = t.tgrelid
      where t.tgname = 'append_only' and has_table_privilege(c.oid, 'update, delete, truncate') having count(*) > 0`;
  if (faults.length === 0) return;
  throw new CannotStart(
    `Le rôle applicatif de la base a trop de droits (${faults.map(({ fault }) => fault).join(' ; ')}). ` +
      'Donnez dans APP_DATABASE_URL un rôle membre de sitt_app, sans propriété ni droit de réécriture.',
  );
}

/** The password of a role, from the owner's URL: the same on each server, useless without the owner's secret. */
function derivedPassword(ownerUrl: string): string {
  return createHmac('sha256', new URL(ownerUrl).password || ownerUrl)
    .update(APP_ROLE)
    .digest('base64url');
}

/** The same database, through another role. */
export function withUser(url: string, user: string, password: string): string {
  const changed = new URL(url);
  changed.username = user;
  changed.password = password;
  return changed.href;
}

async function answers(url: string): Promise<boolean> {
  const sql = connect(url, { max: 1, app: 'sitt-roles' });
  try {
    await sql`select 1`;
    return true;
  } catch {
    return false;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function command(sql: Sql, text: string): Promise<void> {
  try {
    await sql.unsafe(text);
  } catch (error) {
    if ((error as { code?: string }).code !== '42501') throw error;
    throw new CannotStart(
      `Le rôle de DATABASE_URL n'a pas le droit de créer le rôle ${APP_ROLE}. Faites exécuter par l'administrateur de la base « create role ${APP_ROLE} login password '…' », ` +
        'puis donnez son adresse dans APP_DATABASE_URL.',
    );
  }
}
