import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { signCode, verifyCode } from './code.ts'
import { writeNewKey } from './key-folder.ts'
import { newKey, openKeyRing, PURPOSES } from './keys.ts'

let folder: string
beforeEach(() => { folder = join(mkdtempSync(join(tmpdir(), 'sitt-keys-')), 'clés de l’État') })
afterEach(() => rmSync(join(folder, '..'), { recursive: true }))

const CLAIMS = { number: 'NC-1', contentHash: 'ab'.repeat(32), issuedOn: '2026-05-10', kind: 'CI' }

describe('Les clés de signature dans un dossier', () => {
  it('naissent une par emploi, lisibles de leur seul propriétaire, et sont retrouvées ensuite', () => {
    const first = openKeyRing({ folder }).publicKeys()
    expect(first.keys.map((key) => key.purpose).sort()).toEqual([...PURPOSES].sort())
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600)
    expect(openKeyRing({ folder }).publicKeys()).toEqual(first)
  })
  it('ne publient jamais leur secret', () => {
    const published = JSON.stringify(openKeyRing({ folder }).publicKeys())
    for (const name of readdirSync(folder)) {
      const { d } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { d: string }
      expect(published).not.toContain(d)
    }
    expect(published).not.toContain('"d"')
  })
  it('sont refusées quand d’autres peuvent les lire', () => {
    openKeyRing({ folder })
    chmodSync(join(folder, 'title-0001.json'), 0o644)
    expect(() => openKeyRing({ folder })).toThrow(/chmod 600/)
  })
  it('n’écrasent pas celle qu’un autre démarrage vient d’écrire au même rang', () => {
    const kid = openKeyRing({ folder }).currentKey('title').kid
    rmSync(join(folder, 'seal-0001.json'))
    const [mine, theirs] = [newKey('seal', '2026-01-01'), newKey('seal', '2026-01-01')]
    writeNewKey(folder, theirs)
    writeNewKey(folder, mine) // rank 2: both stay, the ids tell them apart
    expect(openKeyRing({ folder }).publicKeys().keys.map((key) => key.kid)).toEqual(expect.arrayContaining([kid, mine.kid, theirs.kid]))
    expect(readdirSync(folder).filter((name) => name.endsWith('.draft'))).toEqual([])
  })
})

describe('Changer de clé', () => {
  it('garde l’ancienne publiée : ce qu’elle a signé reste valable', async () => {
    const ring = openKeyRing({ set: JSON.stringify({ keys: [{ ...newKey('title', '2026-01-01'), notAfter: '2026-05-20' }, newKey('title', '2026-05-20')] }) })
    const [former, next] = ring.publicKeys().keys
    expect(ring.currentKey('title', '2026-05-19').kid).toBe(former!.kid)
    expect(ring.currentKey('title', '2026-05-20').kid).toBe(next!.kid)
    const code = await signCode(CLAIMS, ring.currentKey('title', '2026-05-10'))
    expect(await verifyCode(code, ring.publicKeys(), '2027-01-01')).toMatchObject({ valid: true, kid: former!.kid })
  })
  it('se fait dans le dossier, et la date d’arrêt est publiée', () => {
    const ring = openKeyRing({ folder })
    const former = ring.currentKey('title').kid
    const next = ring.rotate('title')
    expect(ring.currentKey('title').kid).toBe(next)
    expect(openKeyRing({ folder }).publicKeys().keys.find((key) => key.kid === former)?.notAfter).toMatch(/^\d{4}-/)
  })
  it('après une compromission, rend sans valeur ce qu’elle avait signé', async () => {
    const ring = openKeyRing({ folder })
    const key = ring.currentKey('title')
    const today = new Date().toISOString().slice(0, 10)
    const code = await signCode({ ...CLAIMS, issuedOn: today }, key)
    expect(await verifyCode(code, ring.publicKeys(), today)).toMatchObject({ valid: true })
    ring.revoke(key.kid)
    expect(await verifyCode(code, ring.publicKeys(), today)).toMatchObject({ reason: 'revoked-key' })
    expect(() => ring.currentKey('title')).toThrow(/No key in service/)
  })
})

describe('Les clés données par l’environnement', () => {
  it('ne s’écrivent pas', () => {
    const ring = openKeyRing({ set: JSON.stringify({ keys: [newKey('title', '2026-01-01')] }) })
    expect(() => ring.rotate('title')).toThrow(/environment/)
    expect(() => ring.currentKey('seal')).toThrow(/No key in service/)
  })
  it('illisibles, le disent sans citer le secret', () => {
    for (const set of ['', '{"keys":[{"d":"SECRET"}]}', 'SECRET', '{"keys":[{"kty":"RSA"}]}']) {
      expect(() => openKeyRing({ set })).toThrow(/^The signing keys of the environment(?!.*SECRET)/)
    }
  })
  it('ne portent pas deux fois le même identifiant', () => {
    const key = newKey('title', '2026-01-01')
    expect(() => openKeyRing({ set: JSON.stringify({ keys: [key, key] }) })).toThrow(/same id/)
  })
})
