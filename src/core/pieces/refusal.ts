import { sniff, type MediaType } from './media.ts';

export type PieceRefusal = 'empty' | 'too-large' | 'unknown-type' | 'too-many-pixels' | 'not-a-photo' | 'set-aside';

/** A file that is not kept; the message is a French sentence for the person who sent it. */
export class PieceRefused extends Error {
  override name = 'PieceRefused';
  readonly code: PieceRefusal;
  constructor(code: PieceRefusal, sentence: string) {
    super(sentence);
    this.code = code;
  }
}

/** 12 000 × 10 000: above the largest phone (108 MP), below what fills a reader's memory (4 bytes a pixel). */
const MOST_PIXELS = 120_000_000;
export const USUAL_MAX_BYTES = 10 * 2 ** 20;

/** What a piece may be, by what is asked: the one place that a file box, its hint and the refusal are drawn from. */
export type Accepted = { /** Of a file box. */ readonly accept: string; readonly said: string; readonly types: readonly MediaType[] };
const ANY: Accepted = { accept: 'application/pdf,image/*', said: 'Une photo nette ou un PDF', types: ['application/pdf', 'image/jpeg', 'image/png', 'image/heic'] };
/** What every browser shows as it is. */
const PHOTO: Accepted = { accept: 'image/jpeg,image/png', said: 'Une photo nette, en JPEG ou en PNG', types: ['image/jpeg', 'image/png'] };
export const acceptedFor = ({ photo }: { photo?: boolean | undefined }): Accepted => (photo ? PHOTO : ANY);

/** @returns the type of an acceptable piece; `photo`: of a photograph alone. @throws PieceRefused */
export function inspect(bytes: Buffer, maxBytes: number, photo = false): MediaType {
  if (bytes.length === 0) throw new PieceRefused('empty', 'Ce fichier est vide. Choisissez-en un autre.');
  if (bytes.length > maxBytes) throw tooLarge(maxBytes);
  const found = sniff(bytes);
  if (!found) throw new PieceRefused('unknown-type', 'Ce fichier n’est ni un PDF ni une photo (JPEG, PNG ou HEIC), ou il est abîmé. Prenez le document en photo et réessayez.');
  const { mediaType, width = 1, height = 1 } = found;
  if (!acceptedFor({ photo }).types.includes(mediaType)) throw new PieceRefused('not-a-photo', 'Une photographie est attendue, en JPEG ou en PNG. Prenez-la avec l’appareil, puis envoyez-la.');
  // A few kilobytes may unfold to gigabytes in the reader of the agent who opens them.
  if (width * height > MOST_PIXELS) throw new PieceRefused('too-many-pixels', 'Cette image est trop grande. Reprenez la photo avec une qualité normale.');
  if (width * height === 0) throw new PieceRefused('unknown-type', 'Cette image est vide ou abîmée. Reprenez la photo.');
  return mediaType;
}

export function tooLarge(maxBytes: number): PieceRefused {
  return new PieceRefused('too-large', `Ce fichier est trop lourd : ${Math.floor(maxBytes / 2 ** 20)} Mo au plus. Reprenez la photo avec une qualité normale.`);
}
