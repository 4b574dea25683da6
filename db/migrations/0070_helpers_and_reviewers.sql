-- How many agents a dossier waits for is a fact of the dossier, not a sentence of its history; and who keyed it, for those who see only that.

alter table dossier add column reviewers smallint not null default 0 check (reviewers between 0 and 2);
comment on column dossier.reviewers is 'How many agents must approve it, each by their own name; set when it goes to review';
update dossier d set reviewers = case (select e.what from dossier_event e where e.dossier_id = d.id and e.to_state = 'in_review' and e.from_state is distinct from 'in_review' order by e.position desc limit 1)
  when 'en attente de deux agents' then 2 else 1 end
where d.state = 'in_review';
create index dossier_keyed_by on dossier ((actor ->> 'agentId'), updated_at desc) where actor ->> 'kind' = 'agent';

create or replace view pub_counter_dossier as
  select d.id, d.number, d.demarche, d.state, d.door, d.office, d.subject_kind, d.subject_id, d.applicant_id, d.created_at, d.submitted_at, d.updated_at,
         (d.quote ->> 'total')::bigint as total,
         (select i.value from vehicle_identifier i
          where i.vehicle_id = coalesce((select s.vehicle_id from vehicle_sale s where s.sale_id = d.subject_id), d.subject_id) and i.kind = 'plate' and i.until is null limit 1) as plate,
         (select p.name from person_entry p where p.person_id = d.applicant_id) as applicant,
         (d.state = 'in_review' and d.reviewers = 2) as two_persons,
         (select coalesce(jsonb_agg(jsonb_build_object('agentId', r.agent_id, 'name', a.name, 'at', r.at) order by r.at), '[]') from dossier_review r join agent a on a.id = r.agent_id
          where r.dossier_id = d.id and r.input_hash = d.input_hash and r.verdict = 'approve') as approvals,
         (d.actor ->> 'agentId')::uuid as keyed_by
  from dossier d;
comment on view pub_counter_dossier is 'Dossiers as the queues of the counter show them; the applicant''s name is personal and is disclosed';

-- A helper at a mairie has no other right: two roles would let one lend to the other.
alter table agent add constraint agent_helper_alone check (not ('helper' = any(roles)) or roles = array['helper']);
