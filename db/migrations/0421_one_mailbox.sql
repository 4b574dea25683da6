-- A code goes to the e-mail where both a phone and an e-mail are given: what one contact may hold is counted by either.

alter table appointment_entry add column email_hash text;
comment on column appointment_entry.email_hash is 'Digest of the e-mail given for this appointment, as contact_hash digests its phone, or its e-mail where there is no phone';
update appointment_entry e set email_hash = encode(sha256(convert_to('appointment-contact:' || lower(btrim(s.data -> 'contact' ->> 'email')), 'UTF8')), 'hex')
from state s where s.subject_id = e.appointment_id and s.facet = 'appointment' and s.data -> 'contact' ->> 'email' is not null;
create index appointment_entry_email on appointment_entry (email_hash) where email_hash is not null;
