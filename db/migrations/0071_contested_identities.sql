-- What a clerk has to settle: the plates and chassis numbers that stand twice, the oldest first.

create index vehicle_identifier_disputed on vehicle_identifier (vehicle_id) where disputed and until is null;

create view pub_vehicles_contested as
  select m.vehicle_id, min(m.since) as since, array_agg(distinct m.kind) as kinds,
         (select coalesce(jsonb_agg(distinct o.vehicle_id), '[]') from vehicle_identifier mine join vehicle_identifier o on o.kind = mine.kind and o.value = mine.value and o.vehicle_id <> mine.vehicle_id and o.until is null
          where mine.vehicle_id = m.vehicle_id and mine.until is null and mine.kind in ('plate', 'chassis')) as rivals
  from vehicle_identifier m where m.disputed and m.until is null group by m.vehicle_id;
comment on view pub_vehicles_contested is 'Vehicles whose plate or chassis number is contested, and the other vehicles that bear the same';
