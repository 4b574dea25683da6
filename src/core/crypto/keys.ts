import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, type JsonWebKey } from 'node:crypto'
import { sha256 } from './canonical.ts'
import { readKeyFolder, writeNewKey, rewriteKey } from './key-folder.ts'

/** What a key may sign: titles and their printed codes, seals of the journal, the offline bundle of the police. A key serves one purpose only. */
export const PURPOSES = ['title', 'seal', 'bundle'] as const
export type Purpose = (typeof PURPOSES)[number]

/** A public key as published: a JWK (RFC 7517, ES256) with its purpose and the days on which it signs, or signed. */
export interface PublicKey {
  readonly kty: 'EC'
  readonly crv: 'P-256'
  readonly x: string
  readonly y: string
  readonly kid: string
  readonly alg: 'ES256'
  readonly use: 'sig'
  readonly purpose: Purpose
  /** First day of signing, ISO date (UTC). */
  readonly notBefore: string
  /** Last day of signing; absent while the key is in service. What it signed until then stays valid. */
  readonly notAfter?: string
  /** Day the key was declared compromised: nothing that it signed is trusted any more. */
  readonly revokedOn?: string
}
export interface PublicKeySet { readonly keys: readonly PublicKey[] }

/** A key as stored: the published form and its secret. */
export interface StoredKey extends PublicKey { readonly d: string }

/** A key ready to sign. */
export interface SigningKey { readonly kid: string; readonly purpose: Purpose; readonly secret: KeyObject }

/** Where keys are: a folder of ours, which is filled when empty, or a JSON key set given by the environment, never written. */
export type KeySource = { readonly folder: string } | { readonly set: string }

export interface KeyRing {
  /** The key that signs today for this purpose (the newest in service). @throws Error when none is */
  currentKey(purpose: Purpose, today?: string): SigningKey
  /** All public keys, retired ones too: served at `/.well-known/`. */
  publicKeys(): PublicKeySet
  /** Puts a new key in service from `today`, the former one stops that day and stays published. Folder only. @returns the new kid */
  rotate(purpose: Purpose, today?: string): string
  /** Declares a key compromised on `today`: codes that it signed no longer verify. Folder only. Rotate too. */
  revoke(kid: string, today?: string): void
}

/**
 * Opens the signing keys; in a folder, makes one key per purpose when there is none
 * (files of mode 0600; two processes starting at once end with the same keys).
 * @throws Error with a sentence for the operator: unreadable set, loose file mode, duplicate kid
 */
export function openKeyRing(source: KeySource): KeyRing {
  let keys = load(source)
  const reload = (): void => { keys = load(source) }
  const folder = (): string => {
    if (!('folder' in source)) throw new Error('Signing keys given by the environment are changed there, not by the application')
    return source.folder
  }
  if ('folder' in source) {
    for (const purpose of PURPOSES) if (!keys.some((key) => key.purpose === purpose)) writeNewKey(source.folder, newKey(purpose, day()))
    reload()
  }
  return {
    currentKey(purpose, today = day()) {
      const key = inService(keys, purpose, today)
      if (!key) throw new Error(`No key in service to sign "${purpose}" on ${today}`)
      return { kid: key.kid, purpose, secret: createPrivateKey({ key: { ...key } as JsonWebKey, format: 'jwk' }) }
    },
    publicKeys: () => ({ keys: keys.map(published) }),
    rotate(purpose, today = day()) {
      const former = keys.filter((key) => key.purpose === purpose && key.notAfter === undefined)
      const next = newKey(purpose, today)
      writeNewKey(folder(), next)
      for (const key of former) rewriteKey(folder(), { ...key, notAfter: today })
      reload()
      return next.kid
    },
    revoke(kid, today = day()) {
      const key = keys.find((one) => one.kid === kid)
      if (!key) throw new Error(`No key ${kid}`)
      rewriteKey(folder(), { ...key, notAfter: key.notAfter ?? today, revokedOn: today })
      reload()
    },
  }
}

/** Makes a P-256 key for one purpose. Its id is 48 bits of its RFC 7638 thumbprint, short because it is printed in each code. */
export function newKey(purpose: Purpose, notBefore: string): StoredKey {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x, y, d } = privateKey.export({ format: 'jwk' }) as { x: string; y: string; d: string }
  const kid = sha256(Buffer.from(JSON.stringify({ crv: 'P-256', kty: 'EC', x, y }))).subarray(0, 6).toString('base64url')
  return { kty: 'EC', crv: 'P-256', x, y, d, kid, alg: 'ES256', use: 'sig', purpose, notBefore }
}

/** The public key object of a published key. @throws Error when its point is not on the curve */
export function publicKeyOf(key: PublicKey): KeyObject {
  return createPublicKey({ key: { kty: key.kty, crv: key.crv, x: key.x, y: key.y }, format: 'jwk' })
}

function load(source: KeySource): StoredKey[] {
  const keys = 'folder' in source ? readKeyFolder(source.folder) : parseSet(source.set)
  const kids = new Set(keys.map((key) => key.kid))
  if (kids.size !== keys.length) throw new Error('Two signing keys have the same id')
  return keys.sort((a, b) => a.notBefore.localeCompare(b.notBefore) || a.kid.localeCompare(b.kid))
}

function parseSet(set: string): StoredKey[] {
  try {
    return (JSON.parse(set) as { keys: unknown[] }).keys.map(storedKey)
  } catch {
    // Never the parser's own message: it quotes the text, and the text is a secret.
    throw new Error('The signing keys of the environment are not a readable JSON key set {"keys":[…]} of private P-256 keys')
  }
}

/** Checks that a parsed JSON value is one of our private keys. @throws Error, without any of its content */
export function storedKey(value: unknown): StoredKey {
  const key = value as Partial<StoredKey> | null
  const complete = key && key.kty === 'EC' && key.crv === 'P-256' && [key.x, key.y, key.d, key.kid, key.notBefore].every((part) => typeof part === 'string')
  if (!complete || !PURPOSES.includes(key.purpose!)) throw new Error('Not a signing key')
  createPrivateKey({ key: { ...key } as JsonWebKey, format: 'jwk' })
  return key as StoredKey
}

function inService(keys: readonly StoredKey[], purpose: Purpose, today: string): StoredKey | undefined {
  return keys.findLast((key) => key.purpose === purpose && !key.revokedOn && key.notBefore <= today && (key.notAfter === undefined || key.notAfter > today))
}

function published({ d: _secret, ...key }: StoredKey): PublicKey {
  return key
}

function day(): string {
  return new Date().toISOString().slice(0, 10)
}
