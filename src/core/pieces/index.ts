export type { MediaType } from './media.ts';
export { acceptedFor, PieceRefused, USUAL_MAX_BYTES, type PieceRefusal } from './refusal.ts';
export { openPieceStore, pieceHeaders, PieceLost, readPiece, storePiece, type PieceStore, type StoredPiece, type StoreOptions } from './store.ts';
export { appendChunk, finishUpload, startUpload, sweepUploads, UnknownUpload, uploadOffset, WrongOffset } from './upload.ts';
