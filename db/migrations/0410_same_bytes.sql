-- Which other dossiers bear the very bytes of a photograph.

create index dossier_piece_bytes on dossier_piece (sha256);
