#!/usr/bin/env node
// Checks the signed code printed on a title, on any machine with Node 20 or later, without network and
// without the rest of SITT. It shares no line with the program that signs: two readings of the same standards
// (RFC 9285 base45, RFC 8949 CBOR, RFC 9052 COSE_Sign1 with ES256) have to agree.
import { Buffer } from 'node:buffer'
import { createPublicKey, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'
import process from 'node:process'
import { text as readAll } from 'node:stream/consumers'
import { pathToFileURL } from 'node:url'

const USAGE = `Usage : node verify-code.mjs CODE CLÉS

  CODE  le texte lu dans le QR (SITT1:…), ou « - » pour le lire sur l’entrée standard
  CLÉS  le fichier des clés publiques, ou leur adresse (https://…/.well-known/sitt-keys.json)

Exemple : zbarimg -q --raw titre.png | node verify-code.mjs - cles.json
Sortie  : 0 valide, 1 non valide, 2 impossible de vérifier`

const REASONS = {
  malformed: 'le texte n’est pas un code SITT complet',
  'unknown-key': 'la clé qui a signé n’est pas dans ce fichier de clés (fichier trop ancien, ou faux code)',
  'revoked-key': 'la clé qui a signé a été déclarée compromise',
  'key-out-of-period': 'la clé n’était pas en service à la date du titre',
  'bad-signature': 'la signature ne correspond pas : le contenu a été changé ou n’a jamais été signé',
  expired: 'le titre est authentique, mais sa durée de validité est passée',
}

/** @returns {{valid: true, kid: string, claims: object} | {valid: false, reason: string, claims?: object}} */
export function checkCode(text, jwks, today = new Date().toISOString().slice(0, 10)) {
  let read
  try {
    read = readCode(text.trim())
  } catch {
    return { valid: false, reason: 'malformed' }
  }
  const { kid, claims, signed, signature } = read
  const key = jwks.keys.find((one) => one.kid === kid && one.purpose === 'title')
  if (!key) return { valid: false, reason: 'unknown-key' }
  const publicKey = createPublicKey({ key: { kty: key.kty, crv: key.crv, x: key.x, y: key.y }, format: 'jwk' })
  if (!verify('sha256', signed, { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature)) return { valid: false, reason: 'bad-signature' }
  if (key.revokedOn) return { valid: false, reason: 'revoked-key', claims }
  const issued = Date.parse(claims.issuedOn)
  const outside = issued < Date.parse(key.notBefore) - DAY || (key.notAfter && issued > Date.parse(key.notAfter) + DAY)
  if (outside) return { valid: false, reason: 'key-out-of-period', claims }
  if (claims.validUntil && claims.validUntil < today) return { valid: false, reason: 'expired', claims }
  return { valid: true, kid, claims }
}

const DAY = 86_400_000
const PREFIX = 'SITT1:'

function readCode(text) {
  if (text.length > 600 || !text.startsWith(PREFIX)) throw new Error('prefix')
  const message = readCbor(base45(text.slice(PREFIX.length)))
  if (message.tag !== 18 || message.value.length !== 4) throw new Error('not COSE_Sign1')
  const [header, bare, payload, signature] = message.value
  const protectedHeader = readCbor(header)
  if (bare.size !== 0 || protectedHeader.size !== 2 || protectedHeader.get(1) !== -7 || signature.length !== 64) throw new Error('header')
  const kid = protectedHeader.get(4).toString('ascii')
  return { kid, signature, claims: readClaims(readCbor(payload)), signed: toBeSigned(header, payload) }
}

function readClaims(map) {
  const claims = { number: map.get(1), plate: map.get(2), contentHash: map.get(3)?.toString('hex'), issuedOn: isoDate(map.get(4)), kind: map.get(5), validUntil: map.has(6) ? isoDate(map.get(6)) : undefined }
  if (typeof claims.number !== 'string' || typeof claims.kind !== 'string' || !claims.contentHash) throw new Error('claims')
  return claims
}

function isoDate(days) {
  if (!Number.isInteger(days)) throw new Error('date')
  return new Date(days * DAY).toISOString().slice(0, 10)
}

// Sig_structure = ["Signature1", protected header, external data (none), payload]
function toBeSigned(header, payload) {
  return Buffer.concat([Buffer.from([0x84, 0x6a]), Buffer.from('Signature1'), byteString(header), byteString(Buffer.alloc(0)), byteString(payload)])
}

function byteString(bytes) {
  const n = bytes.length
  const head = n < 24 ? [0x40 | n] : n < 256 ? [0x58, n] : [0x59, n >> 8, n & 255]
  return Buffer.concat([Buffer.from(head), bytes])
}

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'

function base45(text) {
  const out = []
  for (let i = 0; i < text.length; i += 3) {
    const digits = [...text.slice(i, i + 3)].map((c) => ALPHABET.indexOf(c))
    const n = digits.reduce((sum, digit, rank) => sum + digit * 45 ** rank, 0)
    if (digits.includes(-1) || digits.length === 1 || n >= 256 ** (digits.length - 1)) throw new Error('base45')
    if (digits.length === 3) out.push(n >> 8)
    out.push(n & 255)
  }
  return Buffer.from(out)
}

/** Reads one whole CBOR item: integers, byte and text strings, arrays, maps, tags; definite lengths only. */
function readCbor(bytes) {
  let at = 0
  const take = (n) => {
    if (at + n > bytes.length) throw new Error('truncated')
    at += n
    return bytes.subarray(at - n, at)
  }
  const item = (depth) => {
    if (depth > 4) throw new Error('too deep')
    const first = take(1)[0]
    const kind = first >> 5
    const small = first & 31
    const n = small < 24 ? small : small === 24 ? take(1)[0] : small === 25 ? take(2).readUInt16BE() : small === 26 ? take(4).readUInt32BE() : Number.NaN
    if (Number.isNaN(n)) throw new Error('length')
    if (kind === 0) return n
    if (kind === 1) return -1 - n
    if (kind === 2) return take(n)
    if (kind === 3) return take(n).toString('utf8')
    if (kind === 4) return Array.from({ length: Math.min(n, bytes.length) }, () => item(depth + 1))
    if (kind === 5) return new Map(Array.from({ length: Math.min(n, bytes.length) }, () => [item(depth + 1), item(depth + 1)]))
    if (kind === 6) return { tag: n, value: item(depth + 1) }
    throw new Error('kind')
  }
  const value = item(0)
  if (at !== bytes.length) throw new Error('trailing bytes')
  return value
}

async function readKeys(where) {
  if (!/^https?:\/\//.test(where)) return JSON.parse(readFileSync(where, 'utf8'))
  const answer = await globalThis.fetch(where, { signal: globalThis.AbortSignal.timeout(10_000) })
  if (!answer.ok) throw new Error(`réponse ${answer.status}`)
  return answer.json()
}

function say(result) {
  const lines = [result.valid ? 'VALIDE : signé par l’autorité qui publie ces clés.' : `NON VALIDE : ${REASONS[result.reason]}.`]
  const c = result.claims
  if (c) {
    lines.push('', `  Nature du titre     ${c.kind}`, `  Numéro du titre     ${c.number}`)
    if (c.plate) lines.push(`  Immatriculation (A) ${c.plate}`)
    lines.push(`  Délivré le          ${frenchDate(c.issuedOn)}`)
    if (c.validUntil) lines.push(`  Valable jusqu’au    ${frenchDate(c.validUntil)}`)
    lines.push(`  Empreinte du titre  ${c.contentHash}`)
  }
  if (result.valid) lines.push('', 'Comparez ces mentions à celles du papier. Un titre peut avoir été remplacé ou retiré depuis :', 'seule la page publique de vérification le dit.')
  return lines.join('\n')
}

function frenchDate(iso) {
  return iso.split('-').reverse().join('/')
}

async function main([code, where]) {
  if (!code || !where) {
    console.error(USAGE)
    return 2
  }
  // Never readFileSync(0): a pipe whose writer is slow answers EAGAIN.
  const text = code === '-' ? await readAll(process.stdin) : code
  let jwks
  try {
    jwks = await readKeys(where)
    if (!Array.isArray(jwks.keys)) throw new Error('pas de liste « keys »')
  } catch (error) {
    console.error(`Clés illisibles (${where}) : ${error.message}`)
    return 2
  }
  const result = checkCode(text, jwks)
  console.log(say(result))
  return result.valid ? 0 : 1
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) process.exitCode = await main(process.argv.slice(2))
