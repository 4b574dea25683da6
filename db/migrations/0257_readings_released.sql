-- Readings hidden from the person by rule are shown sooner when the authority that made them agrees, by an act on the vehicle.

create table vehicle_reading_release (
  vehicle_id uuid not null references subject,
  authority  text not null,
  until      timestamptz not null,
  primary key (vehicle_id, authority)
);
comment on table vehicle_reading_release is 'Up to when an authority lets its deferred readings of a vehicle be shown to whoever holds it; derived from its acts';
revoke truncate on vehicle_reading_release from sitt_app;

create or replace view pub_access_of_person as
  select person_id, at, service, purpose, data_kind, actor_id is not distinct from person_id as by_oneself
  from access_log a
  where deferred_until is null or deferred_until <= now()
     or exists (select from vehicle_reading_release r where r.vehicle_id = a.subject_id and a.at <= r.until and split_part(a.service, ':', 1) = r.authority);
comment on view pub_access_of_person is 'Who looked at my file and why: service and purpose, never the officer; deferred readings appear when their delay has passed, or when their authority has agreed';
