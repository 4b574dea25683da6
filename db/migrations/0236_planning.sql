-- Who receives where, and who is away: a plan, changed by whoever answers for the office. Nothing is deleted.

create table planning_shift (
  id        uuid primary key,
  office    text not null,
  agent_id  uuid not null references agent,
  kind      text not null check (kind in ('work', 'away')),
  resource  text,
  starts_at timestamptz not null,
  ends_at   timestamptz not null,
  set_by    uuid not null references agent,
  set_at    timestamptz not null,
  ended_at  timestamptz,
  ended_by  uuid references agent,
  check (starts_at < ends_at),
  check ((kind = 'work') = (resource is not null)),
  check ((ended_at is null) = (ended_by is null)),
  constraint planning_shift_once exclude using gist (agent_id with =, tstzrange(starts_at, ends_at) with &&) where (kind = 'work' and ended_at is null)
);
create index planning_shift_day on planning_shift (office, starts_at) where ended_at is null;
comment on table planning_shift is 'Who is at which counter or lane from when to when, and who is away; a line that is withdrawn keeps who withdrew it. The constraint refuses one agent at two places at one time';

grant select, insert, update on planning_shift to sitt_app;
