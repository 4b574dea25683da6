import { sha256 } from '../../core/crypto/index.ts';

/**
 * Whether an act done on trust is drawn for a later check: the first four bytes of SHA-256(secret:dossier), as a share of all
 * they can be, against the percentage of its day. The same seed and dossier always say the same; without the seed nobody can tell.
 * @param secret the seed of the month, in hexadecimal, sealed until the month is over
 * @param percent the share that is drawn, in per cent
 */
export function isSampled(secret: string, dossierId: string, percent: number): boolean {
  return sha256(Buffer.from(`${secret}:${dossierId}`)).readUInt32BE(0) < (percent / 100) * 2 ** 32;
}

/** What is shown of a seed while it is sealed: whoever is given the seed later can check that it was this one. */
export const sealOf = (secret: string): string => sha256(Buffer.from(secret)).toString('hex');
