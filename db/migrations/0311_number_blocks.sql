-- Numbers reserved to a site or to a professional, by blocks of consecutive ones; and no number that its series cannot hold.

update number_pool set status = 'blocked' where act_id is null and status = 'free'
  and ((pool = 'plaque-dealer' and position > 9999) or (pool = 'plaque-trade' and position > 99999) or (pool = 'plaque-nc' and position > 999999));

create table number_block (
  block_id    uuid primary key references subject,
  pool        text not null,
  owner       text not null check (owner ~ '^(site|company):.'),
  first       bigint not null,
  last        bigint not null check (last >= first),
  since       date not null,
  until       date not null,
  returned_at timestamptz,
  constraint number_block_apart exclude using gist (pool with =, int8range(first, last, '[]') with &&) where (returned_at is null)
);
create index number_block_owner on number_block (owner, pool) where returned_at is null;
comment on table number_block is 'Blocks of consecutive numbers of a pool, kept for the acts of a site (site:noumea) or of a professional (company:id) until a day included, then given back to everybody';

-- The numbers follow their block in the same transaction. Drawn meanwhile by others, they are looked for again (40001: the act is retried).
create function number_block_moved() returns trigger language plpgsql as $$
declare moved bigint;
begin
  if new.returned_at is null then
    if tg_op = 'INSERT' then
      update number_pool set status = 'reserved' where pool = new.pool and position between new.first and new.last and act_id is null and status = 'free';
      get diagnostics moved = row_count;
      if moved <> new.last - new.first + 1 then
        raise exception 'numbers of this block have just been taken' using errcode = 'serialization_failure';
      end if;
    end if;
  elsif tg_op = 'UPDATE' and old.returned_at is null then
    update number_pool set status = 'free' where pool = new.pool and position between new.first and new.last and act_id is null and status = 'reserved';
  end if;
  return null;
end $$;
comment on function number_block_moved is 'Reserves the numbers of a new block, frees the unused ones of a block that is given back';
create trigger number_block_moved after insert or update on number_block for each row execute function number_block_moved();
revoke delete, truncate on number_block from sitt_app;
