-- A paper that was signed says what its signer read: when an answer changes, it counts no more, as an online signature does not.

alter table dossier_piece add column signed_over bytea;
comment on column dossier_piece.signed_over is 'Of a signed paper: the hash of the answers that it was signed over. It counts while the dossier''s answers still have this hash; null for any other piece';
