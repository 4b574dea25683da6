-- Professionals who keep the papers of some of their acts; their acts that no agent read, and the checks of those that were drawn.

alter table accreditation add column kept text not null default '[]', add column kept_from date;

create table partner_sample_seed (
  month   text primary key check (month ~ '^\d{4}-\d{2}$'),
  secret  text not null,
  seal    text not null,
  made_at timestamptz not null
);
comment on table partner_sample_seed is 'The seed by which acts done on trust are drawn for a check, one a month: its seal (SHA-256) is shown at once, the seed once the month is over';
revoke update, delete, truncate on partner_sample_seed from sitt_app;

create table partner_trusted_act (
  dossier_id uuid primary key references dossier,
  company_id uuid not null,
  demarche   text not null,
  decided_at timestamptz not null,
  month      text not null references partner_sample_seed,
  percent    integer not null check (percent between 0 and 100),
  sampled    boolean not null
);
create index partner_trusted_act_company on partner_trusted_act (company_id, decided_at desc);
create index partner_trusted_act_sampled on partner_trusted_act (decided_at) where sampled;
comment on table partner_trusted_act is 'Acts of professionals that no agent read before they were done: machines had checked their facts, and the convention leaves the papers with the professional. Sampled: drawn for a later check';
revoke update, delete, truncate on partner_trusted_act from sitt_app;

create table partner_check (
  accreditation_id uuid not null,
  dossier_id       uuid not null,
  verdict          text not null check (verdict in ('right', 'wrong')),
  checked_at       timestamptz not null,
  primary key (accreditation_id, dossier_id)
);
create unique index partner_check_dossier on partner_check (dossier_id);
comment on table partner_check is 'What agents found afterwards of acts done on trust, each by a signed act of the accreditation; the note is private content of that act';

create view pub_partners_trusted_act as
  select t.dossier_id, d.number, t.demarche, t.company_id, a.accreditation_id, t.decided_at, t.sampled, c.dossier_id is not null as checked, c.verdict, c.checked_at
  from partner_trusted_act t join dossier d on d.id = t.dossier_id
    left join accreditation a on a.company_id = t.company_id and a.kind = d.actor ->> 'partnerKind' and a.status <> 'ended'
    left join partner_check c on c.dossier_id = t.dossier_id;
comment on view pub_partners_trusted_act is 'Acts of professionals done without an agent and their checks: for the agents who check and for the manager of professionals; a professional never reads which were drawn';

-- What is known at the check of a row: that an agent will read it, and why.
alter table partner_batch_row add column because text[] not null default '{}';
