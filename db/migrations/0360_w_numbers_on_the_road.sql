-- The phones of the police carry the W numbers that drive nobody any more.

create view pub_registrations_w_number as select number, company_id, since, until from w_number;
comment on view pub_registrations_w_number is 'W numbers with the company that may drive under them and the last day of their booklet: the police door lists those that no longer stand';
