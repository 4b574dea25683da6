-- A freeze is over at its hour, whether or not a worker runs: whoever reads an accreditation compares this instant with the present.

alter table accreditation add column frozen_until timestamptz;
comment on column accreditation.frozen_until is 'Instant at which a freeze that nobody by delegation confirmed ends by itself; null: not frozen, or suspended by delegation';

update accreditation a set frozen_until = (
  select (t.payload ->> 'provisionalUntil')::timestamptz from act t join act_subject l on l.act_id = t.id
  where l.subject_id = a.accreditation_id and t.kind = 'accreditation.suspended' order by t.recorded_at desc limit 1)
where a.status = 'suspended';

create or replace view pub_partners_accreditation as
  select a.accreditation_id, a.company_id, a.kind, a.number, case when a.frozen_until <= now() then 'active' else a.status end as status, a.acts, a.sites, a.per_day, a.quotas, a.since, a.until,
         case when a.frozen_until <= now() then null else a.suspended_at end as suspended_at from accreditation a;

create or replace view pub_partners_batch_dossier as
  select r.batch_id, r.line, r.dossier_id, b.number, b.company_id, b.created_at as since,
         exists (select from accreditation a where a.company_id = b.company_id and (a.status = 'active' or a.frozen_until <= now()) and a.printing and current_date between a.since and a.until) as prints
  from partner_batch_row r join partner_batch b on b.id = r.batch_id where r.dossier_id is not null;
