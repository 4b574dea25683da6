import type { App } from '../../app.ts';
import { addPiece, lockDossier, submitDossier } from '../../core/demarche/index.ts';
import type { Ctx } from '../../core/http/index.ts';
import { openPieceStore, PieceRefused, storePiece } from '../../core/pieces/index.ts';
import { uuid } from '../../core/values/ids.ts';
import { fileFor, lacksOf, namesOfRows, type Batch, type Filed, type Lack } from '../../domains/partners/index.ts';

/** What became of a drop of files: how many were kept, what was wrong with the others, which rows something else stops. */
export type Kept = { files: number; kept: number; wrong: readonly string[]; stopped: readonly string[] };

/** Files find their rows by their names; each dossier that has all it needs is sent on, whatever the others lack. */
export async function keepPieces(ctx: Ctx, { world, data }: App, batch: Batch): Promise<Kept> {
  const [rows, first] = await Promise.all([namesOfRows(world.acts, batch.id), lacksOf(world.acts, batch.id)]);
  const files = ctx.files.filter(({ field, bytes }) => field === 'fichiers' && bytes.length);
  const touched = new Set<string>();
  const wrong: string[] = [];
  let lacks: readonly Lack[] = first;
  for (const { name, bytes } of files) {
    const found = fileFor(name, rows, lacks);
    if ('wrong' in found) { wrong.push(`${name} : ${found.wrong}`); continue; }
    const refused = await keepOne(ctx, { world, data }, { name, bytes }, found);
    if (refused) { wrong.push(`${name} : ${refused}`); continue; }
    lacks = lacks.filter(({ dossierId, piece }) => piece !== found.kind || !found.dossierIds.includes(dossierId));
    for (const id of found.dossierIds) touched.add(id);
  }
  const stopped: string[] = [];
  for (const id of touched) {
    const outcome = await submitDossier(world, { actor: ctx.actor, door: 'professional' }, id);
    const line = rows.find(({ dossierId }) => dossierId === id)?.line;
    if (outcome.kind === 'blocked') stopped.push(`Ligne ${line} : ${outcome.blockers.map(({ message }) => message).join(' ')}`);
    else if (outcome.kind !== 'moved') stopped.push(`Ligne ${line} : le dossier est à revoir.`);
  }
  return { files: files.length, kept: files.length - wrong.length, wrong, stopped };
}

/** Keeps one file with each dossier that it is of. @returns why not, or null */
async function keepOne(ctx: Ctx, { world, data }: Pick<App, 'world' | 'data'>, { name, bytes }: { name: string; bytes: Buffer }, { kind, photo, dossierIds }: Exclude<Filed, { wrong: string }>): Promise<string | null> {
  try {
    const { filename, mediaType, bytes: size, sha256 } = await storePiece(openPieceStore(data), bytes, { filename: name, photo });
    for (const id of dossierIds) {
      await world.acts.begin(async (tx) => {
        await lockDossier(tx, id);
        await addPiece(tx, id, { id: uuid(), kind, filename, mediaType, bytes: size, sha256: Buffer.from(sha256, 'hex'), storedAs: sha256 }, ctx.actor, world.clock().toISOString());
      });
    }
    return null;
  } catch (error) {
    if (error instanceof PieceRefused) return error.message;
    throw error;
  }
}

/** In a sentence: how many files found their row. */
export function saidOf({ files, kept }: Kept): string {
  if (!files) return 'Aucun fichier n’est arrivé : choisissez-les, puis envoyez.';
  const counted = (n: number) => (n === 0 ? 'Aucun fichier n’est joint' : n === 1 ? 'Un fichier est joint' : `${n} fichiers sont joints`);
  return `${counted(kept)}${kept < files ? ` ; ${files - kept === 1 ? 'un ne l’est pas' : `${files - kept} ne le sont pas`}` : ''}.`;
}
