-- The accounts of agents: how a person enters for the first time, or again after a loss.

create table account_link (
  hash        bytea primary key check (octet_length(hash) = 32),
  agent_id    uuid not null references agent,
  email       text not null check (email = lower(email)),
  totp_secret text,
  created_at  timestamptz not null default clock_timestamp(),
  expires_at  timestamptz not null,
  used_at     timestamptz,
  check (expires_at > created_at)
);
create index account_link_agent on account_link (agent_id);
comment on table account_link is 'One-time link by which an agent chooses a password and a second factor: only its hash is kept; used once, before it expires; a newer one for the same agent ends it';

revoke delete, truncate on account_link from sitt_app;
revoke update on account_link from sitt_app;
grant update (totp_secret, expires_at, used_at) on account_link to sitt_app;
