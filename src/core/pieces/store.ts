import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { MediaType } from './media.ts';
import { inspect, tooLarge, USUAL_MAX_BYTES } from './refusal.ts';

/** The folder of the pieces: `pieces/ab/cdef…`, each under the SHA-256 of its bytes. Nothing else writes there. */
export type PieceStore = { readonly folder: string };
export type StoredPiece = { readonly sha256: string; readonly bytes: number; readonly mediaType: MediaType; readonly filename: string };
export type StoreOptions = { readonly filename: string; readonly maxBytes?: number; /** Refuses whatever is no photograph. */ readonly photo?: boolean | undefined };

/** @param data the folder where SITT keeps what it must find again */
export function openPieceStore(data: string): PieceStore {
  return { folder: join(data, 'pieces') };
}

/**
 * Keeps the bytes of a supporting document, once whatever the number of times it is sent. When it returns they are on
 * the disk: written beside, synced, renamed. A crash leaves a file in `new/`, never half a piece.
 * @throws PieceRefused with a French sentence
 */
export async function storePiece(store: PieceStore, source: Buffer | AsyncIterable<Uint8Array>, { filename, maxBytes = USUAL_MAX_BYTES, photo }: StoreOptions): Promise<StoredPiece> {
  const bytes = Buffer.isBuffer(source) ? source : await readAtMost(source, maxBytes);
  const mediaType = inspect(bytes, maxBytes, photo);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const path = pathOf(store, sha256);
  if ((await stat(path).catch(() => undefined))?.size !== bytes.length) await writeWhole(store, path, bytes);
  return { sha256, bytes: bytes.length, mediaType, filename: cleanName(filename, mediaType) };
}

/** A piece that is not there, or whose bytes are no longer those of its hash. */
export class PieceLost extends Error {
  override name = 'PieceLost';
}

/** The bytes of a piece, checked against its hash. Only a row that the reader may see gives this hash: see `pieceHeaders`. */
export async function readPiece(store: PieceStore, sha256: string): Promise<Buffer> {
  const bytes = await readFile(pathOf(store, sha256)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new PieceLost('missing');
    throw error;
  });
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw new PieceLost('altered');
  return bytes;
}

/** Headers under which a piece is served: it may be looked at, it can run nothing, no cache keeps it. */
export function pieceHeaders(piece: Pick<StoredPiece, 'mediaType' | 'filename'>, how: 'inline' | 'attachment' = 'attachment'): Record<string, string> {
  const plain = piece.filename.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  return {
    'content-type': piece.mediaType,
    'content-disposition': `${how}; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(piece.filename).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)}`,
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    'x-content-type-options': 'nosniff', 'cache-control': 'private, no-store', 'cross-origin-resource-policy': 'same-origin',
  };
}

const EXTENSION: Record<MediaType, string> = { 'application/pdf': 'pdf', 'image/jpeg': 'jpg', 'image/png': 'png', 'image/heic': 'heic' };

/** A name to show and to save under: no path, no invisible or reversing sign, the extension of what it really is. */
export function cleanName(name: string, mediaType: MediaType): string {
  const last = name.normalize('NFC').split(/[\\/]/).at(-1) ?? '';
  const stem = last.replace(/\.[^.]*$/, '').replace(/[\p{C}\p{Zl}\p{Zp}<>:"|?*]/gu, '').replace(/\s+/g, ' ').replace(/^[. ]+|[. ]+$/g, '');
  return `${[...stem].slice(0, 80).join('') || 'document'}.${EXTENSION[mediaType]}`;
}

function pathOf({ folder }: PieceStore, sha256: string): string {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new PieceLost('not a hash');
  return join(folder, sha256.slice(0, 2), sha256.slice(2));
}

async function readAtMost(source: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function writeWhole({ folder }: PieceStore, path: string, bytes: Buffer): Promise<void> {
  const fresh = join(folder, 'new', randomBytes(12).toString('hex'));
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await mkdir(dirname(fresh), { recursive: true, mode: 0o700 });
  try {
    const file = await open(fresh, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(fresh, path);
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

/** The rename itself must survive a power cut; Windows cannot open a folder, and does not need it. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
