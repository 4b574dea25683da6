-- Webhooks are told at once, and what was told is not kept for ever.

-- In plpgsql: the queue lays down its own schema after the migrations.
create function wake_webhook(webhook uuid) returns void language plpgsql as $$
begin
  perform graphile_worker.add_job('webhook', json_build_object('webhookId', webhook), max_attempts := 12, job_key := 'webhook:' || webhook, flags := array['at-once']);
end $$;
comment on function wake_webhook is 'Queues the telling of one address, at once and once, however often it is asked';

create function wake_told_webhook() returns trigger language plpgsql as $$
begin
  -- A closed address waits to be opened; one that is down has its next try queued already.
  if exists (select from partner_webhook where id = new.webhook_id and disabled_at is null and retry_at is null) then perform wake_webhook(new.webhook_id); end if;
  return null;
end $$;
comment on function wake_told_webhook is 'Wakes the telling of an address to which something is to be told';
-- As the transaction ends: the one row of the queue that companies share is never held while an act still waits for a lock.
create constraint trigger partner_webhook_delivery_wakes after insert on partner_webhook_delivery deferrable initially deferred for each row execute function wake_told_webhook();

-- What was told long ago goes; so does an address that its company withdraws. Neither is the journal: the dossiers say what moved.
drop trigger append_only_rows on partner_webhook_event;
drop trigger append_only on partner_webhook_event;
grant delete on partner_webhook, partner_webhook_event, partner_webhook_delivery to sitt_app;
create index partner_webhook_event_at on partner_webhook_event (at);
create index partner_webhook_delivery_event on partner_webhook_delivery (event_id);
comment on table partner_webhook_event is 'What there was to tell a company: a kind, an id, a state, no person; written with what it tells, in its transaction, never changed, swept when it is old';

-- Telling never fails what it tells: an address that is being withdrawn at this very moment is passed over.
create or replace function tell_company(company uuid, what text, kind text, subject uuid, now_is text, moment timestamptz) returns void language plpgsql as $$
declare told partner_webhook_event;
begin
  if not exists (select from partner_webhook where company_id = company) then return; end if;
  insert into partner_webhook_event (company_id, type, subject_kind, subject_id, state, at) values (company, what, kind, subject, now_is, moment) returning * into told;
  insert into partner_webhook_delivery (webhook_id, event_id, position, subject_id, next_at)
    select w.id, told.id, told.position, subject, moment from partner_webhook w where w.company_id = company for key share skip locked;
end $$;
