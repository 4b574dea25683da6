import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import { dirname, join } from 'node:path';
import { uuid } from '../values/ids.ts';
import { PieceRefused, tooLarge, USUAL_MAX_BYTES } from './refusal.ts';
import { storePiece, type PieceStore, type StoredPiece, type StoreOptions } from './store.ts';

/** The chunk does not begin where the upload stands: go on from `offset`. */
export class WrongOffset extends Error {
  override name = 'WrongOffset';
  readonly offset: number;
  constructor(offset: number) {
    super(`the upload stands at ${offset}`);
    this.offset = offset;
  }
}
/** No such upload: never begun, finished, or left for too long. */
export class UnknownUpload extends Error {
  override name = 'UnknownUpload';
}

/** Begins an upload in several pieces, for poor lines. The id is a secret of the caller: bind it to their session. */
export async function startUpload(store: PieceStore): Promise<string> {
  const id = uuid();
  await mkdir(dirname(pathOf(store, id)), { recursive: true, mode: 0o700 });
  await (await open(pathOf(store, id), 'wx', 0o600)).close();
  return id;
}

/** Where an upload stands, in bytes: what a browser asks after a cut. */
export async function uploadOffset(store: PieceStore, id: string): Promise<number> {
  const found = await stat(pathOf(store, id)).catch(() => undefined);
  if (!found) throw new UnknownUpload(id);
  return found.size;
}

/**
 * Adds a chunk. One sent twice because its answer was lost is told where the upload stands, and adds nothing.
 * @returns the new offset. @throws WrongOffset, UnknownUpload, PieceRefused
 */
export async function appendChunk(store: PieceStore, id: string, offset: number, chunk: Buffer, maxBytes = USUAL_MAX_BYTES): Promise<number> {
  const stands = await uploadOffset(store, id);
  if (offset !== stands) throw new WrongOffset(stands);
  if (offset + chunk.length > maxBytes) throw tooLarge(maxBytes);
  const file = await open(pathOf(store, id), 'r+');
  try {
    // At its place, not at the end: of two equal chunks in parallel the second writes the same bytes again.
    return offset + (await file.write(chunk, 0, chunk.length, offset)).bytesWritten;
  } finally {
    await file.close();
  }
}

/** Ends an upload: the bytes are judged as a whole and become a piece. */
export async function finishUpload(store: PieceStore, id: string, options: StoreOptions): Promise<StoredPiece> {
  await uploadOffset(store, id);
  try {
    const piece = await storePiece(store, createReadStream(pathOf(store, id)), options);
    await rm(pathOf(store, id), { force: true });
    return piece;
  } catch (error) {
    // Refused, it has no use any more; a full disk is no reason to send it all again.
    if (error instanceof PieceRefused) await rm(pathOf(store, id), { force: true });
    throw error;
  }
}

/** Removes uploads that nobody went on with since `before`, and files of a crashed write. @returns how many */
export async function sweepUploads(store: PieceStore, before: Date): Promise<number> {
  let removed = 0;
  for (const folder of [join(store.folder, 'uploads'), join(store.folder, 'new')]) {
    for (const name of await readdir(folder).catch(() => [])) {
      const { mtime } = await stat(join(folder, name));
      if (mtime >= before) continue;
      await rm(join(folder, name), { force: true });
      removed += 1;
    }
  }
  return removed;
}

function pathOf({ folder }: PieceStore, id: string): string {
  if (!/^[0-9a-f-]{36}$/.test(id)) throw new UnknownUpload(id);
  return join(folder, 'uploads', id);
}
