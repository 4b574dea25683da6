-- What a draw left over is open to all: for that, between which days its places were.

alter table appointment_draw add column places_from date, add column places_to date;
update appointment_draw d set places_from = (s.data ->> 'from')::date, places_to = (s.data ->> 'to')::date from state s where s.subject_id = d.draw_id and s.facet = 'draw';
create index appointment_draw_over on appointment_draw (office, motive, places_from) where status = 'drawn';
