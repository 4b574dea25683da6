-- A visit that was corrected has a PV of another number: the one that was handed out stands no more.
create view pub_inspections_replaced as
  select p.number from paper p where p.template = 'pv-visite' and not exists (select 1 from vehicle_visit v where v.number = p.number);
comment on view pub_inspections_replaced is 'PVs of visits that a correction has replaced or taken off their vehicle: what the public check of a paper reads';
