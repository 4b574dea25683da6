-- Where a file of old data waits while it is judged. Unlogged: the file itself is the copy that lasts, and a load
-- that stopped stages it again; what was loaded is known by its request ids.

create function import_number(value text) returns numeric language sql immutable parallel safe
  return case when value ~ '^-?[0-9]{1,12}([.,][0-9]{1,6})?$' then replace(value, ',', '.')::numeric end;
comment on function import_number is 'A number of an old file, decimal point or comma; null when it is none';

create function import_month(value text) returns date language sql immutable parallel safe
  return case when value ~ '^(1[0-9]{3}|20[0-9]{2})-(0[1-9]|1[0-2])' then make_date(left(value, 4)::int, substr(value, 6, 2)::int, 1)
              when value ~ '^(1[0-9]{3}|20[0-9]{2})$' then make_date(value::int, 1, 1) end;
comment on function import_month is 'The first day of the month or year that a normalised partial date names; null when it is none';

create unlogged table import_row (
  run         text not null,
  line        integer not null,
  key         text not null,
  plate       text,
  chassis     text,
  born        text,
  fields      jsonb not null,
  f2          numeric generated always as (import_number(fields ->> 'F.2')) stored,
  f3          numeric generated always as (import_number(fields ->> 'F.3')) stored,
  g           numeric generated always as (import_number(fields ->> 'G')) stored,
  g1          numeric generated always as (import_number(fields ->> 'G.1')) stored,
  primary key (run, line)
);
comment on table import_row is 'Rows of a file being loaded, by file hash and line; emptied when the load ends';

create unlogged table import_operation (
  run       text not null,
  line      integer not null,
  key       text not null,
  ordering  integer not null,
  month     text,
  code      text not null,
  cancelled boolean not null
);
create index import_operation_key on import_operation (run, key);
comment on table import_operation is 'Operations of the history file that comes with it: kept as read, never local acts';

create unlogged table import_remark (
  run    text not null,
  line   integer not null,
  rule   text not null,
  detail text
);
create index import_remark_line on import_remark (run, line);
comment on table import_remark is 'What the plausibility gates say of each row, by the name of the rule';
