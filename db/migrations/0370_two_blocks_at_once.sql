-- Two reservations at once over the same numbers: the second must find them taken (40001 by the trigger: the act is tried again, on others), not break on the constraint.
-- Looked at when the transaction ends, the constraint lets the trigger speak first; it still refuses what must never be.
alter table number_block drop constraint number_block_apart;
alter table number_block add constraint number_block_apart exclude using gist (pool with =, int8range(first, last, '[]') with &&) where (returned_at is null) deferrable initially deferred;
