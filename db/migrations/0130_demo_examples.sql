-- What a demonstration prepared so that each example of the API succeeds on it: written by the seed, never by the server.

create table demo_example (
  demarche text primary key,
  -- The demo key that has the right to it.
  key      text not null,
  -- What it is asked about, as a caller writes it; null when the démarche makes its subject.
  subject  text,
  -- Flat answers (path → text) that the schema alone can't know: an act of this register, a person of it.
  answers  jsonb not null
);
comment on table demo_example is 'One request ready to copy for each démarche of a demonstration; empty in production';
revoke insert, update, delete, truncate on demo_example from sitt_app;
