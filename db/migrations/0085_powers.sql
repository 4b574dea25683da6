-- Who stands for whom today, for the lists of those who act for another: the decision itself re-reads the power.

create view pub_people_representatives as
  with live as (
    select principal_id, mandatary_id, acts from mandate
    where from_day <= (now() at time zone 'Pacific/Noumea')::date and coalesce(to_day, 'infinity') >= (now() at time zone 'Pacific/Noumea')::date and revoked_on is null
  )
  select principal_id, mandatary_id as person_id, acts from live
  union
  select owner.principal_id, own.mandatary_id, own.acts from live owner join live own on own.principal_id = owner.mandatary_id;
comment on view pub_people_representatives is 'Who may stand for whom today, by a power of the register: themselves, or for an owner of a share who is represented';

create view pub_registrations_represented_vehicles as
  select distinct r.person_id, r.principal_id, v.vehicle_id, v.plate, v.sale_id, v.sold_at, v.since
  from pub_people_representatives r join pub_registrations_my_vehicles v on v.person_id = r.principal_id;
comment on view pub_registrations_represented_vehicles is 'Vehicles of those for whom somebody may act; doors filter it by person_id, and log the principal as read';

create or replace view pub_dossier_to_sign as
  with waiting as (
    select d.id, d.number, d.demarche, d.subject_kind, d.subject_id, d.applicant_id, coalesce((select s.vehicle_id from vehicle_sale s where s.sale_id = d.subject_id), d.subject_id) as vehicle_id
    from dossier d where d.state = 'to_complete' and d.blockers -> 'reasons' @> '[{"kind": "signature"}]'
  ), concerned as (
    select w.id, h.person_id from waiting w join vehicle_holder h on h.until is null and h.vehicle_id = w.vehicle_id
    union select id, applicant_id from waiting where applicant_id is not null
  ), signing as (
    select id, person_id from concerned
    union select c.id, r.person_id from concerned c join pub_people_representatives r on r.principal_id = c.person_id
  )
  select w.id, w.number, w.demarche, w.subject_kind, w.subject_id, w.applicant_id, s.person_id
  from waiting w join signing s using (id) where w.applicant_id is distinct from s.person_id;
comment on view pub_dossier_to_sign is 'Errands that wait for a signature, by the present holders of the vehicle and whoever stands for them or for the applicant: which of them must sign, the démarche says';
