-- A professional's batch: received, checked, confirmed, done row by row.

create table partner_batch (
  id           uuid primary key,
  number       text not null unique,
  company_id   uuid not null,
  user_id      uuid not null references partner_user,
  demarche     text not null,
  source       text not null check (source in ('file', 'paste', 'api')),
  filename     text,
  state        text not null default 'received' check (state in ('received', 'checked', 'confirmed', 'done', 'abandoned')),
  unknown      text[] not null default '{}',
  request_id   text not null unique,
  created_at   timestamptz not null,
  checked_at   timestamptz,
  confirmed_by uuid references partner_user,
  confirmed_at timestamptz,
  done_at      timestamptz,
  check ((state in ('confirmed', 'done')) = (confirmed_at is not null)),
  check ((state = 'done') = (done_at is not null))
);
create index partner_batch_company on partner_batch (company_id, created_at desc);
comment on table partner_batch is 'A batch of one démarche sent by a professional: its check, the person who confirmed it, its end';

create table partner_batch_row (
  batch_id   uuid not null references partner_batch,
  line       integer not null check (line > 0),
  flat       jsonb not null,
  subject_id uuid,
  problems   text[],
  fee        bigint not null default 0 check (fee >= 0),
  reserved   bigint not null default 0 check (reserved >= 0),
  state      text,
  said       text,
  dossier_id uuid references dossier,
  done_at    timestamptz,
  primary key (batch_id, line)
);
create unique index partner_batch_row_dossier on partner_batch_row (dossier_id) where dossier_id is not null;
create index partner_batch_row_left on partner_batch_row (batch_id, line) where done_at is null;
create index partner_batch_row_reserved on partner_batch_row (batch_id) where reserved > 0;
comment on table partner_batch_row is 'A row of a batch as it was typed, what its check found (null: not checked yet), the francs reserved for it, and what became of it';
revoke delete, truncate on partner_batch, partner_batch_row from sitt_app;

-- Users of a company enter as agents do: by a link that serves once.
alter table account_link alter column agent_id drop not null;
alter table account_link add column user_id uuid references partner_user, add constraint account_link_whose check (num_nonnulls(agent_id, user_id) = 1);
create index account_link_user on account_link (user_id);
comment on table account_link is 'One-time link by which an agent, or a user of a company, chooses a password and a second factor: only its hash is kept; used once, before it expires; a newer one for the same person ends it';

create table partner_key (
  user_id    uuid primary key references partner_user,
  key_id     uuid not null unique references api_key,
  company_id uuid not null,
  per_day    integer not null check (per_day > 0),
  created_by uuid not null references partner_user,
  created_at timestamptz not null
);
create index partner_key_company on partner_key (company_id);
comment on table partner_key is 'Keys of a company: each acts as a technical user of its own, with its quota of each démarche a day';
revoke update, delete, truncate on partner_key from sitt_app;
