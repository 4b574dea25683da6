-- Wrong secrets that name something (the code of a sale): counted by account, so that no code can be guessed at leisure.

create table secret_try (
  caller   uuid primary key,
  failures integer not null,
  since    timestamptz not null
);
comment on table secret_try is 'How many wrong codes an account has typed since its first of the last 24 hours; past the limit, its codes are not looked at';
