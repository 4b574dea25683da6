-- What a professional says was paid, kept with the marks of its act: what later acts are compared with, and nothing else.
-- It is forgotten once nothing is compared with it any more (the recurring sweep); no view shows it.

alter table partner_examination
  add column price      integer check (price >= 0),
  add column scrapped   boolean not null default false,
  add column vehicle_id uuid,
  add constraint partner_examination_priced_vehicle check (vehicle_id is null or price is not null);
create index partner_examination_price on partner_examination (company_id, demarche, sent_at) where price > 0 and not scrapped and sent;
create index partner_examination_vehicle on partner_examination (vehicle_id, sent_at) where price > 0 and sent;
create index partner_examination_priced on partner_examination (sent_at) where price is not null;
comment on column partner_examination.price is 'Whole francs that the professional declared, 0 where nothing was paid, null where it was not said or is forgotten; never shown to the professional, to the other party, or on a paper';
comment on column partner_examination.scrapped is 'Sold to be destroyed: its price says nothing of what the company usually asks';
comment on column partner_examination.vehicle_id is 'The vehicle that the price is about; null without a price';
