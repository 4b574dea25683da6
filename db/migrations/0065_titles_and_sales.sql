-- What anyone may check of a title, and what a roadside check sees of a sale that nobody finished.

create view pub_registrations_title_check as
  select i.value as number, i.vehicle_id, t.value ->> 'status' as status, (t.value ->> 'validUntil')::date as valid_until,
         (select min(p.since) from vehicle_identifier p where p.kind = 'title' and p.value = i.value and p.vehicle_id = i.vehicle_id) as issued_on,
         (select nullif(concat_ws(' ', d.value -> 'data' ->> 'D.1', d.value -> 'data' ->> 'D.3'), '')
          from state v, jsonb_array_elements(v.data -> 'technical') d
          where v.subject_id = i.vehicle_id and v.facet = 'vehicle' and d.value ->> 'to' is null limit 1) as make_model
  from vehicle_identifier i
  join state s on s.subject_id = i.vehicle_id and s.facet = 'registration'
  cross join jsonb_array_elements(s.data -> 'titles') t
  where i.kind = 'title' and t.value ->> 'number' = i.value and t.value ->> 'to' is null;
comment on view pub_registrations_title_check is 'Validity, make and model of a title by its number, for the public check: no plate, no person';

create view pub_registrations_unfinished_sales as
  select s.sale_id, s.vehicle_id, s.sold_at, 'acquéreur déclaré, non muté' as mention,
         (select value from vehicle_identifier i where i.vehicle_id = s.vehicle_id and i.kind = 'plate' and i.until is null limit 1) as plate
  from vehicle_sale s where s.status = 'declared';
comment on view pub_registrations_unfinished_sales is 'Sales declared and not finished; who reads it keeps those older than the dated parameter unfinishedSaleDays (see notTransferred)';

create or replace view pub_dossier_to_sign as
  select d.id, d.number, d.demarche, d.subject_kind, d.subject_id, d.applicant_id, h.person_id
  from dossier d
  join vehicle_holder h on h.until is null and h.vehicle_id = coalesce((select s.vehicle_id from vehicle_sale s where s.sale_id = d.subject_id), d.subject_id)
  where d.state = 'to_complete' and d.applicant_id is distinct from h.person_id
    and d.blockers -> 'reasons' @> '[{"kind": "signature"}]';
comment on view pub_dossier_to_sign is 'Errands on a vehicle or on its sale that wait for a signature, by the vehicle''s present holders: which of them must sign, the démarche says';
