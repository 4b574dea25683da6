-- Identities that a clerk has to settle, on what grounds: a number borne twice, and also a record that no number names.

create table vehicle_contest (
  vehicle_id uuid not null references subject,
  ground     text not null,
  since      timestamptz not null,
  primary key (vehicle_id, ground)
);
create index vehicle_contest_oldest on vehicle_contest (ground, since, vehicle_id);
comment on table vehicle_contest is 'Identities that wait to be settled, one row for each ground: twin, unknown, plate, holder, hold, other';

-- Contests of before said no ground. Those settled as another's identity have lost their plate: the view leaves them out.
with contested as (
  select s.subject_id, min(a.effective_at) as since
  from state s join act_subject l on l.subject_id = s.subject_id join act a on a.id = l.act_id
  where s.facet = 'vehicle' and s.data ->> 'disputed' is not null and a.kind = 'vehicle.disputed' and a.payload ->> 'reason' is not null
    and not exists (select 1 from act_subject later join act free on free.id = later.act_id
                    where later.subject_id = s.subject_id and later.version > l.version and free.kind = 'vehicle.disputed' and free.payload ->> 'reason' is null)
  group by s.subject_id
), marked as (
  update state s set data = s.data || jsonb_build_object('contest', jsonb_build_object('grounds', '["other"]'::jsonb, 'twins', '[]'::jsonb, 'since', to_char(c.since at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
  from contested c where s.subject_id = c.subject_id and s.facet = 'vehicle' returning s.subject_id
)
insert into vehicle_contest (vehicle_id, ground, since) select c.subject_id, 'other', c.since from contested c;

drop view pub_vehicles_contested;
-- A hold of this type may be set by hand too: then nothing but the hold says so.
create view pub_vehicles_contested as
  select vehicle_id, ground, since from vehicle_contest c
  where not exists (select 1 from vehicle_identifier p where p.vehicle_id = c.vehicle_id and p.kind = 'plate')
     or exists (select 1 from vehicle_identifier p where p.vehicle_id = c.vehicle_id and p.kind = 'plate' and p.until is null)
  union all
  select h.vehicle_id, 'other', h.since from vehicle_hold h
  where h.type = 'identity-dispute' and h.until is null and not exists (select 1 from vehicle_contest c where c.vehicle_id = h.vehicle_id)
    and exists (select 1 from vehicle_identifier p where p.vehicle_id = h.vehicle_id and p.kind = 'plate' and p.until is null);
comment on view pub_vehicles_contested is 'Vehicles whose identity waits to be settled, one row for each ground';
