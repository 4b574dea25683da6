-- A batch that is checked, done or given up is told to its company too.

create function tell_batch_moved() returns trigger language plpgsql as $$
begin
  perform tell_company(new.company_id, 'batch.moved', 'batch', new.id, new.state, clock_timestamp());
  return null;
end $$;
comment on function tell_batch_moved is 'Queues the telling of a batch whose state has changed';
create trigger partner_batch_told after update of state on partner_batch for each row when (new.state is distinct from old.state) execute function tell_batch_moved();
