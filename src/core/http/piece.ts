import { openPieceStore, readPiece } from '../pieces/index.ts';
import { file, type Answer } from './answers.ts';

/** A piece that somebody joined, shown as it is: it may be looked at, it can run nothing. Only a row that the reader may see gives its hash. */
export async function pieceFile(data: string, piece: { storedAs: string; mediaType: string; filename: string }): Promise<Answer> {
  return file(await readPiece(openPieceStore(data), piece.storedAs), piece.mediaType, piece.filename, true, { 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox" });
}
