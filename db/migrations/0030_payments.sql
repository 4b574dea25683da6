-- Money in whole francs. The ledger is double entry and append-only; what may still move (till session, refund,
-- card order) has its own row, of which the application may write only the columns that move.

create table ledger_account (
  code  text primary key check (code ~ '^[a-z]+(-[a-z]+)*$'),
  label text not null,
  kind  text not null check (kind in ('asset', 'liability', 'revenue', 'result'))
);
comment on table ledger_account is 'Chart of accounts; the till of a line and the commune of a line are its dimensions, not accounts of their own';
insert into ledger_account (code, label, kind) values
  ('till-cash', 'Espèces en caisse', 'asset'),
  ('float-fund', 'Fonds de caisse remis par le régisseur', 'asset'),
  ('treasury', 'Versements au comptable public', 'asset'),
  ('card-clearing', 'Cartes bancaires à recevoir', 'asset'),
  ('customer-accounts', 'Comptes de professionnels à recevoir', 'asset'),
  ('advances', 'Sommes reçues, non affectées', 'liability'),
  ('refunds-due', 'Remboursements à verser', 'liability'),
  ('municipal-fee', 'Redevance communale due aux communes', 'liability'),
  ('revenue', 'Droits et frais de la Nouvelle-Calédonie', 'revenue'),
  ('discrepancy', 'Écarts de caisse', 'result');
select append_only('ledger_account');

create table till (
  id     text primary key check (id ~ '^[A-Z][A-Z0-9]{1,11}$'),
  office text not null,
  label  text not null,
  online boolean not null default false
);
comment on table till is 'Tills of the régie; an online till has no drawer and only gives its numbers to receipts';
insert into till (id, office, label, online) values
  ('WEB', 'noumea', 'Paiements en ligne', true),
  ('NOU1', 'noumea', 'Nouméa, caisse 1', false),
  ('NOU2', 'noumea', 'Nouméa, caisse 2', false),
  ('KON1', 'kone', 'Koné, caisse 1', false);

create table till_session (
  id            uuid primary key,
  till_id       text not null references till,
  agent_id      uuid not null references agent,
  state         text not null default 'open' check (state in ('open', 'counted', 'closed')),
  float_amount  bigint not null check (float_amount >= 0),
  opened_at     timestamptz not null,
  counted       jsonb,
  counted_total bigint check (counted_total >= 0),
  counted_at    timestamptz,
  expected      bigint,
  discrepancy   bigint,
  explanation   text,
  deposit       bigint check (deposit >= 0),
  closed_at     timestamptz,
  check ((state = 'open') or (counted is not null and counted_total is not null and counted_at is not null)),
  check ((state = 'closed') = (closed_at is not null and expected is not null and discrepancy is not null and deposit is not null)),
  constraint till_session_arithmetic check (discrepancy = counted_total - expected),
  constraint till_session_explained check (discrepancy = 0 or length(btrim(explanation)) >= 10)
);
create unique index till_session_one_per_till on till_session (till_id) where state <> 'closed';
create unique index till_session_one_per_agent on till_session (agent_id) where state <> 'closed';
comment on table till_session is 'A drawer between its opening and its closing: float, count by denomination, discrepancy explained, deposit';
revoke update, delete, truncate on till_session from sitt_app;
grant update (state, counted, counted_total, counted_at, expected, discrepancy, explanation, deposit, closed_at) on till_session to sitt_app;

create function francs_of(lines jsonb) returns bigint language sql immutable as
$$ select coalesce(sum((line ->> 'amount')::bigint), 0)::bigint from jsonb_array_elements(lines) line $$;
comment on function francs_of is 'Sum of the amounts of fee lines';

create table quote (
  id         uuid primary key,
  dossier_id uuid not null references dossier,
  lines      jsonb not null,
  total      bigint not null check (total >= 0),
  frozen_on  date not null,
  expires_on date not null check (expires_on >= frozen_on),
  recorded_at timestamptz not null default clock_timestamp(),
  constraint quote_total check (total = francs_of(lines))
);
create index quote_dossier on quote (dossier_id, recorded_at desc);
comment on table quote is 'What a dossier was told it costs: lines with text, formula and tariff version, frozen until a day';
select append_only('quote');

create table payment (
  id              uuid primary key,
  dossier_id      uuid not null references dossier,
  provider        text not null,
  provider_id     text not null,
  amount          bigint not null check (amount > 0),
  means           text not null check (means in ('cash', 'card-terminal', 'card-online', 'account')),
  till_session_id uuid references till_session,
  payer_id        uuid,
  received_at     timestamptz not null,
  constraint payment_once unique (provider, provider_id),
  constraint payment_at_till check ((till_session_id is not null) = (means in ('cash', 'card-terminal')))
);
create index payment_dossier on payment (dossier_id);
create index payment_session on payment (till_session_id) where till_session_id is not null;
comment on table payment is 'Money received, once per provider and provider''s number, whatever is repeated';
select append_only('payment');

create table refund (
  id           uuid primary key,
  number       text not null unique,
  dossier_id   uuid not null references dossier,
  amount       bigint not null check (amount > 0),
  reason       text not null check (length(btrim(reason)) >= 10),
  payee_id     uuid,
  state        text not null default 'requested' check (state in ('requested', 'approved', 'rejected', 'executed')),
  requested_by uuid not null references agent,
  requested_at timestamptz not null,
  decided_by   uuid references agent,
  decided_at   timestamptz,
  decision_reason text,
  means        text check (means in ('treasury', 'card')),
  reference    text,
  executed_by  uuid references agent,
  executed_at  timestamptz,
  constraint refund_two_persons check (decided_by <> requested_by),
  check ((state = 'requested') = (decided_by is null)),
  check ((decided_by is null) = (decided_at is null)),
  check ((state = 'executed') = (executed_at is not null and executed_by is not null and means is not null and reference is not null)),
  check (state <> 'rejected' or length(btrim(decision_reason)) >= 10)
);
create index refund_dossier on refund (dossier_id);
create index refund_waiting on refund (requested_at) where state in ('requested', 'approved');
create unique index refund_reference on refund (means, reference) where state = 'executed';
comment on table refund is 'Money given back: asked by one agent, decided by another, then executed by the treasury or the card provider';
revoke update, delete, truncate on refund from sitt_app;
grant update (state, decided_by, decided_at, decision_reason, means, reference, executed_by, executed_at) on refund to sitt_app;

-- The ledger

create table ledger_entry (
  id              uuid primary key,
  kind            text not null check (kind in ('payment', 'allocation', 'reversal', 'refund-request', 'refund-rejected', 'refund-executed', 'till-opening', 'till-discrepancy', 'till-closing')),
  total           bigint not null check (total > 0),
  dossier_id      uuid references dossier,
  act_id          uuid references act,
  reverses        uuid references ledger_entry,
  payment_id      uuid references payment,
  refund_id       uuid references refund,
  till_session_id uuid references till_session,
  recorded_at     timestamptz not null,
  posted_on       date not null,
  check ((kind = 'payment') = (payment_id is not null)),
  check ((kind like 'refund-%') = (refund_id is not null)),
  check ((kind in ('allocation', 'reversal')) = (act_id is not null)),
  check ((kind = 'reversal') = (reverses is not null)),
  check (kind not like 'till-%' or till_session_id is not null)
);
create unique index ledger_payment_once on ledger_entry (payment_id) where kind = 'payment';
create unique index ledger_allocation_once on ledger_entry (act_id) where kind = 'allocation';
create unique index ledger_reversal_once on ledger_entry (reverses) where kind = 'reversal';
create unique index ledger_refund_once on ledger_entry (refund_id, kind) where refund_id is not null;
create unique index ledger_till_once on ledger_entry (till_session_id, kind) where kind like 'till-%';
create index ledger_entry_dossier on ledger_entry (dossier_id) where dossier_id is not null;
create index ledger_entry_session on ledger_entry (till_session_id) where till_session_id is not null;
create index ledger_entry_posted on ledger_entry (posted_on);
comment on table ledger_entry is 'Why money moved, once: the unique indexes make a replay a refusal. total is the sum of its debits and of its credits';

create table ledger_line (
  entry_id       uuid not null references ledger_entry,
  position       smallint not null,
  account        text not null references ledger_account,
  debit          bigint not null default 0 check (debit >= 0),
  credit         bigint not null default 0 check (credit >= 0),
  label          text not null,
  text_id        text,
  formula        text,
  tariff_version text,
  commune        text,
  till_id        text references till,
  dossier_id     uuid references dossier,
  primary key (entry_id, position),
  constraint ledger_line_one_side check ((debit = 0) <> (credit = 0)),
  constraint ledger_line_commune check ((account = 'municipal-fee') = (commune is not null)),
  constraint ledger_line_till check (account <> 'till-cash' or till_id is not null),
  constraint ledger_line_payer check (account not in ('advances', 'refunds-due') or dossier_id is not null)
);
create index ledger_line_account on ledger_line (account);
create index ledger_line_dossier on ledger_line (dossier_id) where dossier_id is not null;
create index ledger_line_commune on ledger_line (commune) where commune is not null;
comment on table ledger_line is 'Debits and credits; a fee keeps its text, formula and tariff version, a redevance its commune';

select append_only('ledger_entry');
select append_only('ledger_line');

-- Checked at commit. The entry's total also closes it: a line added later would break it.
create function ledger_balanced() returns trigger language plpgsql as $$
declare
  entry uuid := case when tg_table_name = 'ledger_entry' then to_jsonb(new) ->> 'id' else to_jsonb(new) ->> 'entry_id' end;
  debits bigint; credits bigint; due bigint;
begin
  select coalesce(sum(debit), 0), coalesce(sum(credit), 0) into debits, credits from ledger_line where entry_id = entry;
  select total into due from ledger_entry where id = entry;
  if debits <> credits or debits <> due then
    raise exception 'ledger entry % is not balanced', entry using errcode = 'check_violation', constraint = 'ledger_balanced', table = 'ledger_line';
  end if;
  return null;
end $$;
comment on function ledger_balanced is 'Debit = credit = total for every entry, or the transaction fails';
create constraint trigger ledger_entry_balanced after insert on ledger_entry deferrable initially deferred for each row execute function ledger_balanced();
create constraint trigger ledger_line_balanced after insert on ledger_line deferrable initially deferred for each row execute function ledger_balanced();

create table advance_balance (
  dossier_id uuid primary key references dossier,
  amount     bigint not null,
  constraint advance_never_negative check (amount >= 0)
);
comment on table advance_balance is 'Francs received and not yet allocated, per dossier: kept by the ledger''s trigger alone. Its row is the lock, its check the refusal to spend twice';
revoke insert, update, delete, truncate on advance_balance from sitt_app;

-- The owner's right, so that the application can read balances and never write them.
create function keep_advances() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into advance_balance (dossier_id, amount) values (new.dossier_id, 0) on conflict do nothing;
  update advance_balance set amount = amount + new.credit - new.debit where dossier_id = new.dossier_id;
  return null;
end $$;
comment on function keep_advances is 'Moves the balance of a dossier with each line of the account advances';
revoke execute on function keep_advances from public;
create trigger ledger_line_advances after insert on ledger_line for each row when (new.account = 'advances') execute function keep_advances();

-- Receipts

create table payments_counter (
  counter text primary key,
  value   integer not null check (value > 0)
);
comment on table payments_counter is 'Last number of each gapless series of the régie (receipts per till and year, refunds per year), locked last. Apart from number_counter, whose numbers belong to acts';

create table receipt (
  number     text primary key,
  till_id    text not null references till,
  year       smallint not null,
  sequence   integer not null check (sequence > 0),
  payment_id uuid not null unique references payment,
  dossier_id uuid not null references dossier,
  quote_id   uuid references quote,
  judged_on  date not null,
  lines      jsonb not null check (jsonb_array_length(lines) > 0),
  total      bigint not null,
  means      text not null,
  payer_id   uuid,
  payer_name text,
  issued_at  timestamptz not null,
  issued_on  date not null,
  issued_by  uuid references agent,
  unique (till_id, year, sequence),
  constraint receipt_total check (total = francs_of(lines)),
  constraint receipt_number check (number = format('Q-%s-%s-%s', till_id, year, lpad(sequence::text, greatest(6, length(sequence::text)), '0')))
);
create index receipt_dossier on receipt (dossier_id);
create index receipt_issued on receipt (issued_on);
comment on table receipt is 'Quittance: one per payment, without gap per till and year, each line with its text and formula';
select append_only('receipt');

create table receipt_print (
  number     text not null references receipt,
  copy       integer not null check (copy > 0),
  printed_at timestamptz not null,
  printed_by uuid,
  primary key (number, copy)
);
comment on table receipt_print is 'Each print of a receipt; the second and later ones are marked as duplicates';
select append_only('receipt_print');

-- Cards

create table card_order (
  id         uuid primary key,
  dossier_id uuid not null references dossier,
  provider   text not null,
  amount     bigint not null check (amount > 0),
  state      text not null default 'started' check (state in ('started', 'paid', 'refused', 'abandoned')),
  payer_id   uuid,
  started_at timestamptz not null,
  checked_at timestamptz
);
create index card_order_dossier on card_order (dossier_id);
create index card_order_waiting on card_order (started_at) where state <> 'paid';
comment on table card_order is 'A card payment asked of a provider; only its signed notification or our own status query moves it';
revoke update, delete, truncate on card_order from sitt_app;
grant update (state, checked_at) on card_order to sitt_app;

create table card_simulation (
  order_id    uuid primary key,
  amount      bigint not null,
  status      text not null check (status in ('paid', 'refused', 'abandoned')),
  provider_id text not null unique,
  decided_at  timestamptz not null default clock_timestamp()
);
comment on table card_simulation is 'The memory of the simulated bank of the demonstration; empty in production';

-- What doors may read

create view pub_payments_redevance as
  select l.commune, e.posted_on, l.credit - l.debit as amount, l.dossier_id, e.act_id, e.kind, l.label, l.text_id, l.formula, l.tariff_version,
         (select array_agg(r.number order by r.issued_at) from receipt r where r.dossier_id = l.dossier_id) as receipts
  from ledger_line l join ledger_entry e on e.id = l.entry_id
  where l.account = 'municipal-fee';
comment on view pub_payments_redevance is 'Redevance communale due to each commune, line by line, with the receipts that paid it; reversals are negative';

create view pub_payments_dossier as
  select d.dossier_id, sum(d.received)::bigint as received, sum(d.allocated)::bigint as allocated, sum(d.refunding)::bigint as refunding, sum(d.refunded)::bigint as refunded
  from (
    select l.dossier_id,
           case when e.kind = 'payment' and l.account = 'advances' then l.credit else 0 end as received,
           case when e.kind in ('allocation', 'reversal') and l.account = 'advances' then l.debit - l.credit else 0 end as allocated,
           case when l.account = 'refunds-due' then l.credit - l.debit else 0 end as refunding,
           case when e.kind = 'refund-executed' and l.account = 'refunds-due' then l.debit else 0 end as refunded
    from ledger_line l join ledger_entry e on e.id = l.entry_id where l.dossier_id is not null
  ) d group by d.dossier_id;
comment on view pub_payments_dossier is 'Money of each dossier: received, allocated to acts, being refunded, refunded';
