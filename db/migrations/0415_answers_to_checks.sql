-- What the manager of professionals answers to a fault that a check found: nothing is left without an answer, and answers are counted.

alter table partner_check
  add column answer text check (answer in ('conform', 'noted', 'correction', 'withdrawn')),
  add column answered_at timestamptz,
  add check ((answer is null) = (answered_at is null)),
  add check (answer is null or verdict = 'wrong');

create or replace view pub_partners_trusted_act as
  select t.dossier_id, d.number, t.demarche, t.company_id, a.accreditation_id, t.decided_at, t.sampled, c.dossier_id is not null as checked, c.verdict, c.checked_at, c.answer, c.answered_at
  from partner_trusted_act t join dossier d on d.id = t.dossier_id
    left join accreditation a on a.company_id = t.company_id and a.kind = d.actor ->> 'partnerKind' and a.status <> 'ended'
    left join partner_check c on c.dossier_id = t.dossier_id;
