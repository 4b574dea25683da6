/** What a piece may be. Anything else is refused: an office file runs macros, a web page runs scripts. */
export type MediaType = 'application/pdf' | 'image/jpeg' | 'image/png' | 'image/heic';
export type Sniffed = { readonly mediaType: MediaType; readonly width?: number; readonly height?: number };

/** Tells the type from the bytes, never from the name or from what the browser claims; undefined: none of ours, or cut short. */
export function sniff(bytes: Buffer): Sniffed | undefined {
  return pdf(bytes) ?? png(bytes) ?? jpeg(bytes) ?? heic(bytes);
}

/** ISO 32000: header at the start, end mark in the last kilobytes. A page of HTML with "%PDF-" further on is not one. */
function pdf(bytes: Buffer): Sniffed | undefined {
  const head = bytes.subarray(0, 16).toString('latin1').replace(/^(\xef\xbb\xbf)?\s*/, '');
  if (!/^%PDF-[12]\./.test(head)) return undefined;
  return bytes.subarray(-2048).includes('%%EOF') ? { mediaType: 'application/pdf' } : undefined;
}

/** ISO 15948: signature, IHDR first, IEND somewhere near the end. */
function png(bytes: Buffer): Sniffed | undefined {
  if (bytes.length < 45 || bytes.readBigUInt64BE(0) !== 0x89504e470d0a1a0an || bytes.toString('latin1', 12, 16) !== 'IHDR') return undefined;
  if (!bytes.subarray(-1024).includes('IEND')) return undefined;
  return { mediaType: 'image/png', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

/** ISO 10918-1: walks the segments up to the frame header, which tells the size. */
function jpeg(bytes: Buffer): Sniffed | undefined {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return undefined;
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff;) {
    const marker = bytes[at + 1] as number;
    if (marker === 0xff) at += 1;
    else if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      // Phones add bytes after the end of the image, so the end mark is looked for, not expected last.
      return bytes.includes(Buffer.from([0xff, 0xd9]), at) ? { mediaType: 'image/jpeg', height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) } : undefined;
    } else at += 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
}

const HEIC_BRANDS = ['heic', 'heix', 'heim', 'heis', 'hevc', 'mif1'];

/** ISO 23008-12: an ftyp box of a HEIF brand; the largest `ispe` box among the first kilobytes tells the size. */
function heic(bytes: Buffer): Sniffed | undefined {
  if (bytes.length < 32 || bytes.toString('latin1', 4, 8) !== 'ftyp' || !HEIC_BRANDS.includes(bytes.toString('latin1', 8, 12))) return undefined;
  let width = 0;
  let height = 0;
  const head = bytes.subarray(0, 65_536);
  for (let at = head.indexOf('ispe'); at > 0 && at + 16 <= head.length; at = head.indexOf('ispe', at + 4)) {
    width = Math.max(width, head.readUInt32BE(at + 8));
    height = Math.max(height, head.readUInt32BE(at + 12));
  }
  return width ? { mediaType: 'image/heic', width, height } : undefined;
}
