-- The check without a network: which phones, what they carry, and what they were asked.

create table police_device (
  id              uuid primary key,
  agent_id        uuid not null references agent,
  name            text not null,
  public_key      jsonb not null,
  registered_at   timestamptz not null,
  last_contact_at timestamptz not null,
  bundle_id       uuid,
  revoked_at      timestamptz,
  revoked_by      uuid references agent,
  wiped_at        timestamptz,
  check ((revoked_at is null) = (revoked_by is null)),
  check (wiped_at is null or revoked_at is not null)
);
create index police_device_agent on police_device (agent_id);
comment on table police_device is 'Phones that may check without a network: whose, the key that each signs its reports with, what it carries; a revoked one is told to erase itself at its next contact';
revoke delete, truncate on police_device from sitt_app;
revoke update on police_device from sitt_app;
grant update (last_contact_at, bundle_id, revoked_at, revoked_by, wiped_at) on police_device to sitt_app;

create table police_bundle (
  id         uuid primary key,
  data_at    timestamptz not null,
  expires_at timestamptz not null,
  counts     jsonb not null,
  body       bytea not null
);
create index police_bundle_at on police_bundle (data_at desc);
comment on table police_bundle is 'Signed lists for checks without a network, as they are sent: no plate and no person can be read in them; old ones are deleted';

create table police_offline_check (
  id          uuid primary key,
  device_id   uuid not null references police_device,
  agent_id    uuid not null references agent,
  position    integer not null check (position > 0),
  checked_at  timestamptz not null,
  received_at timestamptz not null,
  asked       text not null,
  motive      text not null,
  answer      text not null,
  bundle_id   uuid
);
create index police_offline_check_device on police_offline_check (device_id, position);
create index police_offline_check_agent on police_offline_check (agent_id, checked_at desc);
comment on table police_offline_check is 'Checks made without a network, sent later by the phone that made them: each once, numbered by the phone, so that a missing one shows';
select append_only('police_offline_check');

create view pub_registrations_road_hold as
  select i.kind, i.value, h.type, h.ends_on from vehicle_hold h join vehicle_identifier i on i.vehicle_id = h.vehicle_id and (i.kind = 'plate' or (i.kind = 'chassis' and i.until is null))
  where h.until is null;
comment on view pub_registrations_road_hold is 'What names a vehicle under an open hold, its former plates too; who reads it keeps the types that matter on the road and the holds that have not ended';
