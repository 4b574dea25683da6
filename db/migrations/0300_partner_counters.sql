-- Counters in place of counts: what an act of a professional asks costs the same at the end of a day as at its beginning.

create function counts_in_quota(state text, submitted_at timestamptz) returns boolean language sql immutable as $$ select submitted_at is not null and state not in ('draft', 'refused', 'cancelled') $$;
comment on function counts_in_quota is 'Whether a dossier holds a place in its quota: from its first sending, until it is refused or given up';

create table partner_quota (
  company_id uuid not null,
  demarche   text not null,
  day        date not null,
  user_id    uuid not null,
  used       integer not null check (used >= 0),
  primary key (company_id, demarche, day, user_id)
);
create index partner_quota_day on partner_quota (company_id, day);
comment on table partner_quota is 'Places taken on a day in the quota of a démarche, by company and by user (a key is a user of its own); kept by the trigger of dossiers alone';
revoke insert, update, delete, truncate on partner_quota from sitt_app;

create function keep_partner_quota() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  was boolean := tg_op = 'UPDATE' and counts_in_quota(old.state, old.submitted_at);
  counts boolean := counts_in_quota(new.state, new.submitted_at);
begin
  if was <> counts then
    insert into partner_quota as q (company_id, demarche, day, user_id, used)
    values ((new.actor ->> 'companyId')::uuid, new.demarche, (coalesce(new.submitted_at, old.submitted_at) at time zone 'Pacific/Noumea')::date, (new.actor ->> 'userId')::uuid, counts::int)
    on conflict (company_id, demarche, day, user_id) do update set used = q.used + case when counts then 1 else -1 end;
  end if;
  return null;
end $$;
comment on function keep_partner_quota is 'Takes or gives back the place of a dossier of a professional, in the transaction that sends it, refuses it or gives it up';
revoke execute on function keep_partner_quota from public;
create trigger dossier_quota after insert or update of state, submitted_at on dossier for each row when (new.actor ->> 'kind' = 'partner') execute function keep_partner_quota();

insert into partner_quota (company_id, demarche, day, user_id, used)
  select (actor ->> 'companyId')::uuid, demarche, (submitted_at at time zone 'Pacific/Noumea')::date, (actor ->> 'userId')::uuid, count(*)
  from dossier where actor ->> 'kind' = 'partner' and counts_in_quota(state, submitted_at) group by 1, 2, 3, 4;

-- What batches reserve, beside the balance: no longer the sum of thousands of rows at each payment.
alter table partner_account add column reserved bigint not null default 0 check (reserved >= 0);
comment on column partner_account.reserved is 'Francs set aside for rows of batches; kept by the trigger of these rows alone';

create function keep_partner_reserved() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update partner_account a set reserved = a.reserved + m.amount
  from (select b.company_id, sum(n.reserved - o.reserved) as amount from after_rows n join before_rows o using (batch_id, line) join partner_batch b on b.id = n.batch_id where n.reserved <> o.reserved group by 1) m
  where a.company_id = m.company_id;
  return null;
end $$;
comment on function keep_partner_reserved is 'Moves what an account has reserved, once for all the rows of a statement';
revoke execute on function keep_partner_reserved from public;
create trigger partner_batch_row_reserved after update on partner_batch_row referencing old table as before_rows new table as after_rows for each statement execute function keep_partner_reserved();

update partner_account a set reserved = (select coalesce(sum(r.reserved), 0) from partner_batch_row r join partner_batch b on b.id = r.batch_id where b.company_id = a.company_id);
