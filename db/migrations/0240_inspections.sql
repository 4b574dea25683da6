-- Homologation files, the visits of vehicles, and what the CCTV must call: the present, in rows for constraints and lists.

create table approval_file (
  approval_id  uuid primary key references subject,
  file_number  text not null unique,
  pv_number    text unique,
  kind         text not null check (kind in ('type', 'single')),
  status       text not null,
  chassis      text,
  label        text not null,
  applicant_id uuid not null references subject,
  filed_at     timestamptz not null,
  shown_on     date,
  site         text
);
-- One vehicle is approved by one file at a time.
create unique index approval_one_open on approval_file (chassis) where kind = 'single' and status not in ('approved', 'refused');
create index approval_chassis on approval_file (chassis);
create index approval_open on approval_file (filed_at) where status not in ('approved', 'refused');
create index approval_shown on approval_file (shown_on) where status in ('appointed', 'deferred');
comment on table approval_file is 'Homologation files by their number, their PV and their stage; one open file a chassis number';

create table approval_use (
  vehicle_id  uuid not null references subject,
  approval_id uuid not null references subject,
  number      text not null,
  kind        text not null,
  since       timestamptz not null,
  primary key (vehicle_id, approval_id)
);
create index approval_use_of on approval_use (approval_id);
create unique index approval_single_once on approval_use (approval_id) where kind = 'single';
comment on table approval_use is 'Which vehicle was registered with which homologation of this register: a single one serves one vehicle, a type as many as there are';

create table vehicle_visit (
  vehicle_id uuid not null references subject,
  visit_id   uuid not null,
  number     text not null unique,
  kind       text not null check (kind in ('periodic', 'recheck', 'sale')),
  visited_on date not null,
  site       text not null,
  company_id uuid references subject,
  verdict    text not null,
  until      date,
  next_on    date,
  recorded_at timestamptz not null,
  primary key (vehicle_id, visit_id)
);
create index vehicle_visit_day on vehicle_visit (visited_on, site);
create index vehicle_visit_company on vehicle_visit (company_id, visited_on) where company_id is not null;
comment on table vehicle_visit is 'Technical visits and sale inspections of vehicles, with their verdict and the next day';

create table inspection_due (
  vehicle_id  uuid primary key references subject,
  plate       text,
  label       text not null,
  due_on      date not null,
  status      text not null,
  why         text not null,
  computed_on date not null
);
create index inspection_due_on on inspection_due (due_on);
comment on table inspection_due is 'Vehicles whose visit is late or refused, as counted at night by the law of that day: a list to call from, never a decision';

create view pub_inspections_last as
  select distinct on (vehicle_id) vehicle_id, number, kind, visited_on, site, verdict, until, next_on
  from vehicle_visit where kind <> 'sale' order by vehicle_id, visited_on desc, recorded_at desc;
comment on view pub_inspections_last is 'The last visit of each vehicle at a CCTV: what a roadside check and its offline bundle read; no person is in it';

create view pub_inspections_due as
  select d.vehicle_id, d.plate, d.label, d.due_on, d.status, d.why, d.computed_on from inspection_due d
  where not exists (select 1 from vehicle_visit v where v.vehicle_id = d.vehicle_id and v.kind <> 'sale' and v.recorded_at >= d.computed_on and v.verdict in ('accepted', 'deferred'));
comment on view pub_inspections_due is 'Vehicles to call to a CCTV, without those that have come since the list was made';
