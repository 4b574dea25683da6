import { CannotStart } from '../config.ts';
import { connect } from './sql.ts';

/**
 * Refuses a database that is not SITT's own, before anything is written to it: tables of somebody else (a mistaken
 * DATABASE_URL would mix a register, or an invented country, with their data), or a text encoding that loses accents.
 * Throws CannotStart.
 */
export async function refuseForeign(ownerUrl: string): Promise<void> {
  const sql = connect(ownerUrl, { max: 1, app: 'sitt-look' });
  try {
    const [found] = await sql<{ ours: boolean; encoding: string; name: string }[]>`
      select to_regclass('public.schema_migration') is not null as ours, current_setting('server_encoding') as encoding, current_database() as name`;
    if (found?.encoding !== 'UTF8') throw new CannotStart(`La base « ${found?.name} » est en ${found?.encoding} : SITT demande une base en UTF8 (docs/operations.md dit comment la créer).`);
    if (found.ours) return;
    // What an extension brought (PostGIS keeps tables) belongs to nobody.
    const tables = await sql<{ name: string }[]>`
      select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
        and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype = 'e')
      order by 1 limit 4`;
    if (tables.length === 0) return;
    const [a, b, c, ...more] = tables.map(({ name }) => `« ${name} »`);
    throw new CannotStart(`La base « ${found.name} » contient déjà des tables qui ne sont pas celles de SITT (${[a, b, c].filter(Boolean).join(', ')}${more.length ? '…' : ''}) : rien n’y est écrit. Donnez dans DATABASE_URL une base à lui.`);
  } finally {
    await sql.end({ timeout: 5 });
  }
}
