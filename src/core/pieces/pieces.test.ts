import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  appendChunk, finishUpload, openPieceStore, pieceHeaders, PieceRefused, readPiece, startUpload, storePiece, sweepUploads, UnknownUpload, uploadOffset, WrongOffset, type PieceStore,
} from './index.ts';
import { cleanName } from './store.ts';

let data: string;
let store: PieceStore;
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'sitt-pieces-'));
  store = openPieceStore(data);
});
afterAll(() => rm(data, { recursive: true }));

const PDF = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');
/** The frame of a PNG that says to be of that size. */
function png(width: number, height: number): Buffer {
  const chunk = (type: string, body: Buffer) => {
    const size = Buffer.alloc(4);
    size.writeUInt32BE(body.length);
    return Buffer.concat([size, Buffer.from(type), body, Buffer.alloc(4)]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', head), chunk('IDAT', deflateSync(Buffer.alloc(100))), chunk('IEND', Buffer.alloc(0))]);
}
function jpeg(width: number, height: number): Buffer {
  const frame = Buffer.from('ffc0000b0800000000010111003fffd9', 'hex');
  frame.writeUInt16BE(height, 5);
  frame.writeUInt16BE(width, 7);
  return Buffer.concat([Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'), frame]);
}
function heic(width: number, height: number): Buffer {
  const box = Buffer.alloc(24);
  box.write('ispe', 4);
  box.writeUInt32BE(width, 12);
  box.writeUInt32BE(height, 16);
  return Buffer.concat([Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'), box]);
}
const refusal = (source: Buffer | AsyncIterable<Uint8Array>, maxBytes?: number) =>
  storePiece(store, source, { filename: 'x.pdf', ...(maxBytes ? { maxBytes } : {}) }).then(() => 'kept', (error: unknown) => error instanceof PieceRefused ? error.code : error);

describe('garder une pièce', () => {
  it('la range sous son empreinte et la rend octet pour octet', async () => {
    const piece = await storePiece(store, PDF, { filename: 'C:\\scans\\Carte grise – été.PDF' });
    const sha256 = createHash('sha256').update(PDF).digest('hex');
    expect(piece).toEqual({ sha256, bytes: PDF.length, mediaType: 'application/pdf', filename: 'Carte grise – été.pdf' });
    expect(await readPiece(store, sha256)).toEqual(PDF);
    expect(await readdir(join(data, 'pieces', 'new'))).toEqual([]);
    expect((await stat(join(data, 'pieces', sha256.slice(0, 2), sha256.slice(2)))).mode & 0o777).toBe(0o600);
  });

  it('garde une fois ce qui est envoyé vingt fois ensemble', async () => {
    const same = jpeg(4000, 3000);
    const kept = await Promise.all(Array.from({ length: 20 }, () => storePiece(store, same, { filename: 'photo' })));
    expect(new Set(kept.map(({ sha256 }) => sha256)).size).toBe(1);
    expect(await readPiece(store, kept[0]!.sha256)).toEqual(same);
  });

  it('reconnaît les quatre types à leurs octets, quel que soit le nom', async () => {
    const types = await Promise.all([PDF, jpeg(640, 480), png(10, 10), heic(4032, 3024)].map((bytes) => storePiece(store, bytes, { filename: 'document.exe' })));
    expect(types.map(({ filename }) => filename)).toEqual(['document.pdf', 'document.jpg', 'document.png', 'document.heic']);
  });

  it('refuse une page web déguisée, un fichier coupé, vide ou d’un autre type', async () => {
    const html = Buffer.from('<!doctype html><script>alert(1)</script><!-- %PDF-1.7 %%EOF -->');
    const zip = Buffer.from('504b0304140000000800', 'hex');
    const refused = [html, zip, Buffer.from('GIF89a'), PDF.subarray(0, 20), jpeg(9, 9).subarray(0, 30), png(9, 9).subarray(0, 50), Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')];
    expect(await Promise.all(refused.map((bytes) => refusal(bytes)))).toEqual(refused.map(() => 'unknown-type'));
    expect(await refusal(Buffer.alloc(0))).toBe('empty');
  });

  it('refuse l’image minuscule qui se déplie en milliards de points', async () => {
    expect(await Promise.all([png(60_000, 60_000), jpeg(65_000, 65_000), heic(100_000, 50_000)].map((bytes) => refusal(bytes)))).toEqual(Array(3).fill('too-many-pixels'));
    expect(await refusal(png(0, 10))).toBe('unknown-type');
  });

  it('cesse de lire au-delà de la taille permise, et dit quoi faire', async () => {
    let read = 0;
    const endless = (async function* () {
      for (;;) yield Buffer.alloc(2 ** 20, (read += 1));
    })();
    expect(await refusal(endless, 3 * 2 ** 20)).toBe('too-large');
    expect(read).toBe(4);
    await expect(storePiece(store, Buffer.concat([PDF, PDF]), { filename: '', maxBytes: 80 })).rejects.toThrow(/trop lourd/);
  });

  it('ne lève rien d’autre qu’un refus, quels que soient les octets', async () => {
    await fc.assert(fc.asyncProperty(fc.constantFrom(PDF, jpeg(9, 9), png(9, 9), heic(9, 9)), fc.uint8Array({ maxLength: 64 }), fc.nat(80), async (real, noise, at) => {
      const mixed = Buffer.concat([real.subarray(0, at), noise]);
      expect(typeof await refusal(mixed)).toBe('string');
    }), { numRuns: 100 });
  });
});

describe('rendre une pièce', () => {
  it('ne sort jamais du dossier des pièces', async () => {
    for (const path of ['../../etc/passwd', '', 'A'.repeat(64), `${'0'.repeat(62)}/..`]) await expect(readPiece(store, path)).rejects.toThrow('not a hash');
    await expect(readPiece(store, '0'.repeat(64))).rejects.toThrow('missing');
  });

  it('remarque une pièce dont un octet a changé', async () => {
    const { sha256 } = await storePiece(store, png(3, 3), { filename: 'a' });
    const path = join(data, 'pieces', sha256.slice(0, 2), sha256.slice(2));
    const bytes = await readPiece(store, sha256);
    bytes[60] = (bytes[60] as number) ^ 1;
    await writeFile(path, bytes);
    await expect(readPiece(store, sha256)).rejects.toThrow('altered');
  });

  it('donne un nom sans piège et des en-têtes qui n’exécutent rien', () => {
    expect(cleanName('../../\u202Efdp.exe\u0000', 'application/pdf')).toBe('fdp.pdf');
    expect(cleanName('.htaccess', 'image/png')).toBe('document.png');
    expect(cleanName('a'.repeat(300), 'image/jpeg')).toHaveLength(84);
    const headers = pieceHeaders({ mediaType: 'application/pdf', filename: 'Été "à\r\nX: 1.pdf' });
    expect(headers['content-disposition']).toBe('attachment; filename="_t_ ____X: 1.pdf"; filename*=UTF-8\'\'%C3%89t%C3%A9%20%22%C3%A0%0D%0AX%3A%201.pdf');
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'content-security-policy': expect.stringContaining('sandbox') as string });
  });
});

describe('envoyer par une mauvaise ligne', () => {
  it('reprend où la ligne a coupé, sans doubler un morceau', async () => {
    const id = await startUpload(store);
    const [first, second] = [PDF.subarray(0, 30), PDF.subarray(30)];
    expect(await appendChunk(store, id, 0, first)).toBe(30);
    await expect(appendChunk(store, id, 0, first)).rejects.toMatchObject(new WrongOffset(30));
    expect(await uploadOffset(store, id)).toBe(30);
    await appendChunk(store, id, 30, second);
    expect(await readPiece(store, (await finishUpload(store, id, { filename: 'a.pdf' })).sha256)).toEqual(PDF);
    await expect(finishUpload(store, id, { filename: 'a.pdf' })).rejects.toThrow(UnknownUpload);
  });

  it('refuse l’excès dès le morceau, le type à la fin, et balaie ce qui est abandonné', async () => {
    const id = await startUpload(store);
    await expect(appendChunk(store, id, 0, Buffer.alloc(11), 10)).rejects.toThrow(PieceRefused);
    await appendChunk(store, id, 0, Buffer.from('<html>'));
    await expect(finishUpload(store, id, { filename: 'a.pdf' })).rejects.toThrow(PieceRefused);
    await expect(uploadOffset(store, id)).rejects.toThrow(UnknownUpload);
    await expect(uploadOffset(store, '../../../../../../../etc/passwd----')).rejects.toThrow(UnknownUpload);
    const old = await startUpload(store);
    await utimes(join(data, 'pieces/uploads', old), new Date(0), new Date(0));
    const young = await startUpload(store);
    expect(await sweepUploads(store, new Date(1000))).toBe(1);
    expect(await uploadOffset(store, young)).toBe(0);
  });
});
