/** The photographs of visits: pieces of the dossiers that recorded them. */
import type { Sql } from '../../core/db/sql.ts';
import { PHOTO_KINDS } from './rules/photos.ts';

/** `visitId`: of a visit (null of a presentation for homologation). `companyId`: the centre that took it; null: an agent. */
export type Photo = { id: string; kind: string; filename: string; mediaType: string; storedAs: string; dossierId: string; subjectKind: string; subjectId: string; companyId: string | null; visitId: string | null; addedAt: Date };

/**
 * The photographs of what was recorded, in the order they came: of one vehicle or file, of dossiers, or one by its id. Only names and
 * hashes: whoever opens the picture itself says so to the log first.
 */
export async function photosWhere(sql: Sql, by: { subjectId: string } | { dossierIds: readonly string[] } | { id: string }): Promise<Photo[]> {
  const which = 'subjectId' in by ? sql`d.subject_id = ${by.subjectId}` : 'id' in by ? sql`p.id = ${by.id}` : sql`d.id in ${sql(by.dossierIds.length ? [...by.dossierIds] : [null])}`;
  return sql<Photo[]>`
    select p.id, p.kind, p.filename, p.media_type as "mediaType", p.stored_as as "storedAs", p.added_at as "addedAt", d.id as "dossierId", d.subject_kind as "subjectKind", d.subject_id as "subjectId",
      d.actor ->> 'companyId' as "companyId",
      (select a.payload ->> 'id' from jsonb_array_elements(d.result -> 'acts') as done join act a on a.id = (done ->> 'id')::uuid where a.kind = 'inspection.recorded' limit 1) as "visitId"
    from dossier_piece p join dossier d on d.id = p.dossier_id
    where ${which} and p.kind in ${sql([...PHOTO_KINDS])} and d.state in ('decided', 'issued') and p.verdict is distinct from 'rejected' order by p.added_at, p.id`;
}
