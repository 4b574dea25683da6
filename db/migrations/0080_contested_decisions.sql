-- Decisions that go against somebody: what an agent must answer, and until when.

create table dossier_procedure (
  dossier_id uuid not null references dossier,
  act_id     uuid not null references act,
  kind       text not null check (kind in ('hearing', 'appeal')),
  due_on     date not null,
  answered   boolean not null,
  primary key (dossier_id, act_id)
);
create index dossier_procedure_due on dossier_procedure (due_on);
comment on table dossier_procedure is 'Hearings and appeals that wait for a person: derived from the decision of the dossier, for the list of what is due';

-- A refusal remembers the act and the agent that signed it: another agent answers the appeal.
update state s set data = jsonb_set(jsonb_set(s.data, '{refused,actId}', to_jsonb(a.id::text)), '{refused,by}', coalesce(a.signatory -> 'agentId', 'null'))
from act_subject l join act a on a.id = l.act_id and a.kind = 'dossier.refused'
where s.facet = 'decision' and l.subject_id = s.subject_id and jsonb_typeof(s.data -> 'refused') = 'object';

create view pub_dossier_procedure as
  select p.dossier_id, p.kind, p.due_on, p.answered, d.number, d.demarche, d.state, d.applicant_id,
         (select e.name from person_entry e where e.person_id = d.applicant_id) as applicant
  from dossier_procedure p join dossier d on d.id = p.dossier_id
  where p.kind = 'appeal' or d.state in ('in_review', 'to_complete', 'to_pay', 'submitted');
comment on view pub_dossier_procedure is 'Hearings and appeals that an agent must answer, with their dossier; the applicant''s name is personal and is disclosed';

create view pub_dossier_waiting as
  select d.id as dossier_id, d.number, d.demarche, d.state, d.complete_at, d.submitted_at, d.applicant_id,
         (select e.name from person_entry e where e.person_id = d.applicant_id) as applicant
  from dossier d where d.state in ('in_review', 'to_pay') and d.complete_at is not null;
comment on view pub_dossier_waiting is 'Complete dossiers that nobody decided yet: which silence means what, and when, their démarche says';
create index dossier_waiting on dossier (complete_at) where state in ('in_review', 'to_pay') and complete_at is not null;
