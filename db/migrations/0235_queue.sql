-- The queue of an office for a day: tickets, counters that call, and what happened. Not acts: whoever waits has not been decided upon.

create table queue_series (
  office text not null,
  day    date not null,
  letter text not null check (letter ~ '^[A-Z]$'),
  last   integer not null check (last > 0),
  primary key (office, day, letter)
);
comment on table queue_series is 'The last number given of each letter, in an office on a day';

create table queue_ticket (
  id             uuid primary key,
  office         text not null,
  day            date not null,
  letter         text not null check (letter ~ '^[A-Z]$'),
  number         integer not null check (number > 0),
  code           text not null unique,
  motive         text not null,
  priority       text not null,
  appointment_id uuid references subject,
  due_at         timestamptz,
  phone          text,
  status         text not null check (status in ('waiting', 'called', 'serving', 'served', 'left', 'moved')),
  taken_at       timestamptz not null,
  back_at        timestamptz,
  calls          integer not null default 0 check (calls >= 0),
  rounds         integer not null default 0 check (rounds >= 0),
  counter        text,
  only_counter   text,
  called_at      timestamptz,
  served_from    timestamptz,
  ended_at       timestamptz,
  moved_to       uuid references queue_ticket,
  unique (office, day, letter, number),
  check ((status in ('called', 'serving')) <= (counter is not null and called_at is not null)),
  check ((status in ('served', 'left', 'moved')) = (ended_at is not null)),
  check (ended_at is null or phone is null)
);
create unique index queue_ticket_one_at_counter on queue_ticket (office, day, counter) where status in ('called', 'serving');
create unique index queue_ticket_one_of_appointment on queue_ticket (appointment_id) where status in ('waiting', 'called', 'serving');
create index queue_ticket_day on queue_ticket (office, day, status);
comment on table queue_ticket is 'Who waits at an office on a day: a letter and a number, no name. A counter has one person at a time, an appointment one live ticket: the database refuses a second. The phone, given to be told of a move, is erased when the ticket ends';

create table queue_counter (
  office   text not null,
  day      date not null,
  name     text not null check (name <> ''),
  agent_id uuid not null references agent,
  motives  text[] not null check (cardinality(motives) > 0),
  status   text not null check (status in ('open', 'paused', 'closed')),
  since    timestamptz not null,
  primary key (office, day, name)
);
create unique index queue_counter_one_of_agent on queue_counter (agent_id, day) where status <> 'closed';
comment on table queue_counter is 'Counters that call on a day: who sits there, for which motives, open, paused or closed. An agent sits at one';

create table queue_event (
  id        bigint generated always as identity primary key,
  office    text not null,
  day       date not null,
  ticket_id uuid references queue_ticket,
  at        timestamptz not null,
  what      text not null check (what in ('taken', 'called', 'recalled', 'present', 'served', 'absent', 'back', 'left', 'transferred', 'moved', 'opened', 'paused', 'resumed', 'closed')),
  counter   text,
  agent_id  uuid,
  ahead     boolean
);
create index queue_event_counter on queue_event (office, day, counter, id desc) where what = 'called';
create index queue_event_day on queue_event (office, day, id desc);
comment on table queue_event is 'What happened in a queue, in order: only added to. `ahead`: the call was of a priority, for the ceiling';

grant select, insert, update on queue_series, queue_ticket, queue_counter to sitt_app;
grant select, insert on queue_event to sitt_app;

create view pub_queue_waits as
  select office, day, motive, extract(hour from taken_at at time zone 'Pacific/Noumea')::int as hour,
         count(*)::int as tickets, count(*) filter (where status = 'left')::int as lost,
         percentile_cont(0.5) within group (order by extract(epoch from called_at - taken_at) / 60) filter (where called_at is not null) as median,
         percentile_cont(0.9) within group (order by extract(epoch from called_at - taken_at) / 60) filter (where called_at is not null) as p90
  from queue_ticket where status <> 'moved' group by 1, 2, 3, 4;
comment on view pub_queue_waits is 'Minutes waited before the call, by motive and hour of arrival: median and ninth decile; nobody is named';
