-- What SITT says to people, and the single-use links and codes that it gives them.

create table message (
  id           uuid primary key,
  key          text not null unique,
  to_person    uuid,
  channel      text not null check (channel in ('email', 'sms', 'letter', 'inbox')),
  template     text not null,
  contact      jsonb,
  data         jsonb,
  subject_kind text,
  subject_id   uuid,
  dossier_id   uuid,
  act_id       uuid,
  state        text not null default 'queued' check (state in ('queued', 'sent', 'to_print', 'printed', 'failed')),
  attempts     integer not null default 0,
  failure      text,
  provider_id  text,
  paper        bytea,
  follows      uuid references message,
  queued_at    timestamptz not null,
  sent_at      timestamptz,
  erased_at    timestamptz,
  check ((erased_at is null) = (data is not null))
);
create index message_person on message (to_person, queued_at desc);
create index message_subject on message (subject_id, queued_at desc);
create index message_dossier on message (dossier_id);
create index message_open on message (state, queued_at) where state in ('queued', 'to_print', 'failed');
create index message_recent on message (queued_at desc);
comment on table message is 'The outbox: one row per message and channel. contact and data are personal (class identity) and can be erased; the row stays as proof that a message left. No link nor code stands in clear here';
comment on column message.key is 'What makes it once: the request id of the reaction, and the rank of the contact';
comment on column message.paper is 'SHA-256 of the letter in the piece store';

create table message_token (
  hash       bytea primary key,
  purpose    text not null,
  form       text not null check (form in ('link', 'code')),
  message_id uuid references message,
  subject_id uuid not null,
  person_id  uuid,
  issued_at  timestamptz not null,
  expires_at timestamptz not null,
  failures   integer not null default 0,
  used_at    timestamptz,
  revoked_at timestamptz
);
create index message_token_subject on message_token (subject_id, purpose);
create index message_token_message on message_token (message_id);
comment on table message_token is 'Single-use links and codes, known by their keyed digest only: a copy of the base opens nothing';
