-- What a phone hands over after it was withdrawn, or that cannot be read: kept apart until a named person reads it.

create table police_late_check (
  device_id   uuid not null references police_device,
  digest      bytea not null,
  reason      text not null check (reason in ('revoked', 'unreadable')),
  position    integer,
  received_at timestamptz not null,
  signed      text not null,
  signature   text not null,
  decision    text check (decision in ('kept', 'set-aside')),
  decided_by  uuid references agent,
  decided_at  timestamptz,
  motive      text,
  primary key (device_id, digest),
  check ((decision is null) = (decided_by is null) and (decision is null) = (decided_at is null) and (decision is null) = (motive is null))
);
create index police_late_check_waiting on police_late_check (device_id) where decision is null;
comment on table police_late_check is 'Checks made without a network and received apart: from a withdrawn phone, or unreadable; as the phone signed them when they were made; a named person adds each to the checks or sets it aside, and it stays either way';
revoke update, delete, truncate on police_late_check from sitt_app;
grant update (decision, decided_by, decided_at, motive) on police_late_check to sitt_app;

create function decide_once() returns trigger language plpgsql as $$
begin
  if old.decision is not null then raise exception 'a late check is decided once' using errcode = 'insufficient_privilege'; end if;
  return new;
end $$;
comment on function decide_once is 'Trigger of police_late_check: what a person decided of it is not rewritten';
create trigger decided_once before update on police_late_check for each row execute function decide_once();
