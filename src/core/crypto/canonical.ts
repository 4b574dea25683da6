import { createHmac, createSecretKey, hash, randomFillSync } from 'node:crypto'

/** What may be hashed: JSON without holes. Dates, money and identifiers are written as strings or numbers by their owner. */
export type Canonical = null | boolean | number | string | readonly Canonical[] | { readonly [key: string]: Canonical }

/** A value that has no single, stable writing; `path` says where (`$.holders[2].name`). */
export class NotCanonical extends Error {
  readonly path: string
  readonly reason: string
  constructor(reason: string, path = '') {
    super(`No canonical bytes: ${reason} at $${path}`)
    this.reason = reason
    this.path = path
  }
}

/** Cycles end here, as does input built to exhaust the stack. */
const DEPTH = 100

/**
 * The one JSON text of a value, after RFC 8785 (keys sorted by UTF-16 units, numbers as
 * ECMAScript writes them), with two additions: text is put in Unicode NFC, so that an accent typed on
 * another keyboard hashes alike, and whole numbers that a double cannot hold are refused.
 * Refuses undefined, holes, NaN, infinities, functions, symbols, bigint, class instances, lone surrogates.
 * @throws NotCanonical
 */
export function canonicalText(value: unknown): string {
  return write(value, 0)
}

/** UTF-8 of `canonicalText`: what is hashed and signed. @throws NotCanonical */
export function canonical(value: unknown): Buffer {
  return Buffer.from(write(value, 0), 'utf8')
}

/** SHA-256 of bytes (32 bytes). */
export function sha256(bytes: Uint8Array): Buffer {
  return hash('sha256', bytes, 'buffer')
}

/** SHA-256 of the canonical bytes of a value (32 bytes). @throws NotCanonical */
export function digest(value: unknown): Buffer {
  return hash('sha256', write(value, 0), 'buffer')
}

/** A salt for one private value: 16 random bytes, kept beside the value and erased with it. */
export function newSalt(): Buffer {
  if (spent + SALT > drawn.length) {
    drawn = randomFillSync(Buffer.alloc(256 * SALT))
    spent = 0
  }
  return drawn.subarray(spent, spent += SALT)
}

const SALT = 16
// Drawn by the hundred: a load makes one for every person, and asking the system costs more than the bytes.
let drawn = Buffer.alloc(0)
let spent = 0

/**
 * A commitment to a private value that tells nothing once salt and value are erased:
 * HMAC-SHA-256 keyed by the salt (32 bytes). A shorter salt could be guessed together with a birth date, so it is refused.
 * @throws NotCanonical, RangeError when the salt has less than 16 bytes
 */
export function saltedDigest(salt: Uint8Array, value: unknown): Buffer {
  if (salt.length < SALT) throw new RangeError('A salt has at least 16 bytes')
  return createHmac('sha256', createSecretKey(salt)).update(write(value, 0), 'utf8').digest()
}

function write(value: unknown, depth: number): string {
  switch (typeof value) {
    case 'string':
      return text(value)
    case 'number':
      return number(value)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'object':
      if (value === null) return 'null'
      if (depth >= DEPTH) throw new NotCanonical('a cycle, or too deep')
      return Array.isArray(value) ? list(value, depth + 1) : record(value, depth + 1)
    default:
      throw new NotCanonical(typeof value)
  }
}

function list(values: readonly unknown[], depth: number): string {
  let out = '['
  for (let i = 0; i < values.length; i++) {
    if (i > 0) out += ','
    try {
      out += write(values[i], depth)
    } catch (error) {
      throw below(error, `[${i}]`)
    }
  }
  return out + ']'
}

function record(value: object, depth: number): string {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) throw new NotCanonical('an instance of a class')
  const fields = value as Record<string, unknown>
  const keys = sortedKeys(fields)
  let out = '{'
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!
    if (i > 0) out += ','
    try {
      out += text(key) + ':' + write(fields[key], depth)
    } catch (error) {
      throw below(error, `.${key}`)
    }
  }
  return out + '}'
}

function sortedKeys(fields: Record<string, unknown>): string[] {
  const keys = Object.keys(fields)
  // A key that NFC would change is a mistake of its author and could collide with another key or change the order.
  for (const key of keys) if (!PLAIN.test(key) && key.normalize('NFC') !== key) throw new NotCanonical(`a key not in NFC (${key})`)
  return keys.sort()
}

/** Text that JSON writes as it is. */
const PLAIN = /^[ !#-[\]-~]*$/

function text(value: string): string {
  if (PLAIN.test(value)) return `"${value}"`
  if (!value.isWellFormed()) throw new NotCanonical('half of a surrogate pair')
  return JSON.stringify(value.normalize('NFC'))
}

function number(value: number): string {
  if (!Number.isFinite(value)) throw new NotCanonical(String(value))
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) throw new NotCanonical(`a whole number beyond 2^53 (${value})`)
  return value === 0 ? '0' : String(value)
}

function below(error: unknown, step: string): unknown {
  return error instanceof NotCanonical ? new NotCanonical(error.reason, step + error.path) : error
}
