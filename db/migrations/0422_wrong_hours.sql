-- A phone dates its checks itself: one that it dates after they came, or before it was registered, shows to its unit.

alter table police_offline_check add column wrong_hour boolean not null default false;
comment on column police_offline_check.wrong_hour is 'True when the phone dates this check after its report came, or before the phone was registered; checks received before this column are not marked';
create index police_offline_check_wrong_hour on police_offline_check (device_id) where wrong_hour;
