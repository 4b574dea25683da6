-- The next number of a pool is the first entry of an index that holds the free ones alone, however many were taken
-- before it: ordered by an expression, no other index can serve, and no plan walks over what is gone.
drop index number_pool_free;
create index number_pool_next on number_pool (pool, (position + 0)) where act_id is null and status = 'free';
alter table number_pool set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

-- Rows that each act rewrites find room on their own page, and their indexes are left alone.
alter table state set (fillfactor = 80);
alter table subject set (fillfactor = 80);
alter table dossier set (fillfactor = 70);
