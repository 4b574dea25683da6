import { randomBytes } from 'node:crypto';

/** Crockford's base 32: no I, L, O or U, so that a code read aloud or off a worn receipt has one reading. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * A short code for people: `size` random signs and one check sign, in groups of four: 'K7QM-2X9D-C'.
 * Eight signs are 40 random bits; whoever accepts a code must also limit the tries.
 * @param bytes source of randomness, given by tests only
 */
export function humanCode(size = 8, bytes: Uint8Array = randomBytes(size)): string {
  // 256 is a multiple of 32: the five low bits of a random byte favour no sign.
  const body = Array.from(bytes.subarray(0, size), (byte) => ALPHABET[byte & 31]).join('');
  return formatHumanCode(body + checkSign(body));
}

/**
 * Reads a code as people type it: any case, spaces and dashes, O for 0, I or L for 1.
 * @returns the code without dashes, check sign included; undefined when it cannot be a code of ours
 */
export function parseHumanCode(text: string): string | undefined {
  const bare = text.toUpperCase().replace(/[\s\-\u2010-\u2014\u202f\u00a0.]/gu, '').replaceAll('O', '0').replace(/[IL]/g, '1');
  if (bare.length < 3 || [...bare].some((sign) => !ALPHABET.includes(sign))) return undefined;
  return checkSign(bare.slice(0, -1)) === bare.at(-1) ? bare : undefined;
}

/** @returns the code in groups of four signs, for screens and papers. */
export function formatHumanCode(code: string): string {
  return code.match(/.{1,4}/g)?.join('-') ?? code;
}

/** @returns the sign that closes `body`: any one wrong sign, or two neighbours swapped, changes it. */
export function checkSign(body: string): string {
  // Damm's scheme over GF(32): doubling is totally anti-symmetric there, which no sum modulo 32 is.
  const sum = [...body].reduce((state, sign) => double(state ^ ALPHABET.indexOf(sign)), 0);
  return ALPHABET[sum] ?? '0';
}

/** Multiplies by x in GF(32), modulo x⁵ + x² + 1. */
function double(n: number): number {
  return n & 16 ? ((n << 1) & 31) ^ 5 : n << 1;
}
