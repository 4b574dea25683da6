-- Holds that come with the vehicles of an old file, as read; what cannot be read says why and is never taken over.
create unlogged table import_hold (
  run       text not null,
  line      integer not null,
  key       text not null,
  type      text,
  authority text,
  reference text not null,
  since     text,
  until     text,
  basis     text,
  problem   text,
  said      text not null
);
create index import_hold_key on import_hold (run, key);
comment on table import_hold is 'Holds of the file that comes with the vehicles being loaded; emptied when the load ends';
