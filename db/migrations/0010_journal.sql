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
  numbers        jsonb not null,
  hash           bytea not null
);
create index act_recorded on act (recorded_at);
create index act_request on act (request_id);
create index act_dossier on act ((author ->> 'dossierId'));
comment on column act.numbers is 'The numbers drawn by this act, by source: {"pool:plates": ["123 ABC"], "counter:receipts": ["receipts-000001"]}; each is accounted for in both directions';
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
  position    bigint primary key check (position > 0),
  sealed_at   timestamptz not null,
  acts        integer not null check (acts > 0),
  acts_root   bytea not null,
  links_root  bytea not null,
  previous    bytea not null,
  kid         text not null,
  signature   bytea not null
);
comment on table seal is 'Signed Merkle roots over the acts of a batch and over the links they added to the chains; also written outside the database';

create table seal_act (
  act_id   uuid primary key,
  position bigint not null
);
-- No foreign keys: checking them would write to every sealed act's row; verify looks at both ends.
comment on table seal_act is 'Which seal covers which act: exactly what was committed and not yet sealed when the seal was made, so that no running transaction can slip under it';

select append_only('act');
select append_only('act_subject');
select append_only('seal');
select append_only('seal_act');

-- Private content is written once; the only change is that an act empties it.
revoke update, delete, truncate on act_private from sitt_app;
grant update (salt, content, erased_by) on act_private to sitt_app;
create function only_erase() returns trigger language plpgsql as $$
begin
  if (new.act_id, new.name, new.class) is distinct from (old.act_id, old.name, old.class)
     or new.salt is not null or new.content is not null or new.erased_by is null or old.erased_by is not null then
    raise exception 'private content is only ever erased, by an act' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
comment on function only_erase is 'Trigger of act_private: the one permitted update empties salt and content, and names the erasing act';
create trigger act_private_only_erased before update on act_private for each row execute function only_erase();
create trigger act_private_kept before delete or truncate on act_private for each statement execute function refuse_rewrite();
