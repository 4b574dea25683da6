-- A vehicle seen on the morning of the day whose night makes the list is on it; one seen after it was made is not: an instant tells them apart.

drop view pub_inspections_due;
alter table inspection_due drop column computed_on;
alter table inspection_due add column computed_at timestamptz not null default now();

create view pub_inspections_due as
  select d.vehicle_id, d.plate, d.label, d.due_on, d.status, d.why, d.computed_at from inspection_due d
  where not exists (select 1 from vehicle_visit v where v.vehicle_id = d.vehicle_id and v.kind <> 'sale' and v.recorded_at > d.computed_at and v.verdict in ('accepted', 'deferred'));
comment on view pub_inspections_due is 'Vehicles to call to a CCTV, without those that have come since the list was made';
