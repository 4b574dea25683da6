-- A request of a draw is about one thing: the same thing is not asked for twice, by whatever contact.

alter table appointment_entry add column request_key text;
create unique index appointment_request_once on appointment_entry (draw_id, request_key) where request_key is not null and status in ('unconfirmed', 'requested', 'waiting', 'booked');
comment on column appointment_entry.request_key is 'Digest of the draw and of what the request is about (a vehicle): one live request for each';
