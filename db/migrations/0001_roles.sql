-- Two roles. The owner runs this file and owns every table; `sitt_app` is what the server connects with:
-- it owns nothing, and cannot rewrite what is append-only. The role itself is made before (src/core/db/roles.ts).

create extension if not exists pg_trgm;
create extension if not exists unaccent;
create extension if not exists btree_gist;
create extension if not exists pgcrypto;

revoke create on schema public from public;
grant usage on schema public to sitt_app;
grant select on schema_migration to sitt_app;

-- Every later table is open to the application by default; append_only() takes back the right to rewrite.
alter default privileges in schema public grant select, insert, update, delete on tables to sitt_app;
alter default privileges in schema public grant usage, select on sequences to sitt_app;

create function refuse_rewrite() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;
comment on function refuse_rewrite is 'Trigger of append-only tables: refuses update, delete and truncate, even to the owner.';

create function append_only(target regclass) returns void language plpgsql as $$
begin
  execute format('revoke update, delete, truncate on %s from sitt_app', target);
  execute format('create trigger append_only_rows before update or delete on %s for each row execute function refuse_rewrite()', target);
  execute format('create trigger append_only before truncate on %s for each statement execute function refuse_rewrite()', target);
end $$;
comment on function append_only is 'Makes a table append-only by grant and by trigger: select append_only(''act''). The start checks every table that carries the trigger append_only.';
revoke execute on function append_only from public;
