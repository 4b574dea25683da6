import type { Sql, Tx } from '../../../core/db/sql.ts';
import type { SharedPhotos } from '../model/index.ts';

/** Enough to name as evidence. */
const MOST = 20;

/**
 * The other dossiers of this company, about another subject, that bear the very bytes of a photograph of this one. Those that were
 * given up or refused say nothing: the same vehicle is often sent again.
 * @param kinds the photographs that show one subject alone
 */
export async function sharedPhotos(tx: Sql | Tx, { dossierId, companyId, kinds }: { dossierId: string; companyId: string; kinds: readonly string[] }): Promise<SharedPhotos> {
  if (!kinds.length) return [];
  return tx<{ id: string; number: string }[]>`
    select distinct d.id, d.number from dossier_piece mine
      join dossier_piece other on other.sha256 = mine.sha256 and other.kind = mine.kind and other.dossier_id <> mine.dossier_id
      join dossier d on d.id = other.dossier_id join dossier ours on ours.id = mine.dossier_id
    where mine.dossier_id = ${dossierId} and mine.kind = any(${[...kinds]}) and mine.verdict is distinct from 'rejected'
      and d.actor ->> 'companyId' = ${companyId} and d.subject_id <> ours.subject_id and d.state not in ('cancelled', 'refused')
    order by d.number limit ${MOST}`;
}
