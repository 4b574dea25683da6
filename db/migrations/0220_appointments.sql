-- Appointments: places that are taken, and what lists need. Openings, absences and free places are in no table: they are computed.

create table appointment_place (
  appointment_id uuid not null references subject,
  role           text not null check (role in ('booked', 'freed', 'offered')),
  office         text not null,
  resource       text not null,
  place          integer not null check (place > 0),
  starts_at      timestamptz not null,
  ends_at        timestamptz not null,
  until          timestamptz,
  primary key (appointment_id, role),
  check (starts_at < ends_at),
  constraint appointment_place_once exclude using gist (office with =, resource with =, place with =, tstzrange(starts_at, ends_at) with &&)
);
create index appointment_place_office on appointment_place (office, starts_at);
comment on table appointment_place is 'Places that nobody else can have: booked, freed and kept for the next in line, or offered until an instant. A resource of capacity N has the places 1 to N; the constraint refuses the same place twice at one time';

create table appointment_entry (
  appointment_id uuid primary key references subject,
  number         text not null unique,
  status         text not null,
  motive         text not null,
  office         text not null,
  holder_id      uuid,
  contact_hash   text,
  resource       text,
  starts_at      timestamptz,
  asked_at       timestamptz not null,
  earlier        boolean not null,
  offered        boolean not null,
  passed         text not null,
  draw_id        uuid,
  draw_rank      integer,
  wish_from      date,
  wish_to        date
);
create index appointment_entry_day on appointment_entry (office, starts_at) where starts_at is not null;
create index appointment_entry_holder on appointment_entry (holder_id, asked_at desc) where holder_id is not null;
create index appointment_entry_contact on appointment_entry (contact_hash) where contact_hash is not null;
create index appointment_entry_draw on appointment_entry (draw_id, status) where draw_id is not null;
create index appointment_entry_line on appointment_entry (office, motive, asked_at) where earlier;
comment on table appointment_entry is 'Appointments and requests, one row each: for lists, limits and the line. No name stands here; a contact is known by its digest';

create table appointment_draw (
  draw_id   uuid primary key references subject,
  motive    text not null,
  office    text not null,
  status    text not null,
  opens_at  timestamptz not null,
  closes_at timestamptz not null
);
create index appointment_draw_status on appointment_draw (status, closes_at);
comment on table appointment_draw is 'Draws of scarce places: when requests are taken, and how far each draw is';

grant select, insert, update, delete on appointment_place, appointment_entry, appointment_draw to sitt_app;

create view pub_appointments_day as
  select appointment_id, number, status, motive, office, resource, starts_at, holder_id from appointment_entry where starts_at is not null;
comment on view pub_appointments_day is 'What a counter expects on a day; names are personal, lie in the state and are disclosed';

create view pub_appointments_mine as
  select appointment_id, number, status, motive, office, starts_at, asked_at, offered, holder_id as person_id from appointment_entry where holder_id is not null;
comment on view pub_appointments_mine is 'Appointments and requests of a person or a company, for their own page';

create view pub_appointments_marks as
  select office, motive, date_trunc('month', starts_at at time zone 'Pacific/Noumea')::date as month,
         count(*) filter (where status = 'arrived')::int as arrived, count(*) filter (where status = 'missed')::int as missed,
         count(*)::int as total
  from appointment_entry where starts_at is not null group by 1, 2, 3;
comment on view pub_appointments_marks is 'Who came and who did not, counted by office, motive and month: no person';
