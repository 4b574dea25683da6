-- Webhooks of companies: where to tell them, what there was to tell, what became of each telling.

create table partner_webhook (
  id             uuid primary key,
  company_id     uuid not null,
  url            text not null,
  secret_version integer not null default 1,
  created_by     uuid not null references partner_user,
  created_at     timestamptz not null,
  failing_since  timestamptz,
  retry_at       timestamptz,
  leased_until   timestamptz,
  disabled_at    timestamptz,
  disabled_by    text check (disabled_by in ('failures', 'company', 'gone')),
  unique (company_id, url),
  check ((disabled_at is null) = (disabled_by is null))
);
comment on table partner_webhook is 'Addresses at which companies are told what moved; the secret of each is derived, never kept. Leased: one worker at a time tells one address, so that order is kept';

create table partner_webhook_event (
  id           uuid primary key default gen_random_uuid(),
  position     bigint generated always as identity unique,
  company_id   uuid not null,
  type         text not null,
  subject_kind text not null,
  subject_id   uuid not null,
  state        text not null,
  at           timestamptz not null
);
comment on table partner_webhook_event is 'What there was to tell a company: a kind, an id, a state, no person; written with what it tells, in its transaction';
select append_only('partner_webhook_event');

create table partner_webhook_delivery (
  webhook_id   uuid not null references partner_webhook,
  event_id     uuid not null references partner_webhook_event,
  position     bigint not null,
  subject_id   uuid not null,
  state        text not null default 'pending' check (state in ('pending', 'delivered', 'dead')),
  attempts     integer not null default 0,
  next_at      timestamptz not null,
  outcome      text,
  delivered_at timestamptz,
  primary key (webhook_id, event_id)
);
create index partner_webhook_delivery_due on partner_webhook_delivery (webhook_id, position) where state = 'pending';
create index partner_webhook_delivery_subject on partner_webhook_delivery (webhook_id, subject_id, position) where state = 'pending';
create index partner_webhook_delivery_latest on partner_webhook_delivery (webhook_id, position desc);
comment on table partner_webhook_delivery is 'Each telling of an event at an address: waits, told, or given up (the dead letters), with how the last try ended';
revoke delete, truncate on partner_webhook, partner_webhook_delivery from sitt_app;

-- One place writes what is told: a company without an address costs one look.
create function tell_company(company uuid, what text, kind text, subject uuid, now_is text, moment timestamptz) returns void language plpgsql as $$
declare told partner_webhook_event;
begin
  if not exists (select from partner_webhook where company_id = company) then return; end if;
  insert into partner_webhook_event (company_id, type, subject_kind, subject_id, state, at) values (company, what, kind, subject, now_is, moment) returning * into told;
  insert into partner_webhook_delivery (webhook_id, event_id, position, subject_id, next_at) select w.id, told.id, told.position, subject, moment from partner_webhook w where w.company_id = company;
end $$;
comment on function tell_company is 'Queues the telling of an event at each address of a company, in the transaction of what happened';

create function tell_dossier_moved() returns trigger language plpgsql as $$
declare who jsonb;
begin
  select actor into who from dossier where id = new.dossier_id;
  if who ->> 'kind' = 'partner' then perform tell_company((who ->> 'companyId')::uuid, 'dossier.moved', 'dossier', new.dossier_id, new.to_state, new.at); end if;
  return null;
end $$;
create trigger dossier_event_told after insert on dossier_event for each row when (new.from_state is distinct from new.to_state) execute function tell_dossier_moved();

create function tell_accreditation_changed() returns trigger language plpgsql as $$
begin
  perform tell_company(new.company_id, 'accreditation.changed', 'accreditation', new.accreditation_id, new.status, clock_timestamp());
  return null;
end $$;
create trigger accreditation_told after insert or update on accreditation for each row execute function tell_accreditation_changed();

create function tell_insurance_gap() returns trigger language plpgsql as $$
begin
  perform tell_company(new.insurer_id, 'insurance.gap', 'insurance-batch', new.id, 'received', new.received_at);
  return null;
end $$;
create trigger insurance_batch_told after insert on insurance_batch for each row when (coalesce((new.counts ->> 'mismatch')::int, 0) + coalesce((new.counts ->> 'refused')::int, 0) > 0) execute function tell_insurance_gap();
