import { Algorithms, Headers, ProtectedHeaders, Sign1 } from '@auth0/cose'
import base45 from 'base45'
import { Encoder } from 'cbor-x'
import { publicKeyOf, type PublicKey, type PublicKeySet, type SigningKey } from './keys.ts'

/** What a printed code says. No person: whoever photographs a title learns nothing of its holder. */
export interface CodeClaims {
  /** Number of the title. */
  readonly number: string
  /** Registration number (A); absent on titles that have none. */
  readonly plate?: string
  /** SHA-256 of the title's canonical content, in hex: 64 digits in, the first 32 out (128 bits keep the code small). */
  readonly contentHash: string
  /** ISO date. */
  readonly issuedOn: string
  /** Short word for the kind of title (`CI`, `CPI`, `ATT` …). */
  readonly kind: string
  /** Last day of validity, ISO date; absent when unlimited. */
  readonly validUntil?: string
}

export type CodeRefusal = 'malformed' | 'unknown-key' | 'revoked-key' | 'key-out-of-period' | 'bad-signature' | 'expired'

/** `expired` still carries its claims: the code is authentic, but the title's time is over. */
export type CodeCheck =
  | { readonly valid: true; readonly kid: string; readonly claims: CodeClaims }
  | { readonly valid: false; readonly reason: CodeRefusal; readonly claims?: CodeClaims }

/** Marks our codes among all that a scanner may read; `1` is the version of the format. */
export const CODE_PREFIX = 'SITT1:'
/** Far above any code that we sign: what is longer is not parsed at all. */
const LONGEST = 600

const NUMBER = 1, PLATE = 2, CONTENT = 3, ISSUED = 4, KIND = 5, UNTIL = 6
const cbor = new Encoder({ mapsAsObjects: false, useRecords: false, tagUint8Array: false })

/**
 * The text of the QR code printed on a title: COSE_Sign1 (RFC 9052, ES256) over a CBOR map of whole-number
 * keys, in base45 (RFC 9285, so that the QR uses its dense alphanumeric mode) behind `SITT1:`.
 * About 230 characters. ECDSA draws a random number: sign once, store the text.
 * @throws RangeError when a date is not an ISO date or the hash is not 64 hex digits
 */
export async function signCode(claims: CodeClaims, key: SigningKey): Promise<string> {
  const header = new ProtectedHeaders([[Headers.Algorithm, Algorithms.ES256], [Headers.KeyID, Buffer.from(key.kid, 'ascii')]])
  const signed = await Sign1.sign(header, undefined, payloadOf(claims), key.secret)
  return CODE_PREFIX + base45.encode(cbor.encode(signed))
}

/**
 * Reads a code and checks it against published keys, offline; `today` (ISO date) decides what is expired.
 * Never throws: a stranger's text is either valid or refused with one reason.
 */
export async function verifyCode(text: string, published: PublicKeySet, today: string): Promise<CodeCheck> {
  const read = parse(text.trim())
  if (!read) return refused('malformed')
  const key = published.keys.find((one) => one.kid === read.kid && one.purpose === 'title')
  if (!key) return refused('unknown-key')
  try {
    await read.message.verify(publicKeyOf(key), { algorithms: [Algorithms.ES256] })
  } catch {
    return refused('bad-signature')
  }
  if (key.revokedOn) return refused('revoked-key', read.claims)
  if (!signedInPeriod(read.claims, key)) return refused('key-out-of-period', read.claims)
  if (read.claims.validUntil !== undefined && read.claims.validUntil < today) return refused('expired', read.claims)
  return { valid: true, kid: read.kid, claims: read.claims }
}

/** Whether a code was made for exactly this content (hex SHA-256 of its canonical bytes). */
export function codeMatchesContent(claims: CodeClaims, contentHash: string): boolean {
  return claims.contentHash.length === 32 && contentHash.toLowerCase().startsWith(claims.contentHash)
}

function payloadOf(claims: CodeClaims): Uint8Array {
  if (!/^[0-9a-f]{64}$/i.test(claims.contentHash)) throw new RangeError('The content hash is 64 hex digits')
  const map = new Map<number, unknown>([[NUMBER, claims.number]])
  if (claims.plate !== undefined) map.set(PLATE, claims.plate)
  map.set(CONTENT, Buffer.from(claims.contentHash.slice(0, 32), 'hex'))
  map.set(ISSUED, dayNumber(claims.issuedOn))
  map.set(KIND, claims.kind)
  if (claims.validUntil !== undefined) map.set(UNTIL, dayNumber(claims.validUntil))
  return cbor.encode(map)
}

function parse(text: string): { message: Sign1; kid: string; claims: CodeClaims } | undefined {
  if (text.length > LONGEST || !text.startsWith(CODE_PREFIX)) return undefined
  try {
    const body = text.slice(CODE_PREFIX.length)
    const bytes = base45.decode(body)
    if (base45.encode(bytes) !== body) return undefined
    const message = Sign1.decode(bytes)
    const kid = message.protectedHeaders.get(Headers.KeyID)
    const claims = claimsOf(cbor.decode(message.payload))
    // Exactly one header, the protected one, and one way to write it: nothing unsigned rides along.
    const bare = message.unprotectedHeaders.size === 0 && message.protectedHeaders.size === 2
    if (!claims || !bare || !(kid instanceof Uint8Array)) return undefined
    return { message, kid: Buffer.from(kid).toString('ascii'), claims }
  } catch {
    return undefined
  }
}

function claimsOf(value: unknown): CodeClaims | undefined {
  if (!(value instanceof Map)) return undefined
  const [number, plate, content, kind] = [value.get(NUMBER), value.get(PLATE), value.get(CONTENT), value.get(KIND)] as unknown[]
  const [issuedOn, validUntil] = [isoDate(value.get(ISSUED)), isoDate(value.get(UNTIL))]
  if (typeof number !== 'string' || typeof kind !== 'string' || !issuedOn || !(content instanceof Uint8Array)) return undefined
  if (plate !== undefined && typeof plate !== 'string') return undefined
  if (value.has(UNTIL) && !validUntil) return undefined
  return { number, ...(plate === undefined ? {} : { plate }), contentHash: Buffer.from(content).toString('hex'), issuedOn, kind, ...(validUntil ? { validUntil } : {}) }
}

/** Keys keep UTC days, titles local ones: a day of grace on each side. */
function signedInPeriod(claims: CodeClaims, key: PublicKey): boolean {
  const issued = dayNumber(claims.issuedOn)
  return issued >= dayNumber(key.notBefore) - 1 && (key.notAfter === undefined || issued <= dayNumber(key.notAfter) + 1)
}

const DAY = 86_400_000

/** Days since 1 January 1970. */
function dayNumber(date: string): number {
  const time = Date.parse(`${date}T00:00:00Z`)
  if (!/^\d{4}-\d\d-\d\d$/.test(date) || Number.isNaN(time)) throw new RangeError(`Not an ISO date: ${date}`)
  return time / DAY
}

function isoDate(days: unknown): string | undefined {
  if (typeof days !== 'number' || !Number.isInteger(days) || Math.abs(days) > 2_000_000) return undefined
  return new Date(days * DAY).toISOString().slice(0, 10)
}

function refused(reason: CodeRefusal, claims?: CodeClaims): CodeCheck {
  return { valid: false, reason, ...(claims ? { claims } : {}) }
}
