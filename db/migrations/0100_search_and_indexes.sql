-- Persons are found first by how their name begins, in the order of its letters: a few rows of an index, however many bear it.
create index person_entry_begins on person_entry (folded collate "C");

-- Nothing asks by these: they only made every act and every reading dearer to write.
drop index act_recorded;
drop index act_dossier;
drop index access_log_actor;
