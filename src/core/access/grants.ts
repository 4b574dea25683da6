import { CannotStart } from '../config.ts';
import type { Query } from '../db/sql.ts';

/** Tables that must exist and that the application may only add to. */
const ADDED_TO_ONLY = ['act', 'act_subject', 'seal', 'access_log'];
/** The only columns that an erasure empties. */
const ERASABLE = ['content', 'salt', 'erased_by'];

/** Refuses to serve with rights that could rewrite the past. Throws CannotStart with the list of what is wrong. */
export async function assertGrants(sql: Query): Promise<void> {
  const faults = await findGrantFaults(sql);
  if (faults.length === 0) return;
  throw new CannotStart(`Le rôle applicatif de la base a trop de droits, ou le journal n'est pas protégé : ${faults.join(' ; ')}.`);
}

/**
 * What is wrong with the rights of the role we are connected as. Besides the named tables, every table whose
 * trigger forbids a change must be protected by grant as well: one lock may be forgotten, not two.
 */
export async function findGrantFaults(sql: Query): Promise<string[]> {
  const rows = await sql<{ fault: string }[]>`
    with kept as (
      select c.oid, c.relname, bool_or(t.tgtype & 16 > 0) as whole
      from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_proc p on p.oid = t.tgfoid
      where p.proname in ('forbid_change', 'refuse_rewrite') and c.relnamespace = 'public'::regnamespace and t.tgenabled <> 'D'
      group by c.oid, c.relname
    )
    select 'la table ' || name || ' manque' as fault from unnest(${ADDED_TO_ONLY}::text[]) name where to_regclass('public.' || name) is null
    union all
    select 'la table ' || name || ' n''a pas son déclencheur' from unnest(${ADDED_TO_ONLY}::text[]) name
      where to_regclass('public.' || name) is not null and not exists (select 1 from kept where relname = name and whole)
    union all
    select right_name || ' permis sur ' || relname from kept, unnest(array['delete', 'truncate']) right_name where has_table_privilege(oid, right_name)
    union all
    select 'update permis sur ' || relname from kept where whole and has_any_column_privilege(oid, 'update')
    union all
    select 'update permis sur act_private.' || attname from pg_attribute
      where attrelid = to_regclass('public.act_private') and attnum > 0 and not attisdropped
        and attname <> all (${ERASABLE}::name[]) and has_column_privilege(attrelid, attnum, 'update')
    union all
    select 'la marque de démonstration peut être posée' where has_table_privilege('installation', 'insert') or has_table_privilege('installation', 'update')
    union all
    select 'rôle superutilisateur' from pg_roles where rolname = current_user and (rolsuper or rolbypassrls)
    union all
    select 'propriétaire de ' || relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v') and pg_has_role(relowner, 'member')`;
  return rows.map(({ fault }) => fault);
}
