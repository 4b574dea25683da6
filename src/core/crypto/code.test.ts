import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CODE_PREFIX, codeMatchesContent, signCode, verifyCode, type CodeClaims } from './code.ts'
import { newKey, openKeyRing, type KeyRing, type PublicKeySet } from './keys.ts'

const VERIFIER = join(import.meta.dirname, '../../../bin/verify-code.mjs')
const CLAIMS: CodeClaims = { number: 'NC-2026-000123456', plate: '450 123 NC', contentHash: '5a'.repeat(32), issuedOn: '2026-03-10', kind: 'CI', validUntil: '2026-06-30' }
const TODAY = '2026-03-11'

type Check = (text: string, keys: PublicKeySet, today: string) => unknown
let stranger: Check
let folder: string
let ring: KeyRing
let code: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sitt-code-'))
  ring = openKeyRing({ set: JSON.stringify({ keys: [newKey('title', '2026-01-01')] }) })
  code = await signCode(CLAIMS, ring.currentKey('title', TODAY))
  const module = await import(VERIFIER) as { checkCode: Check }
  stranger = module.checkCode
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Both programs: ours, and the stand-alone one that shares no line with it. */
async function bothSay(text: string, keys: PublicKeySet = ring.publicKeys(), today = TODAY): Promise<{ valid: boolean; reason?: string; claims?: CodeClaims }> {
  const ours = await verifyCode(text, keys, today)
  const theirs = stranger(text, keys, today)
  expect(JSON.parse(JSON.stringify(theirs))).toEqual(ours)
  return ours
}

describe('Le code signé d’un titre', () => {
  it('se relit hors ligne avec ses mentions, par deux programmes', async () => {
    expect(await bothSay(code)).toMatchObject({ valid: true, claims: { ...CLAIMS, contentHash: '5a'.repeat(16) } })
  })
  it('tient dans un QR lisible à l’impression et reste en mode alphanumérique', () => {
    expect(code.length).toBeLessThanOrEqual(250)
    expect(code).toMatch(/^SITT1:[0-9A-Z $%*+\-./:]+$/)
  })
  it('convient à un titre sans plaque ni échéance', async () => {
    const claims = { number: '7', contentHash: '00'.repeat(32), issuedOn: '2026-03-10', kind: 'ATT' }
    expect(await bothSay(await signCode(claims, ring.currentKey('title', TODAY)), ring.publicKeys(), '2099-01-01')).toMatchObject({ valid: true })
  })
  it('dit de quel contenu il est fait', async () => {
    const { claims } = await bothSay(code)
    expect(codeMatchesContent(claims!, '5a'.repeat(32))).toBe(true)
    expect(codeMatchesContent(claims!, '5b'.repeat(32))).toBe(false)
  })
  it('ne signe pas une date impossible ni une empreinte courte', async () => {
    const key = ring.currentKey('title', TODAY)
    await expect(signCode({ ...CLAIMS, issuedOn: '10/03/2026' }, key)).rejects.toThrow(RangeError)
    await expect(signCode({ ...CLAIMS, contentHash: 'ab' }, key)).rejects.toThrow(RangeError)
  })
})

describe('Un code est refusé, avec sa raison', () => {
  it('quand un caractère a changé, quel qu’il soit', async () => {
    const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'
    await fc.assert(fc.asyncProperty(fc.nat(code.length - 1), fc.constantFrom(...alphabet), async (at, letter) => {
      fc.pre(code[at] !== letter)
      // Damage may be seen first in the envelope or in the signature: the two programs need not agree on which.
      const damaged = code.slice(0, at) + letter + code.slice(at + 1)
      expect(await verifyCode(damaged, ring.publicKeys(), TODAY)).toMatchObject({ valid: false })
      expect(stranger(damaged, ring.publicKeys(), TODAY)).toMatchObject({ valid: false })
    }), { seed: 988, numRuns: 300 })
  })
  it('quand il est coupé, où que ce soit', async () => {
    for (let length = 0; length < code.length; length++) expect((await bothSay(code.slice(0, length))).valid, `${length}`).toBe(false)
  })
  it('quand sa clé est inconnue', async () => {
    const other = openKeyRing({ set: JSON.stringify({ keys: [newKey('title', '2026-01-01')] }) })
    expect(await bothSay(code, other.publicKeys())).toMatchObject({ reason: 'unknown-key' })
  })
  it('quand une autre clé porte le même identifiant', async () => {
    const [mine] = ring.publicKeys().keys
    const [other] = openKeyRing({ set: JSON.stringify({ keys: [newKey('title', '2026-01-01')] }) }).publicKeys().keys
    expect(await bothSay(code, { keys: [{ ...other!, kid: mine!.kid }] })).toMatchObject({ reason: 'bad-signature' })
  })
  it('quand la clé est faite pour autre chose que des titres', async () => {
    const keys = ring.publicKeys().keys.map((key) => ({ ...key, purpose: 'seal' as const }))
    expect(await bothSay(code, { keys })).toMatchObject({ reason: 'unknown-key' })
  })
  it('quand la clé n’était pas, ou plus, en service', async () => {
    const [key] = ring.publicKeys().keys
    expect(await bothSay(code, { keys: [{ ...key!, notBefore: '2026-03-20' }] })).toMatchObject({ reason: 'key-out-of-period' })
    expect(await bothSay(code, { keys: [{ ...key!, notAfter: '2026-03-01' }] })).toMatchObject({ reason: 'key-out-of-period' })
    expect(await bothSay(code, { keys: [{ ...key!, revokedOn: '2026-05-01' }] })).toMatchObject({ reason: 'revoked-key' })
  })
  it('quand le titre n’a plus cours, sans cesser d’être authentique', async () => {
    expect(await bothSay(code, ring.publicKeys(), '2026-06-30')).toMatchObject({ valid: true })
    expect(await bothSay(code, ring.publicKeys(), '2026-07-01')).toMatchObject({ reason: 'expired', claims: { number: CLAIMS.number } })
  })
  it('quand le texte est immense, vide ou quelconque, sans jamais lever d’erreur', async () => {
    const texts = ['', 'SITT1:', 'HC1:6BF', CODE_PREFIX + 'A'.repeat(10_000_000), '\u0000', CODE_PREFIX + ':::', CODE_PREFIX + 'é']
    for (const text of texts) expect(await bothSay(text)).toMatchObject({ reason: 'malformed' })
    await fc.assert(fc.asyncProperty(fc.string({ unit: fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:') , maxLength: 300 }), async (body) => {
      expect((await verifyCode(CODE_PREFIX + body, ring.publicKeys(), TODAY)).valid).toBe(false)
    }), { seed: 988, numRuns: 300 })
  })
})

describe('Le vérificateur de l’étranger (bin/verify-code.mjs)', () => {
  it('dit en français VALIDE et les mentions, ou pourquoi non', () => {
    const keys = join(folder, 'keys.json')
    writeFileSync(keys, JSON.stringify(ring.publicKeys()))
    const run = (text: string): { status: number | null; stdout: string } => spawnSync(process.execPath, [VERIFIER, text, keys], { encoding: 'utf8' })
    const noEnd = execFileSync(process.execPath, ['--input-type=module', '-e', `
      import { openKeyRing } from ${JSON.stringify(join(import.meta.dirname, 'keys.ts'))}
      import { signCode } from ${JSON.stringify(join(import.meta.dirname, 'code.ts'))}
      import { writeFileSync } from 'node:fs'
      const ring = openKeyRing({ folder: ${JSON.stringify(join(folder, 'ring'))} })
      writeFileSync(${JSON.stringify(keys)}, JSON.stringify(ring.publicKeys()))
      process.stdout.write(await signCode({ number: 'NC-9', plate: '7 NC', contentHash: 'cd'.repeat(32), issuedOn: new Date().toISOString().slice(0, 10), kind: 'CI' }, ring.currentKey('title')))
    `], { encoding: 'utf8' })
    expect(run(noEnd)).toMatchObject({ status: 0, stdout: expect.stringMatching(/^VALIDE[^]*Immatriculation \(A\) 7 NC[^]*cdcd/) as string })
    expect(run(code)).toMatchObject({ status: 1, stdout: expect.stringMatching(/^NON VALIDE : la clé qui a signé/) as string })
    expect(spawnSync(process.execPath, [VERIFIER]).status).toBe(2)
    expect(spawnSync(process.execPath, [VERIFIER, code, join(folder, 'absent.json')]).status).toBe(2)
  })
})
