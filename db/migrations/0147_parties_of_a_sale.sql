-- A contested sale may still be cancelled by its two parties together: each finds it in their own space and signs there.

alter table vehicle_sale add column claimant_id uuid;
comment on column vehicle_sale.claimant_id is 'The buyer who contested it from their own account, as the state of the sale says: known by id, since they never completed';
drop index vehicle_sale_code;
create index vehicle_sale_code on vehicle_sale (code_hash) where status in ('declared', 'contested');
create index vehicle_sale_claimant on vehicle_sale (claimant_id) where claimant_id is not null;

create view pub_registrations_contested_sales as
  select s.sale_id, s.vehicle_id, s.claimant_id as person_id, 'buyer' as side from vehicle_sale s where s.status = 'contested' and s.claimant_id is not null
  union
  select s.sale_id, s.vehicle_id, h.person_id, 'seller' from vehicle_sale s join vehicle_holder h on h.vehicle_id = s.vehicle_id and h.until is null and h.role <> 'lessee' where s.status = 'contested'
  union
  select s.sale_id, s.vehicle_id, r.person_id, 'seller'
  from vehicle_sale s join vehicle_holder h on h.vehicle_id = s.vehicle_id and h.until is null and h.role <> 'lessee' join pub_people_representatives r on r.principal_id = h.person_id
  where s.status = 'contested';
comment on view pub_registrations_contested_sales is 'Contested sales by whoever is a party to them, or stands for a seller; doors filter it by person_id';

create or replace view pub_dossier_to_sign as
  with waiting as (
    select d.id, d.number, d.demarche, d.subject_kind, d.subject_id, d.applicant_id, coalesce((select s.vehicle_id from vehicle_sale s where s.sale_id = d.subject_id), d.subject_id) as vehicle_id
    from dossier d where d.state = 'to_complete' and d.blockers -> 'reasons' @> '[{"kind": "signature"}]'
  ), concerned as (
    select w.id, h.person_id from waiting w join vehicle_holder h on h.until is null and h.vehicle_id = w.vehicle_id
    union select w.id, s.claimant_id from waiting w join vehicle_sale s on s.sale_id = w.subject_id and s.claimant_id is not null
    union select id, applicant_id from waiting where applicant_id is not null
  ), signing as (
    select id, person_id from concerned
    union select c.id, r.person_id from concerned c join pub_people_representatives r on r.principal_id = c.person_id
  )
  select w.id, w.number, w.demarche, w.subject_kind, w.subject_id, w.applicant_id, s.person_id
  from waiting w join signing s using (id) where w.applicant_id is distinct from s.person_id;
comment on view pub_dossier_to_sign is 'Errands that wait for a signature, by the present holders of the vehicle, the buyer who contested its sale, and whoever stands for them or for the applicant: which of them must sign, the démarche says';
