-- What a user did just before, read without the rows of their batches: ten thousand of one morning are one act.
drop index partner_examination_user;
create index partner_examination_lone on partner_examination (user_id, sent_at) where not batch and (sent or held);
