-- What the control of professionals found odd in an act, kept with its dossier before the act is done.

create table partner_examination (
  dossier_id uuid primary key references dossier,
  company_id uuid not null,
  user_id    uuid not null,
  demarche   text not null,
  batch      boolean not null,
  sent_at    timestamptz not null,
  score      integer not null check (score >= 0),
  sent       boolean not null,
  held       boolean not null,
  reasons    jsonb not null,
  party      bytea,
  place      bytea
);
create index partner_examination_user on partner_examination (user_id, sent_at);
create index partner_examination_party on partner_examination (company_id, party, sent_at) where party is not null;
create index partner_examination_place on partner_examination (company_id, place, sent_at) where place is not null;
create index partner_examination_held on partner_examination (sent_at) where held;
create index partner_examination_score on partner_examination (company_id, score desc);
comment on table partner_examination is 'The anomaly score of each watched act of a professional and its reasons, each with its evidence (ids). Party and place are digests: to be compared, never read. Sent: false where something stopped it at once. Held: nothing more is done before the manager of professionals frees it';
revoke delete, truncate on partner_examination from sitt_app;

create table partner_release (
  accreditation_id uuid not null,
  dossier_id       uuid not null,
  released_at      timestamptz not null,
  primary key (accreditation_id, dossier_id)
);
create index partner_release_dossier on partner_release (dossier_id);
comment on table partner_release is 'Held acts of professionals that their manager let go on, each by a signed act of its accreditation; two agents still look';

create view pub_partners_examination as
  select e.dossier_id, e.company_id, e.user_id, e.demarche, e.sent_at, e.score, e.held, e.reasons, d.number, d.state, d.actor ->> 'name' as user_name,
         exists (select from partner_release r where r.dossier_id = e.dossier_id) as released
  from partner_examination e join dossier d on d.id = e.dossier_id;
comment on view pub_partners_examination is 'Score and reasons of acts of professionals: for those who examine them and for their manager; a professional never reads it';
