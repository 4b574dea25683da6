-- The code of a sale is known by its salted digest; one is given after the declaration, and again at a counter.

alter table vehicle_sale alter column code_hash drop not null;
alter table vehicle_sale add column code_salt text;
comment on column vehicle_sale.code_hash is 'Salted digest of the single-use code in force; the code itself is in no table';
