-- Who had a hand in a dossier's money: keyed it, signed its decision, took its payment. Separation of duties is judged on this
-- (which steps exclude which, a dated parameter: src/territory/parameters/payments.ts).

create view pub_payments_hands as
  select d.id as dossier_id, (d.actor ->> 'agentId')::uuid as agent_id, 'saisie' as step, d.created_at as at, null::uuid as payment_id
  from dossier d where d.actor ->> 'kind' = 'agent'
  union all
  select r.dossier_id, r.agent_id, 'decision', r.at, null
  from dossier_review r join dossier d on d.id = r.dossier_id and d.input_hash = r.input_hash where r.verdict = 'approve'
  union all
  select p.dossier_id, s.agent_id, 'encaissement', p.received_at, p.id
  from payment p join till_session s on s.id = p.till_session_id;
comment on view pub_payments_hands is 'Each step of a dossier that an agent took with their own hands, where one person alone could keep the money: saisie, decision, encaissement';

-- Whoever asked for a refund may take it back; they never approve it.
alter table refund drop constraint refund_two_persons;
alter table refund add constraint refund_two_persons check (decided_by is null or decided_by <> requested_by or state = 'rejected');
