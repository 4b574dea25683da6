-- What a professional did, with whom it touched, and what is proposed of each of those acts.

create table partner_undoing (
  undoing_id uuid primary key,
  company_id uuid not null,
  dossier_id uuid not null unique,
  choice     text not null check (choice in ('cancel', 'rectify', 'hold', 'leave')),
  until      date not null,
  answered   boolean not null,
  outcome    text check (outcome in ('carried', 'dropped'))
);
create index partner_undoing_company on partner_undoing (company_id) where outcome is null;
comment on table partner_undoing is 'What is proposed of one act of a professional: cancel it, correct it, hold the vehicle for inquiry, or leave it to a third party in good faith; heard, then decided by a person. The doing is an act of its own';

create view pub_partners_done as
  select d.id as dossier_id, d.number, (d.actor ->> 'companyId')::uuid as company_id, d.actor ->> 'partnerKind' as partner_kind, d.actor ->> 'name' as user_name, d.demarche, d.decided_at, t.vehicle_id, t.act_id,
         (select value from vehicle_identifier i where i.vehicle_id = t.vehicle_id and i.kind = 'plate' and i.until is null limit 1) as plate,
         array(select distinct h.person_id from vehicle_holder h where h.vehicle_id = t.vehicle_id and h.role <> 'lessee' and h.person_id <> (d.actor ->> 'companyId')::uuid and (h.until is null or h.until > d.decided_at)) as third_parties
  from dossier d
  cross join lateral (
    select s.subject_id as vehicle_id, min(a.id::text)::uuid as act_id from act a join act_subject s on s.act_id = a.id join subject v on v.id = s.subject_id and v.kind = 'vehicle'
    where a.author ->> 'dossierId' = d.id::text group by s.subject_id) t
  where d.actor ->> 'kind' = 'partner' and d.state in ('decided', 'issued');
comment on view pub_partners_done is 'Acts of professionals on vehicles, with whoever holds these vehicles since and is not the company: third parties in good faith until shown otherwise. Persons by id: their names are disclosed';
