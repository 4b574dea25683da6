-- Titles printed on blanks by job: which title takes which serial is decided at once, the pages are drawn afterwards.

-- A spoiled paper gives its title to the next one in one transaction, whatever the order of the rows.
drop index blank_title_once;
alter table blank_range add constraint blank_title_once exclude using btree (reference with =) where (status = 'used') deferrable initially deferred;

create table print_job (
  id         uuid primary key,
  number     text not null unique,
  site       text not null,
  batch_id   uuid references partner_batch,
  company_id uuid,
  asked_kind text not null check (asked_kind in ('agent', 'partner')),
  asked_by   uuid not null,
  again_of   uuid references print_job,
  created_at timestamptz not null,
  done_at    timestamptz,
  pdf_sha256 bytea,
  pdf_bytes  integer,
  check ((done_at is null) = (pdf_sha256 is null))
);
create index print_job_site on print_job (site, created_at desc);
create index print_job_batch on print_job (batch_id) where batch_id is not null;
comment on table print_job is 'Titles printed together on blanks of one site (an office, or a company that holds some): who asked, of which batch, after which spoiled job, and the hash of the bundle once drawn';

create table print_job_title (
  job_id uuid not null references print_job,
  rank   integer not null check (rank > 0),
  title  text not null references paper,
  serial bigint not null,
  primary key (job_id, rank),
  unique (job_id, title),
  unique (serial)
);
create index print_job_title_title on print_job_title (title);
comment on table print_job_title is 'The titles of a job in the order of its pages, each with the serial of its blank: a serial is given once, for ever';
revoke delete, truncate on print_job, print_job_title from sitt_app;

create index paper_certificate on paper (ordered_at) where template = 'certificat';

create view pub_registrations_to_print as
  select p.number as title, p.dossier_id, d.office, p.ordered_at, p.subject_id as vehicle_id
  from paper p
  join vehicle_identifier i on i.kind = 'title' and i.value = p.number and i.until is null
  join pub_registrations_title_check c on c.number = p.number and c.status = 'valid'
  left join dossier d on d.id = p.dossier_id
  where p.template = 'certificat' and not exists (select from blank_range b where b.status = 'used' and b.reference = p.number);
comment on view pub_registrations_to_print is 'Certificates that stand and that no blank carries yet: for the counters and the companies that print; no person';

alter table accreditation add column printing boolean not null default false;
comment on column accreditation.printing is 'True when the convention lets the company print its own titles, on blanks that it holds';

create view pub_partners_batch_dossier as
  select r.batch_id, r.line, r.dossier_id, b.number, b.company_id, b.created_at as since,
         exists (select from accreditation a where a.company_id = b.company_id and a.status = 'active' and a.printing and current_date between a.since and a.until) as prints
  from partner_batch_row r join partner_batch b on b.id = r.batch_id where r.dossier_id is not null;
comment on view pub_partners_batch_dossier is 'Which errand each row of a batch made, and whether its company prints its titles itself: for whoever prints them';
