-- Mandates as whoever received them reads them: a company its own, each with whom it acts for.

create view pub_people_mandates_received as
  select m.id as power_id, m.mandatary_id as holder_id, m.principal_id, p.name, m.acts, m.from_day::text as from_day, m.to_day::text as to_day
  from mandate m join subject s on s.id = m.id and s.kind = 'power' left join pub_counter_party p on p.person_id = m.principal_id
  where m.revoked_on is null;
comment on view pub_people_mandates_received is 'Mandates and powers that were not taken back, by whoever holds them: doors filter it by holder_id and log the principal as read';
