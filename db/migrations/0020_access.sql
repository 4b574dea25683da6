-- Who may enter, what they may sign, and who looked at whom.

create table installation (
  singleton  boolean primary key default true check (singleton),
  demo       boolean not null default false,
  marked_at  timestamptz not null default clock_timestamp()
);
comment on table installation is 'One row at most. demo = true is written by the seed into an empty database: without it demo identities and keys do not exist in any mode';

create function is_demo() returns boolean language sql stable as $$ select coalesce((select demo from installation), false) $$;
comment on function is_demo is 'True when this database carries the demo mark';

create table citizen_account (
  id         uuid primary key,
  issuer     text not null,
  sub        text not null,
  person_id  uuid not null,
  name       text not null,
  assurance  text not null check (assurance in ('low', 'verified')),
  linked_at  timestamptz,
  active     boolean not null default true,
  created_at timestamptz not null default clock_timestamp(),
  last_login timestamptz,
  unique (issuer, sub)
);
create index citizen_account_person on citizen_account (person_id);
comment on table citizen_account is 'Account of a citizen at the identity provider (issuer, sub) and the person it stands for; linked_at is null while nobody in the register matches the pivot identity';

create table agent (
  id         uuid primary key,
  name       text not null,
  roles      text[] not null default '{}',
  office     text,
  authority  text,
  unit       text,
  active     boolean not null default true,
  demo       boolean not null default false,
  created_at timestamptz not null default clock_timestamp(),
  check ((authority is null and office is not null and cardinality(roles) > 0) or (authority is not null and unit is not null and roles = '{}'))
);
comment on table agent is 'Agents of the administration (roles, office) and users of outside authorities (police, customs, treasury: authority, unit)';

create table partner_user (
  id           uuid primary key,
  name         text not null,
  company_id   uuid not null,
  partner_kind text not null,
  roles        text[] not null default '{}',
  active       boolean not null default true,
  demo         boolean not null default false,
  created_at   timestamptz not null default clock_timestamp()
);
comment on table partner_user is 'Persons who act for an accredited professional';

create table credential (
  actor_kind    text not null check (actor_kind in ('agent', 'partner')),
  actor_id      uuid not null,
  email         text not null unique check (email = lower(email)),
  password_hash text not null,
  totp_secret   text not null,
  totp_step     bigint not null default 0,
  failures      integer not null default 0,
  locked_until  timestamptz,
  changed_at    timestamptz not null default clock_timestamp(),
  primary key (actor_kind, actor_id)
);
comment on table credential is 'E-mail, argon2id password and sealed TOTP secret of those who do not come by the identity provider; totp_step is the last step used, so that a code serves once';

create table mandate (
  id             uuid primary key,
  principal_id   uuid not null,
  mandatary_id   uuid not null,
  mandatary_kind text not null check (mandatary_kind in ('person', 'company')),
  acts           text[] not null check (cardinality(acts) > 0),
  from_day       date not null,
  to_day         date,
  proof          text not null,
  revoked_on     date,
  recorded_by    uuid,
  recorded_at    timestamptz not null default clock_timestamp(),
  check (to_day is null or to_day >= from_day),
  check (mandatary_id <> principal_id)
);
create index mandate_mandatary on mandate (mandatary_id);
create index mandate_principal on mandate (principal_id);
comment on table mandate is 'A person lets another person or a company do some acts for them, from a day to a day, by a proof document; closed by a date, never deleted';

create table delegation (
  id         uuid primary key,
  agent_id   uuid not null references agent,
  capacity   text not null,
  acts       text[] not null check (cardinality(acts) > 0),
  office     text,
  from_day   date not null,
  to_day     date,
  interim_of uuid references agent,
  reference  text not null,
  to_confirm boolean not null default true,
  recorded_at timestamptz not null default clock_timestamp(),
  check (to_day is null or to_day >= from_day),
  check (interim_of is null or to_day is not null)
);
create index delegation_agent on delegation (agent_id, from_day);
comment on table delegation is 'Delegations of signature: which agent may sign which démarches (patterns: changer-*), in which office (null: all), from a day to a day, by which text; an interim always ends';

create view acting as
  select 'citizen' as kind, c.id, jsonb_build_object('kind', 'citizen', 'personId', c.person_id, 'accountId', c.id, 'name', c.name, 'assurance', c.assurance,
           'mandates', (select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'principalId', m.principal_id, 'acts', m.acts) order by m.id), '[]') from mandate m
                        where m.mandatary_id = c.person_id and m.from_day <= (now() at time zone 'Pacific/Noumea')::date and coalesce(m.to_day, 'infinity') >= (now() at time zone 'Pacific/Noumea')::date and m.revoked_on is null)) as actor
    from citizen_account c where c.active
  union all
  select 'agent', a.id, case when a.authority is null
           then jsonb_build_object('kind', 'agent', 'agentId', a.id, 'name', a.name, 'roles', a.roles, 'office', a.office)
           else jsonb_build_object('kind', 'authority', 'agentId', a.id, 'name', a.name, 'authority', a.authority, 'unit', a.unit) end
    from agent a where a.active and (not a.demo or is_demo())
  union all
  select 'partner', p.id, jsonb_build_object('kind', 'partner', 'userId', p.id, 'companyId', p.company_id, 'partnerKind', p.partner_kind, 'name', p.name, 'roles', p.roles,
           'mandates', (select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'principalId', m.principal_id, 'acts', m.acts) order by m.id), '[]') from mandate m
                        where m.mandatary_id = p.company_id and m.from_day <= (now() at time zone 'Pacific/Noumea')::date and coalesce(m.to_day, 'infinity') >= (now() at time zone 'Pacific/Noumea')::date and m.revoked_on is null))
    from partner_user p where p.active and (not p.demo or is_demo());
comment on view acting is 'The actor that an account is today (src/core/access/actor.ts): a closed account, and a demo one without the demo mark, is nobody';

create table session (
  hash       bytea primary key,
  kind       text not null check (kind in ('visitor', 'citizen', 'agent', 'authority', 'partner', 'kiosk')),
  actor_kind text,
  actor_id   uuid,
  data       jsonb not null default '{}',
  created_at timestamptz not null,
  seen_at    timestamptz not null,
  expires_at timestamptz not null,
  check ((actor_kind is null) = (actor_id is null))
);
create index session_actor on session (actor_id);
create index session_expiry on session (expires_at);
comment on table session is 'Open sessions by the SHA-256 of their random id; idle and absolute limits by kind of door (src/core/access/sessions.ts)';

create table api_key (
  id         uuid primary key,
  hash       bytea not null unique,
  label      text not null,
  actor_kind text not null check (actor_kind in ('citizen', 'agent', 'partner')),
  actor_id   uuid not null,
  scopes     text[] not null check (cardinality(scopes) > 0),
  demo       boolean not null default false,
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz,
  revoked_at timestamptz
);
comment on table api_key is 'Bearer keys of the JSON API by their SHA-256, with their scopes and the actor they act as; a demo key lives only under the demo mark';

create table access_log (
  id             bigint generated always as identity primary key,
  at             timestamptz not null,
  actor_kind     text not null,
  actor_id       uuid,
  service        text not null,
  purpose        text not null,
  person_id      uuid not null,
  subject_id     uuid,
  data_kind      text not null,
  route          text not null,
  request_id     text not null,
  deferred_until timestamptz
);
create index access_log_person on access_log (person_id, at desc);
create index access_log_actor on access_log (actor_id, at desc);
comment on table access_log is 'Every disclosure of a person''s data, written before the data is given; deferred_until hides some readings (police, by rule) from the person until then';
select append_only('access_log');

create view pub_access_of_person as
  select person_id, at, service, purpose, data_kind, actor_id is not distinct from person_id as by_oneself
  from access_log where deferred_until is null or deferred_until <= now();
comment on view pub_access_of_person is 'Who looked at my file and why: service and purpose, never the officer; deferred readings appear when their delay has passed';

-- Exactly what the application needs: an account is closed, a delegation ends, a key is revoked; none is deleted.
revoke delete, truncate on citizen_account, agent, partner_user, credential, mandate, delegation, api_key, installation from sitt_app;
revoke insert, update on installation from sitt_app;
revoke update on delegation, mandate from sitt_app;
grant update (to_day) on delegation to sitt_app;
grant update (to_day, revoked_on) on mandate to sitt_app;
revoke insert, update, delete on acting, pub_access_of_person from sitt_app;

-- The journal (0010) by grant too, not by trigger alone.
revoke update, delete, truncate on act, act_subject, seal from sitt_app;
revoke update, delete, truncate on act_private from sitt_app;
grant update (content, salt, erased_by) on act_private to sitt_app;
revoke delete, truncate on request, subject, subject_key, state, number_pool, number_counter from sitt_app;
