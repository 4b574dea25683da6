-- Who came and who did not is read week by week: a month says too late that a motive or an hour does not suit people.

drop view pub_appointments_marks;
create view pub_appointments_marks as
  select office, motive, date_trunc('week', starts_at at time zone 'Pacific/Noumea')::date as week,
         count(*) filter (where status = 'arrived')::int as arrived, count(*) filter (where status = 'missed')::int as missed,
         count(*)::int as total
  from appointment_entry where starts_at is not null group by 1, 2, 3;
comment on view pub_appointments_marks is 'Who came and who did not, counted by office, motive and week (its Monday): no person';
