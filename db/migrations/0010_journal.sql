-- The journal: what the administration did, once and for ever. Nothing here is ever updated.

create table request (
  id          text primary key,
  result      jsonb,
  recorded_at timestamptz not null default clock_timestamp()
);
comment on table request is 'One row per request id: a second press or a replay finds the first answer here and does nothing';

create table subject (
  id       uuid primary key,
  kind     text not null,
  version  integer not null default 0,
  head     bytea,
  last_at  timestamptz
);
comment on table subject is 'What acts are about; its row is the lock, and the head of its chain';

create table subject_key (
  kind       text not null,
  key        text not null,
  subject_id uuid not null references subject,
  primary key (kind, key)
);
comment on table subject_key is 'Natural keys: two subjects can never be the same thing twice';

create table act (
  id             uuid primary key,
  kind           text not null,
  schema_version integer not null,
  request_id     text not null,
  recorded_at    timestamptz not null,
  effective_at   timestamptz not null,
  judged_on      date not null,
  author         jsonb not null,
  signatory      jsonb,
  payload        jsonb not null,
  digests        jsonb not null,
  cites          uuid[] not null,
  hash           bytea not null
);
create index act_recorded on act (recorded_at);
create index act_request on act (request_id);
create index act_dossier on act ((author ->> 'dossierId'));
comment on table act is 'The journal. The hash covers the canonical bytes of every column; no personal content, only ids and salted digests';

create table act_subject (
  subject_id uuid not null references subject,
  version    integer not null,
  act_id     uuid not null references act,
  hash       bytea not null,
  primary key (subject_id, version)
);
create index act_subject_act on act_subject (act_id);
comment on table act_subject is 'The chain of each subject: an act is linked into the chain of everything it touches';

create table act_private (
  act_id    uuid not null references act,
  name      text not null,
  class     text not null check (class in ('identity', 'medical', 'justice')),
  salt      bytea,
  content   jsonb,
  erased_by uuid references act,
  primary key (act_id, name)
);
comment on table act_private is 'Personal content of acts, apart from the chain and by class; an erasing act empties content and salt, the chain stays whole';

create table state (
  subject_id uuid not null references subject,
  facet      text not null,
  data       jsonb not null,
  primary key (subject_id, facet)
);
comment on table state is 'The present of each subject with its periods, exactly as evolve returned it, one row per facet';

create table number_pool (
  pool     text not null,
  position bigint not null,
  number   text not null,
  status   text not null default 'free' check (status in ('free', 'reserved', 'blocked')),
  act_id   uuid,
  primary key (pool, position),
  unique (pool, number)
);
create index number_pool_free on number_pool (pool, position) where act_id is null and status = 'free';
create index number_pool_act on number_pool (act_id) where act_id is not null;
comment on table number_pool is 'Prepared numbers (plates, titles, blanks): taken inside the act, given back by a rollback, all accounted for by verify';

create table number_counter (
  counter text primary key,
  value   bigint not null
);
comment on table number_counter is 'Gapless counters (receipts per till and year), locked last in a transaction';

create table seal (
  position    bigint primary key,
  until       timestamptz not null,
  acts        integer not null,
  merkle_root bytea not null,
  heads_root  bytea not null,
  previous    bytea,
  signature   text not null,
  sealed_at   timestamptz not null
);
comment on table seal is 'Signed Merkle roots over the acts of a batch and over the chains'' heads; also written outside the database';

create function forbid_change() returns trigger language plpgsql as $$
begin
  raise exception 'table % is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;

create trigger act_append_only before update or delete or truncate on act for each statement execute function forbid_change();
create trigger act_subject_append_only before update or delete or truncate on act_subject for each statement execute function forbid_change();
create trigger act_private_kept before delete or truncate on act_private for each statement execute function forbid_change();
create trigger seal_append_only before update or delete or truncate on seal for each statement execute function forbid_change();
