import { addPiece, lockDossier, piecesOf, type Dossier, type Piece, type World } from '../../core/demarche/index.ts';
import type { Ctx } from '../../core/http/index.ts';
import { openPieceStore, PieceRefused, storePiece } from '../../core/pieces/index.ts';
import { uuid } from '../../core/values/ids.ts';
import { pieceField } from './pieces.tsx';
import type { FormError } from '../field-spec.ts';

/** The bytes that no longer count bear the same signature, or the same blur: sent again in silence, the page would only come back. */
const SAME = 'c’est le fichier qui ne compte plus, à l’identique. Signez ou photographiez le papier de nouveau, puis envoyez le nouveau fichier.';

/** Keeps each file that answers a paper asked for. A refused file loses none of the others. @returns why some were refused */
export async function receivePieces(ctx: Ctx, app: { readonly world: World; readonly data: string }, dossier: Dossier, asked: readonly Piece[]): Promise<FormError[]> {
  const errors: FormError[] = [];
  for (const file of ctx.files) {
    const piece = asked.find(({ kind }) => pieceField(kind) === file.field);
    if (!piece) continue;
    try {
      const stored = await storePiece(openPieceStore(app.data), file.bytes, { filename: file.name, photo: piece.photo });
      await app.world.acts.begin(async (tx) => {
        await lockDossier(tx, dossier.id);
        const sha256 = Buffer.from(stored.sha256, 'hex');
        const twins = (await piecesOf(tx, dossier.id)).filter((one) => one.kind === piece.kind && one.sha256.equals(sha256));
        if (twins.some(({ verdict }) => verdict !== 'rejected')) return; // the same file pressed twice
        if (twins.length) throw new PieceRefused('set-aside', SAME);
        await addPiece(tx, dossier.id, { id: uuid(), kind: piece.kind, filename: stored.filename, mediaType: stored.mediaType, bytes: stored.bytes, sha256, storedAs: stored.sha256, signed: piece.signed }, ctx.actor, app.world.clock().toISOString());
      });
    } catch (error) {
      if (!(error instanceof PieceRefused)) throw error;
      errors.push({ path: file.field, message: `${file.name} : ${error.message}` });
    }
  }
  return errors;
}
