-- Blank title papers: each serial that was received lies somewhere, was used for a title, spoiled, or destroyed. Never in two rows.

create table blank_range (
  lot_id     uuid not null references subject,
  first      bigint not null check (first > 0),
  last       bigint not null check (last >= first),
  site       text not null,
  status     text not null check (status in ('free', 'used', 'spoiled', 'destroyed')),
  reference  text,
  since      timestamptz not null,
  primary key (lot_id, first),
  constraint blank_serial_once exclude using gist (int8range(first, last, '[]') with &&) deferrable initially deferred
);
create index blank_range_site on blank_range (site, status);
create unique index blank_title_once on blank_range (reference) where status = 'used';
comment on table blank_range is 'Serials of blank titles by consecutive ranges of one fate: where they lie, or for which title they were used (reference), or why they were spoiled or destroyed';

create view pub_registrations_blanks as
  select site, status, sum(last - first + 1)::bigint as serials from blank_range group by site, status;
comment on view pub_registrations_blanks is 'How many blank titles lie at each site, and what became of the others: for the counter';
