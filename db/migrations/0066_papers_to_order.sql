-- What was filed or paid and has no paper yet: read by the job that orders récépissés and quittances.

create view pub_dossier_to_receipt as
  select d.id, 'RE-' || substr(d.number, 3) || '-' || e.position as paper_number
  from dossier d
  join lateral (select max(position) as position from dossier_event x where x.dossier_id = d.id and x.to_state = d.state and x.from_state is distinct from x.to_state) e on true
  where d.state in ('to_complete', 'in_review') and e.position is not null
    and not exists (select 1 from paper p where p.number = 'RE-' || substr(d.number, 3) || '-' || e.position);
comment on view pub_dossier_to_receipt is 'Filed dossiers whose present stage has no récépissé yet, and the number that it will bear';

create view pub_payments_receipt_without_paper as
  select r.number, r.dossier_id from receipt r where not exists (select 1 from paper p where p.number = r.number);
comment on view pub_payments_receipt_without_paper is 'Receipts whose quittance was not ordered yet';
