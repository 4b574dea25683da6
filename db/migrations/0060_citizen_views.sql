-- What the citizen's door may read of the register: always filtered by the person who asks.

create view pub_registrations_my_vehicles as
  select h.person_id, h.vehicle_id, h.role, h.principal, h.since,
         (select value from vehicle_identifier i where i.vehicle_id = h.vehicle_id and i.kind = 'plate' and i.until is null limit 1) as plate,
         s.sale_id, s.sold_at
  from vehicle_holder h left join vehicle_sale s on s.vehicle_id = h.vehicle_id and s.status = 'declared'
  where h.until is null;
comment on view pub_registrations_my_vehicles is 'Vehicles by their present holders, with the sale under way; doors filter it by person_id';

create view pub_registrations_title as
  select value as number, vehicle_id, since, until from vehicle_identifier where kind = 'title';
comment on view pub_registrations_title is 'Every title number ever given and its vehicle: for the public check, which shows validity, make and model only';

create view pub_dossier_mine as
  select d.id, d.number, d.demarche, d.state, d.applicant_id as person_id, d.subject_kind, d.subject_id, d.updated_at, d.submitted_at, d.created_at from dossier d where d.applicant_id is not null;
comment on view pub_dossier_mine is 'Errands by their applicant; doors filter it by person_id';

create view pub_dossier_to_sign as
  select d.id, d.number, d.demarche, d.subject_kind, d.subject_id, d.applicant_id, h.person_id
  from dossier d join vehicle_holder h on h.vehicle_id = d.subject_id and h.until is null
  where d.state = 'to_complete' and d.applicant_id is distinct from h.person_id
    and d.blockers -> 'reasons' @> '[{"kind": "signature"}]';
comment on view pub_dossier_to_sign is 'Errands on a vehicle that wait for a signature, by its present holders: which of them must sign, the démarche says';
