-- A professional's account: paid in advance, or settled by a monthly statement up to a limit. Double entry as the rest.

alter table ledger_entry drop constraint ledger_entry_kind_check;
alter table ledger_entry add constraint ledger_entry_kind_check check (kind in ('payment', 'allocation', 'reversal', 'refund-request', 'refund-rejected', 'refund-executed', 'till-opening', 'till-discrepancy', 'till-closing', 'account-deposit', 'account-return'));

alter table accreditation add column credit bigint not null default 0 check (credit >= 0);
comment on column accreditation.credit is 'Francs that the company may owe until its monthly statement; 0: paid in advance';

create table partner_account (
  company_id uuid primary key,
  balance    bigint not null default 0,
  opened_at  timestamptz not null
);
comment on table partner_account is 'Account of an accredited company: what it has paid less what its acts cost (negative: owed by statement). The balance is kept by the trigger of its movements alone; its row is the lock of whoever spends or reserves';
revoke insert, update, delete, truncate on partner_account from sitt_app;
grant insert (company_id, opened_at) on partner_account to sitt_app;
-- The right to lock a row is the right to change one of its columns.
grant update (opened_at) on partner_account to sitt_app;

create table partner_account_movement (
  id         uuid primary key,
  company_id uuid not null references partner_account,
  kind       text not null check (kind in ('deposit', 'payment', 'return')),
  amount     bigint not null check (case kind when 'payment' then amount < 0 else amount > 0 end),
  entry_id   uuid not null unique references ledger_entry,
  dossier_id uuid references dossier,
  reference  text,
  label      text not null,
  agent_id   uuid references agent,
  at         timestamptz not null,
  check ((kind = 'deposit') = (reference is not null and agent_id is not null)),
  check ((kind = 'deposit') = (dossier_id is null))
);
create unique index partner_deposit_once on partner_account_movement (reference) where kind = 'deposit';
create index partner_movement_company on partner_account_movement (company_id, at);
comment on table partner_account_movement is 'Each franc of an account: deposits by transfer, fees of each act, what came back; each has its entry in the ledger';
select append_only('partner_account_movement');

create function keep_partner_balance() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update partner_account set balance = balance + new.amount where company_id = new.company_id;
  return null;
end $$;
comment on function keep_partner_balance is 'Moves the balance of an account with each of its movements';
revoke execute on function keep_partner_balance from public;
create trigger partner_movement_balance after insert on partner_account_movement for each row execute function keep_partner_balance();

-- What went back to the account of a professional is given back, as a refund is.
create or replace view pub_payments_dossier as
  select d.dossier_id, sum(d.received)::bigint as received, sum(d.allocated)::bigint as allocated, sum(d.refunding)::bigint as refunding, sum(d.refunded)::bigint as refunded
  from (
    select l.dossier_id,
           case when e.kind = 'payment' and l.account = 'advances' then l.credit else 0 end as received,
           case when e.kind in ('allocation', 'reversal') and l.account = 'advances' then l.debit - l.credit else 0 end as allocated,
           case when l.account = 'refunds-due' then l.credit - l.debit else 0 end as refunding,
           case when e.kind = 'refund-executed' and l.account = 'refunds-due' or e.kind = 'account-return' and l.account = 'advances' then l.debit else 0 end as refunded
    from ledger_line l join ledger_entry e on e.id = l.entry_id where l.dossier_id is not null
  ) d group by d.dossier_id;
