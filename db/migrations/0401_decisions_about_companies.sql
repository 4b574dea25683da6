-- What the administration decided, or is about to decide, against a company that did not send the file itself: its homologation, a file keyed for it.

create view pub_partners_decision as
  select d.id, d.number, d.demarche, d.state, d.applicant_id as company_id, d.updated_at from dossier d
  where d.applicant_id is not null and d.actor ->> 'kind' <> 'partner' and (d.state = 'refused' or exists (select from dossier_procedure p where p.dossier_id = d.id));
comment on view pub_partners_decision is 'Files about a company, sent by others than its users, that were refused or whose decision is contested or heard: the professional door filters it by company_id';
