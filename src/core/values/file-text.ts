/** The text of a file that a spreadsheet wrote: UTF-8, UTF-16 (« Texte Unicode ») or Windows. */

/** The file is not text that can be read; the message is a French sentence that says what to do. */
export class UnreadableText extends Error {
  override name = 'UnreadableText';
}

const AGAIN = 'Enregistrez-le en « CSV UTF-8 ». Rien n’a été pris.';

/** Ten megabytes, as any file that is sent: one that is longer was cut on its way. */
const MOST = 10 * 2 ** 20;

/** As it was written: UTF-8, else UTF-16, else Windows. What is none of them, or two at once, is said. @throws UnreadableText */
export function fileText(bytes: Buffer): string {
  if (bytes.length > MOST) throw new UnreadableText('Ce fichier est trop lourd : 10 Mo au plus. Coupez-le en plusieurs.');
  if (bytes.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004') throw new UnreadableText('Ce fichier est un classeur : enregistrez la feuille en « CSV UTF-8 ».');
  const wide = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : unmarkedWide(bytes);
  try {
    const text = new TextDecoder(wide ?? 'utf-8', { fatal: true }).decode(bytes);
    if (text.includes('\u0000')) throw new UnreadableText(`Ce fichier n’est pas du texte. ${AGAIN}`);
    return text;
  } catch (error) {
    if (error instanceof UnreadableText) throw error;
    if (wide) throw new UnreadableText(`Ce fichier est en UTF-16 (« Texte Unicode »), mais coupé ou abîmé. ${AGAIN}`);
    const one = bytes.toString('latin1');
    // Accents of UTF-8 and something else that is not: as Windows, its columns and numbers would be read wrong.
    if (/^\u00ef\u00bb\u00bf|[\u00c2\u00c3\u00c5][\u0080-\u00bf]/.test(one)) throw new UnreadableText(`Ce fichier est en UTF-8, mais abîmé : un de ses signes n’en est pas. ${AGAIN}`);
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** UTF-16 that no mark announces: half of its bytes are nought. */
function unmarkedWide(bytes: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  const start = bytes.subarray(0, 200);
  const noughts = (odd: number) => start.filter((byte, at) => byte === 0 && at % 2 === odd).length;
  const enough = start.length / 4;
  return noughts(1) > enough ? 'utf-16le' : noughts(0) > enough ? 'utf-16be' : undefined;
}

/** A long text bit by bit, so that whoever reads it can let others pass: no sign is cut in two. */
export function* slicesOf(text: string, length = 65_536): Generator<string> {
  for (let at = 0; at < text.length;) {
    const cut = at + length;
    const end = (text.codePointAt(cut - 1) ?? 0) > 0xffff ? cut + 1 : cut;
    yield text.slice(at, end);
    at = end;
  }
}
