import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { generateSecret, generateURI, verify as verifyTotp } from 'otplib';

/** argon2id, 19 MiB, two passes: the first choice of OWASP's sheet on storing passwords; about 14 ms here. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export function hashPassword(password: string): Promise<string> {
  return hash(password, COST);
}

/** False for a wrong password and for a hash that cannot be read. */
export function passwordMatches(stored: string, password: string): Promise<boolean> {
  return verify(stored, password).catch(() => false);
}

let decoy: Promise<string> | undefined;
/** Takes the time of a real check, for an address that nobody has: the answer tells nothing by its delay. */
export async function pretendToCheck(password: string): Promise<void> {
  await passwordMatches(await (decoy ??= hashPassword(randomBytes(16).toString('hex'))), password);
}

/** A password is long or it is nothing (ASVS 5.0 6.2); rules on its letters only make people write it down. */
export function passwordFault(password: string): string | undefined {
  if (password.length < 15) return 'Choisissez au moins 15 caractères : une phrase de plusieurs mots est facile à retenir.';
  if (password.length > 128) return 'Choisissez au plus 128 caractères.';
  if (new Set(password).size < 6) return 'Choisissez des caractères plus variés.';
  return undefined;
}

/** A new TOTP secret (RFC 6238), or the given one, and the address that an authenticator app reads as a QR code. */
export function newTotp(label: string, secret = generateSecret()): { secret: string; uri: string } {
  return { secret, uri: generateURI({ issuer: 'SITT', label, secret }) };
}

/** The time step of this code when it is right and later than the last one used (a code serves once); else undefined. One step of drift is allowed. */
export async function totpStep(secret: string, code: string, lastStep: number, now: Date): Promise<number | undefined> {
  const clean = code.replace(/\s/g, '');
  if (!/^\d{6}$/.test(clean)) return undefined;
  const epoch = Math.floor(now.getTime() / 1000);
  const result = await verifyTotp({ secret, token: clean, epoch, epochTolerance: 30 });
  if (!result.valid || !('timeStep' in result)) return undefined;
  return result.timeStep > lastStep ? result.timeStep : undefined;
}

/** Encrypts what the database must not know (AES-256-GCM, its own key by HKDF). */
export function sealText(root: string, text: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyOf(root), iv);
  return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64url');
}

/** Throws when the text was changed, or sealed under another root. */
export function unsealText(root: string, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', keyOf(root), bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(-16));
  return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8');
}

function keyOf(root: string): Buffer {
  return Buffer.from(hkdfSync('sha256', root, '', 'sitt totp', 32));
}
