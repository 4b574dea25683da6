-- Accredited professionals: what lists and the control before each act read of their accreditation.

create table accreditation (
  accreditation_id uuid primary key,
  company_id       uuid not null,
  kind             text not null,
  number           text not null,
  status           text not null check (status in ('active', 'suspended', 'ended')),
  acts             text not null,
  sites            text not null,
  per_day          integer not null check (per_day > 0),
  quotas           text not null,
  since            date not null,
  until            date not null,
  suspended_at     timestamptz,
  check (until >= since),
  check ((status = 'suspended') = (suspended_at is not null))
);
create unique index accreditation_one_live on accreditation (company_id, kind) where status <> 'ended';
comment on table accreditation is 'Accreditations of professionals as their acts made them, with the convention in force: acts (patterns of démarches, JSON), quotas a day by démarche (JSON) and for any other (per_day), last day included';

-- What a company asked for on a day, counted before each of its acts.
create index dossier_company on dossier ((actor ->> 'companyId'), demarche, submitted_at) where actor ->> 'kind' = 'partner';

create view pub_partners_accreditation as
  select a.accreditation_id, a.company_id, a.kind, a.number, a.status, a.acts, a.sites, a.per_day, a.quotas, a.since, a.until, a.suspended_at from accreditation a;
comment on view pub_partners_accreditation is 'Accreditations, for the doors: the manager sees all, a professional the line of its own company';

create view pub_partners_dossier as
  select d.id, d.number, d.demarche, d.state, (d.actor ->> 'companyId')::uuid as company_id, (d.actor ->> 'userId')::uuid as user_id, d.actor ->> 'name' as user_name, d.door,
         d.subject_kind, d.subject_id, d.submitted_at, d.decided_at, d.updated_at, (d.quote ->> 'total')::bigint as total
  from dossier d where d.actor ->> 'kind' = 'partner';
comment on view pub_partners_dossier is 'Errands of professionals by their company; the professional door filters it by company_id, the manager of professionals reads those of one accreditation';
