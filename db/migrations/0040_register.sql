-- The present of the register in rows: for constraints, look-ups and lists. Written with the act, from evolve's state.

create table person_entry (
  person_id   uuid primary key references subject,
  kind        text not null,
  name        text not null,
  folded      text not null,
  birth       text,
  ridet       text,
  deceased_on date
);
create index person_entry_name on person_entry using gin (folded gin_trgm_ops);
create unique index person_entry_ridet on person_entry (ridet) where ridet is not null;
comment on table person_entry is 'Persons of the register for search by agents; erased with their identity';

create table vehicle_identifier (
  vehicle_id uuid not null references subject,
  kind       text not null check (kind in ('plate', 'chassis', 'title')),
  value      text not null,
  since      timestamptz not null,
  until      timestamptz,
  disputed   boolean not null default false,
  primary key (vehicle_id, kind, value, since)
);
create unique index vehicle_identifier_plate on vehicle_identifier (value, vehicle_id) where kind = 'plate' and until is null;
create unique index vehicle_plate_once on vehicle_identifier (value) where kind = 'plate' and until is null and not disputed;
create unique index vehicle_title_once on vehicle_identifier (value) where kind = 'title' and until is null;
create unique index vehicle_chassis_once on vehicle_identifier (value) where kind = 'chassis' and until is null and not disputed;
create index vehicle_identifier_value on vehicle_identifier (value text_pattern_ops);
comment on table vehicle_identifier is 'Plate, chassis number and title number of vehicles with their periods; a disputed identity may stand twice, anything else never';

create table vehicle_holder (
  vehicle_id uuid not null references subject,
  person_id  uuid not null references subject,
  role       text not null,
  principal  boolean not null,
  since      timestamptz not null,
  until      timestamptz,
  primary key (vehicle_id, person_id, role, since)
);
create unique index vehicle_one_principal on vehicle_holder (vehicle_id) where principal and until is null;
create index vehicle_holder_person on vehicle_holder (person_id) where until is null;
comment on table vehicle_holder is 'Who holds which vehicle since when: one principal holder at a time';

create table vehicle_hold (
  vehicle_id uuid not null references subject,
  hold_id    uuid not null,
  type       text not null,
  authority  text not null,
  since      timestamptz not null,
  until      timestamptz,
  ends_on    date,
  primary key (vehicle_id, hold_id)
);
create unique index vehicle_one_theft on vehicle_hold (vehicle_id) where type = 'theft' and until is null;
create index vehicle_hold_open on vehicle_hold (type) where until is null;
comment on table vehicle_hold is 'Holds on vehicles: who ordered them and until when';

create table vehicle_sale (
  sale_id    uuid primary key references subject,
  vehicle_id uuid not null references subject,
  status     text not null,
  sold_at    timestamptz not null,
  code_hash  text not null
);
create unique index vehicle_one_sale on vehicle_sale (vehicle_id) where status = 'declared';
create index vehicle_sale_code on vehicle_sale (code_hash) where status = 'declared';
create index vehicle_sale_chased on vehicle_sale (sold_at) where status = 'declared';
comment on table vehicle_sale is 'Sales as cases: one open sale a vehicle';

create table search_entry (
  subject_id uuid not null references subject,
  kind       text not null,
  label      text not null,
  folded     text not null,
  scope      text not null default 'agent',
  primary key (subject_id)
);
create index search_entry_folded on search_entry using gin (folded gin_trgm_ops);
comment on table search_entry is 'One box for everything: what an agent may find by a few letters; scope limits who';
