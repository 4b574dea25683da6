-- Papers: what was handed over. The number, the status and the signed code are made with the act; the PDF is drawn later.

create table paper (
  number      text primary key,
  template    text not null,
  version     integer not null,
  act_id      uuid references act,
  dossier_id  uuid references dossier,
  subject_kind text not null,
  subject_id  uuid not null,
  person_id   uuid,
  data        jsonb not null,
  code        text,
  ordered_at  timestamptz not null,
  drawn_at    timestamptz,
  pdf_sha256  bytea,
  pdf_bytes   integer
);
create index paper_dossier on paper (dossier_id);
create index paper_subject on paper (subject_id);
comment on table paper is 'Certificates, attestations and slips ordered by acts; the PDF is rendered from act and template version and stored by its hash';
