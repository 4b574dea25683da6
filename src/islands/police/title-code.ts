/** The signed code of a title, checked on the phone with the published keys: the browser's reading of what src/core/crypto/code.ts writes. */
import { verifies, type TrustedKey } from './bundle.ts';

export type TitleCode = { number: string; plate?: string; issuedOn: string; validUntil?: string };
export type CodeAnswer = { said: 'valid' | 'expired'; code: TitleCode } | { said: 'forged' | 'unknown-key' };

const PREFIX = 'SITT1:';
const LONGEST = 600;
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
const DAY = 86_400_000;

/** @param today ISO date of the country. Never throws: a stranger's text is a code of ours, or is not */
export async function readTitleCode(typed: string, keys: readonly TrustedKey[], today: string): Promise<CodeAnswer> {
  try {
    if (typed.length > LONGEST || !typed.startsWith(PREFIX)) return { said: 'forged' };
    const { head, kid, payload, signature } = parts(base45(typed.slice(PREFIX.length)));
    const key = keys.find((one) => one.kid === kid && one.purpose === 'title');
    if (!key) return { said: 'unknown-key' };
    const code = claims(payload);
    const issued = Date.parse(code.issuedOn);
    // Keys keep UTC days, titles local ones: a day of grace on each side.
    const inPeriod = issued >= Date.parse(key.notBefore) - DAY && (!key.notAfter || issued <= Date.parse(key.notAfter) + DAY);
    if (key.revokedOn || !inPeriod || !await verifies(key, signature, signed(head, payload))) return { said: 'forged' };
    return { said: code.validUntil && code.validUntil < today ? 'expired' : 'valid', code };
  } catch {
    return { said: 'forged' };
  }
}

type Bytes = Uint8Array<ArrayBuffer>;

/** RFC 9285: three signs are two bytes. */
function base45(text: string): Bytes {
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at += 3) {
    const signs = [...text.slice(at, at + 3)].map((sign) => ALPHABET.indexOf(sign));
    const value = signs.reduce((sum, sign, index) => sum + sign * 45 ** index, 0);
    if (signs.includes(-1) || signs.length < 2 || value >= 256 ** (signs.length - 1)) throw new Error('not base45');
    bytes.push(...(signs.length === 3 ? [value >> 8, value & 255] : [value]));
  }
  return Uint8Array.from(bytes);
}

/** COSE_Sign1 (RFC 9052): protected header, no other header, payload, signature. */
function parts(bytes: Bytes): { head: Bytes; kid: string; payload: Bytes; signature: Bytes } {
  const [head, open, payload, signature, ...more] = cbor(bytes) as [Bytes, Map<number, unknown>, Bytes, Bytes, ...unknown[]];
  const header = cbor(head) as Map<number, unknown>;
  const kid = header.get(4);
  if (more.length || open.size || header.size !== 2 || header.get(1) !== -7 || !(kid instanceof Uint8Array)) throw new Error('not ours');
  return { head, kid: new TextDecoder().decode(kid), payload, signature };
}

const string = (bytes: Bytes): number[] => [...(bytes.length < 24 ? [0x40 + bytes.length] : bytes.length < 256 ? [0x58, bytes.length] : [0x59, bytes.length >> 8, bytes.length & 255]), ...bytes];
/** Sig_structure: ["Signature1", protected, no external data, payload]. */
const signed = (head: Bytes, payload: Bytes): Bytes => Uint8Array.from([0x84, 0x6a, ...new TextEncoder().encode('Signature1'), ...string(head), 0x40, ...string(payload)]);

function claims(payload: Bytes): TitleCode {
  const map = cbor(payload) as Map<number, unknown>;
  const [number, plate, issued, until] = [map.get(1), map.get(2), map.get(4), map.get(6)];
  const date = (days: unknown) => new Date((days as number) * DAY).toISOString().slice(0, 10);
  if (typeof number !== 'string' || typeof issued !== 'number') throw new Error('not a title');
  return { number, ...(typeof plate === 'string' ? { plate } : {}), issuedOn: date(issued), ...(until === undefined ? {} : { validUntil: date(until) }) };
}

/** The part of CBOR (RFC 8949) that our codes are made of: whole numbers, bytes, texts, lists, maps, tags. @throws Error for anything else */
function cbor(bytes: Bytes): unknown {
  let at = 0;
  const take = (): number => { const byte = bytes[at++]; if (byte === undefined) throw new Error('cut short'); return byte; };
  const count = (short: number): number => {
    if (short < 24) return short;
    if (short > 26) throw new Error('too long');
    let value = 0;
    for (let left = 2 ** (short - 24); left > 0; left -= 1) value = value * 256 + take();
    return value;
  };
  const item = (): unknown => {
    const first = take();
    const length = count(first & 31);
    const slice = (): Bytes => { if (at + length > bytes.length) throw new Error('cut short'); return bytes.slice(at, (at += length)); };
    switch (first >> 5) {
      case 0: return length;
      case 1: return -1 - length;
      case 2: return slice();
      case 3: return new TextDecoder('utf-8', { fatal: true }).decode(slice());
      case 4: return Array.from({ length }, item);
      case 5: return new Map(Array.from({ length }, () => [item(), item()] as const));
      case 6: return item();
      default: throw new Error('not one of ours');
    }
  };
  const whole = item();
  if (at !== bytes.length) throw new Error('more than one');
  return whole;
}
