-- What a person was not told yet of their dossier: a row of the outbox, by its key, is the proof that they were.

create index dossier_event_at on dossier_event (at);
create index message_act on message (act_id) where act_id is not null;
create index receipt_issued_at on receipt (issued_at);

create view pub_dossier_to_tell as
  select e.dossier_id, e.position, e.at, d.state, (d.state = 'to_complete' and d.blockers -> 'reasons' @> '[{"kind": "ask"}]') as asked
  from dossier_event e join dossier d on d.id = e.dossier_id and d.state = e.to_state
  where e.to_state in ('to_complete', 'issued') and e.from_state is distinct from e.to_state and d.applicant_id is not null
    and not exists (select 1 from dossier_event later where later.dossier_id = e.dossier_id and later.position > e.position and later.from_state is distinct from later.to_state)
    and not exists (select 1 from message m where m.key = 'step:' || e.dossier_id || ':' || e.position || '/0')
    and not (d.state = 'issued' and exists (
      select 1 from jsonb_array_elements(d.result -> 'acts') a join message m on m.act_id = (a ->> 'id')::uuid and m.to_person = d.applicant_id));
comment on view pub_dossier_to_tell is 'The present stage of dossiers, incomplete or issued, whose applicant was told neither of it nor of its acts; asked: an agent wants something more';

create view pub_receipt_to_tell as
  select r.number, r.dossier_id, r.issued_at from receipt r join dossier d on d.id = r.dossier_id
  where d.applicant_id is not null and not exists (select 1 from message m where m.key = 'receipt:' || r.number || '/0');
comment on view pub_receipt_to_tell is 'Receipts that the applicant of their dossier was not told of yet';
