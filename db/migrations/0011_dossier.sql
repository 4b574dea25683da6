-- The dossier: where an errand stands. It is not the journal: it may be a draft, be completed, be cancelled.

create table dossier (
  id           uuid primary key,
  number       text not null unique,
  demarche     text not null,
  subject_kind text not null,
  subject_id   uuid,
  state        text not null check (state in ('draft', 'submitted', 'to_complete', 'in_review', 'to_pay', 'decided', 'issued', 'refused', 'cancelled')),
  applicant_id uuid,
  actor        jsonb not null,
  door         text not null,
  office       text,
  input        jsonb not null,
  input_hash   bytea,
  judged_on    date,
  quote        jsonb,
  blockers     jsonb not null default '[]',
  result       jsonb,
  idempotency  text unique,
  created_at   timestamptz not null,
  updated_at   timestamptz not null,
  submitted_at timestamptz,
  complete_at  timestamptz,
  decided_at   timestamptz
);
create index dossier_applicant on dossier (applicant_id, updated_at desc);
create index dossier_subject on dossier (subject_id);
create index dossier_queue on dossier (state, submitted_at) where state in ('in_review', 'to_complete', 'to_pay');
comment on table dossier is 'An errand and its real stage; input is what was typed, kept until the decision and its retention';

create table dossier_event (
  dossier_id uuid not null references dossier,
  position   integer not null,
  at         timestamptz not null,
  actor      jsonb not null,
  from_state text,
  to_state   text not null,
  what       text not null,
  detail     jsonb,
  primary key (dossier_id, position)
);
comment on table dossier_event is 'Each step of a dossier, who took it and when: what the citizen sees as the real stage';

create table dossier_piece (
  id         uuid primary key,
  dossier_id uuid not null references dossier,
  kind       text not null,
  filename   text not null,
  media_type text not null,
  bytes      integer not null,
  sha256     bytea not null,
  stored_as  text not null,
  added_by   jsonb not null,
  added_at   timestamptz not null,
  verdict    text check (verdict in ('accepted', 'rejected')),
  verdict_by uuid,
  reason     text
);
create index dossier_piece_dossier on dossier_piece (dossier_id);
comment on table dossier_piece is 'Supporting documents of a dossier; the bytes lie in the piece store under their hash';

create table dossier_signature (
  dossier_id uuid not null references dossier,
  party      text not null,
  person_id  uuid,
  input_hash bytea not null,
  means      text not null check (means in ('account', 'paper-scan', 'mark-before-witness')),
  witness    text,
  signed_at  timestamptz not null,
  primary key (dossier_id, party, input_hash)
);
comment on table dossier_signature is 'Signatures over the hash of the exact input: a changed input voids them';

create table dossier_review (
  dossier_id uuid not null references dossier,
  agent_id   uuid not null,
  verdict    text not null check (verdict in ('approve', 'refuse', 'ask')),
  input_hash bytea not null,
  delegation_id uuid,
  reason     text,
  at         timestamptz not null,
  primary key (dossier_id, agent_id, input_hash, verdict)
);
comment on table dossier_review is 'Agents'' opinions on a dossier; the two-person rule counts distinct agents over one input';
