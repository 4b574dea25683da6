-- What the counter's door reads across domains: queues, what an agent has in hand, the money of a till session.

create view pub_counter_dossier as
  select d.id, d.number, d.demarche, d.state, d.door, d.office, d.subject_kind, d.subject_id, d.applicant_id, d.created_at, d.submitted_at, d.updated_at,
         (d.quote ->> 'total')::bigint as total,
         (select i.value from vehicle_identifier i
          where i.vehicle_id = coalesce((select s.vehicle_id from vehicle_sale s where s.sale_id = d.subject_id), d.subject_id) and i.kind = 'plate' and i.until is null limit 1) as plate,
         (select p.name from person_entry p where p.person_id = d.applicant_id) as applicant,
         -- The engine says so in the event that put the dossier in review.
         coalesce(d.state = 'in_review' and (select e.what from dossier_event e where e.dossier_id = d.id and e.to_state = 'in_review' and e.from_state is distinct from 'in_review'
                                             order by e.position desc limit 1) = 'en attente de deux agents', false) as two_persons,
         (select coalesce(jsonb_agg(jsonb_build_object('agentId', r.agent_id, 'name', a.name, 'at', r.at) order by r.at), '[]') from dossier_review r join agent a on a.id = r.agent_id
          where r.dossier_id = d.id and r.input_hash = d.input_hash and r.verdict = 'approve') as approvals
  from dossier d;
comment on view pub_counter_dossier is 'Dossiers as the queues of the counter show them; the applicant''s name is personal and is disclosed';

create table dossier_taken (
  dossier_id uuid primary key references dossier,
  agent_id   uuid not null references agent,
  taken_at   timestamptz not null
);
comment on table dossier_taken is 'Which agent has a waiting dossier in hand; nothing is decided by it, it spares two people the same work';

create view pub_counter_till_movement as
  select p.till_session_id, p.received_at, p.amount, p.means, r.number as receipt, d.number as dossier, d.id as dossier_id
  from payment p join receipt r on r.payment_id = p.id join dossier d on d.id = p.dossier_id
  where p.till_session_id is not null;
comment on view pub_counter_till_movement is 'Every payment taken in a till session, with its receipt';

create view pub_counter_party as
  select person_id, kind, name, birth, ridet, deceased_on from person_entry;
comment on view pub_counter_party is 'Persons as a clerk tells them apart; always disclosed';

create view pub_counter_receipt as
  select r.number, r.issued_at, r.total, r.means, d.number as dossier, d.id as dossier_id, d.subject_id
  from receipt r join dossier d on d.id = r.dossier_id;
comment on view pub_counter_receipt is 'Receipts by the subject of their dossier; the payer is not here';
