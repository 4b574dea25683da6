-- What insurers say of their contracts: every notice kept with both of its dates (true since, known since), and what stands now.

create table insurance_batch (
  id          uuid primary key,
  insurer_id  uuid not null,
  user_id     uuid,
  channel     text not null check (channel in ('api', 'file', 'portal')),
  request_id  text not null unique,
  filename    text,
  received_at timestamptz not null,
  counts      jsonb not null
);
create index insurance_batch_insurer on insurance_batch (insurer_id, received_at desc);
comment on table insurance_batch is 'One sending of an insurer: a contract alone, or a file; the same request id is answered twice and loaded once';
select append_only('insurance_batch');

create table insurance_batch_row (
  batch_id uuid not null,
  line     integer not null,
  contract text not null,
  plate    text,
  chassis  text,
  from_day date,
  to_day   date,
  outcome  text not null check (outcome in ('new', 'corrected', 'ended', 'withdrawn', 'unchanged', 'refused')),
  match    text check (match in ('matched', 'weak', 'mismatch', 'unknown')),
  remark   text,
  primary key (batch_id, line)
);
comment on table insurance_batch_row is 'What became of each line of a sending, for its sender; swept when it is old, the notices stay';

create table insurance_notice (
  id         bigint generated always as identity primary key,
  insurer_id uuid not null,
  contract   text not null,
  from_day   date not null,
  to_day     date,
  plate      text,
  chassis    text,
  reason     text,
  withdrawn  boolean not null default false,
  known_at   timestamptz not null,
  batch_id   uuid not null,
  line       integer not null,
  check (to_day is null or to_day >= from_day),
  check (plate is not null or chassis is not null)
);
create index insurance_notice_contract on insurance_notice (insurer_id, contract, from_day, id);
create index insurance_notice_chassis on insurance_notice (chassis) where chassis is not null;
create index insurance_notice_plate on insurance_notice (plate) where plate is not null;
comment on table insurance_notice is 'Everything an insurer ever said of a cover: true from from_day to to_day, known since known_at; a later notice of the same contract and first day replaces it, withdrawn says it never was';
select append_only('insurance_notice');

create table insurance_cover (
  insurer_id     uuid not null,
  contract       text not null,
  from_day       date not null,
  to_day         date,
  plate          text,
  chassis        text,
  reason         text,
  match          text not null check (match in ('matched', 'weak', 'mismatch', 'unknown')),
  first_known_at timestamptz not null,
  known_at       timestamptz not null,
  primary key (insurer_id, contract, from_day),
  check (to_day is null or to_day >= from_day),
  check (plate is not null or chassis is not null),
  -- One contract covers one vehicle at a time: a fleet numbers its lines.
  constraint insurance_cover_once exclude using gist (insurer_id with =, contract with =, daterange(from_day, to_day, '[]') with &&) deferrable initially deferred
);
create index insurance_cover_chassis on insurance_cover (chassis) where chassis is not null;
create index insurance_cover_plate on insurance_cover (plate) where plate is not null;
create index insurance_cover_match on insurance_cover (insurer_id, match) where match <> 'matched';
comment on table insurance_cover is 'Covers as last said by each insurer, one row a contract and first day: written only with the notice that says so';

revoke truncate on insurance_batch_row, insurance_cover from sitt_app;

create function insurance_match(asked_plate text, asked_chassis text) returns table (vehicle_id uuid, match text) language sql stable as $$
  with c as materialized (select i.vehicle_id from vehicle_identifier i where i.kind = 'chassis' and i.value = asked_chassis and i.until is null),
       p as materialized (select i.vehicle_id, bool_or(i.until is null) as now from vehicle_identifier i where i.kind = 'plate' and i.value = asked_plate group by i.vehicle_id),
       both_say as materialized (select c.vehicle_id from c join p using (vehicle_id)),
       said as (select case
         when asked_chassis is null then case (select count(*) from p where now) when 0 then 'unknown' when 1 then 'weak' else 'mismatch' end
         when not exists (select from c) then case when exists (select from p where now) then 'mismatch' else 'unknown' end
         when asked_plate is not null then case (select count(*) from both_say) when 1 then 'matched' else 'mismatch' end
         else case (select count(*) from c) when 1 then 'matched' else 'mismatch' end end as match)
  select case said.match
           when 'weak' then (select p.vehicle_id from p where now)
           when 'matched' then coalesce((select b.vehicle_id from both_say b), (select c.vehicle_id from c limit 1))
         end, said.match
  from said
$$;
comment on function insurance_match is 'Which vehicle a contract means: matched by chassis number (and a plate that it bears or bore), weak by the plate alone, mismatch when the two disagree, unknown when the register has neither';

create view pub_insurance_insurer as
  select p.person_id as insurer_id, p.name from person_entry p where p.kind = 'company';
comment on view pub_insurance_insurer is 'Names of companies, for those that are insurers: a company''s name is no personal data';
