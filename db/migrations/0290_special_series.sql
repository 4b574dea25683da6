-- Numbers that are of no vehicle for life: W of the trade with the log of their use, WW before a definitive number.

create table w_number (
  booklet_id uuid not null references subject,
  number     text not null,
  booklet    text not null,
  company_id uuid not null references subject,
  since      date not null,
  until      date not null,
  primary key (booklet_id, number)
);
create unique index w_number_once on w_number (number);
create index w_number_company on w_number (company_id);
comment on table w_number is 'W numbers by their booklet: which company may drive under them, from when to when, both days included';

create table w_use (
  booklet_id uuid not null references subject,
  use_id     uuid not null,
  number     text not null,
  vehicle_id uuid,
  named      text not null,
  stands     text not null check (stands in ('stock', 'new', 'other')),
  since      timestamptz not null,
  until      timestamptz not null,
  primary key (booklet_id, use_id),
  -- A plate is on one vehicle at a time.
  constraint w_use_one_at_a_time exclude using gist (number with =, tstzrange(since, until) with &&) deferrable initially deferred
);
create index w_use_vehicle on w_use (vehicle_id) where vehicle_id is not null;
create index w_use_named on w_use (named);
comment on table w_use is 'Drives under a W number, declared before they begin: which vehicle, from when to when; who drives lies apart, with the act';

create table ww_certificate (
  ww_id   uuid primary key references subject,
  number  text not null unique,
  chassis text not null,
  label   text not null,
  holder_id uuid not null references subject,
  since   date not null,
  until   date not null,
  constraint ww_one_a_chassis exclude using gist (chassis with =, daterange(since, until, '[]') with &&)
);
create index ww_certificate_chassis on ww_certificate (chassis);
comment on table ww_certificate is 'Provisional WW certificates: a chassis number has one at a time, until its last day included';
