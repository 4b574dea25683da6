-- Dossiers that a cut left between their sending and their decision: found again every few minutes, hardly ever any.
create index dossier_submitted on dossier (updated_at) where state = 'submitted';
