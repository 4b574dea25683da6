import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonical, canonicalText, digest, newSalt, NotCanonical, saltedDigest, sha256 } from './canonical.ts'

const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constant(null), fc.boolean(), fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true, max: 1e15, min: -1e15 }),
    fc.string({ unit: 'grapheme' }), fc.array(tie('value')), fc.dictionary(fc.string({ maxLength: 8 }), tie('value')),
  ),
})).value

describe('Les octets canoniques d’une valeur (RFC 8785, texte en NFC)', () => {
  it('s’écrivent comme le texte d’exemple de la RFC', () => {
    const value = { numbers: [333333333.33333329, 1e21 / 10 ** 6, 4.5, 2e-3, 0.000000000000000000000000001], string: '€$\u000f\nA\'B"\\\\"/', literals: [null, true, false] }
    expect(canonicalText(value)).toBe('{"literals":[null,true,false],"numbers":[333333333.3333333,1000000000000000,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}')
  })

  it('ne dépendent pas de l’ordre des clés, et relus ils donnent la même valeur', () => {
    fc.assert(fc.property(json, (value) => {
      const text = canonicalText(value)
      expect(canonicalText(shuffled(value))).toBe(text)
      expect(canonicalText(JSON.parse(text))).toBe(text)
    }), { seed: 988, numRuns: 400 })
  })

  it('diffèrent dès que la valeur diffère', () => {
    fc.assert(fc.property(json, json, (a, b) => {
      const same = JSON.stringify(normal(a)) === JSON.stringify(normal(b))
      expect(canonical(a).equals(canonical(b))).toBe(same)
    }), { seed: 988, numRuns: 400 })
  })

  it('ne dépendent pas de la façon de taper un accent', () => {
    expect(canonicalText({ name: 'Ne\u0301aoutyine' })).toBe(canonicalText({ name: 'N\u00e9aoutyine' }))
  })

  it('valent zéro pour moins zéro', () => expect(canonicalText([-0, 0])).toBe('[0,0]'))

  const cycle: Record<string, unknown> = {}
  cycle['self'] = cycle
  it.each([
    ['undefined', { holders: [{}, { name: undefined }] }, '.holders[1].name'],
    ['un trou de tableau', [1, , 2], '[1]'],
    ['NaN', { a: NaN }, '.a'],
    ['l’infini', [Infinity], '[0]'],
    ['une fonction', { f: () => 1 }, '.f'],
    ['un grand entier', [10n], '[0]'],
    ['un entier au-delà de 2^53', [2 ** 53], '[0]'],
    ['une date', { at: new Date(0) }, '.at'],
    ['une table', { at: new Map() }, '.at'],
    ['une demi-paire', ['\ud800'], '[0]'],
  ])('refusent %s, en disant où', (_, value, path) => {
    expect(() => canonicalText(value)).toThrow(NotCanonical)
    try { canonicalText(value) } catch (error) { expect(error).toMatchObject({ path }) }
  })
  it('refusent un cycle', () => expect(() => canonicalText(cycle)).toThrow(/cycle/))
  it('refusent une clé qui n’est pas en NFC', () => expect(() => canonicalText({ 'e\u0301': 1 })).toThrow(NotCanonical))
})

describe('L’empreinte salée d’une donnée privée', () => {
  const salt = Buffer.alloc(16, 7)
  it('change avec le sel et avec la valeur', () => {
    expect(saltedDigest(salt, { born: '1948' })).toEqual(saltedDigest(salt, { born: '1948' }))
    expect(saltedDigest(salt, { born: '1948' })).not.toEqual(saltedDigest(salt, { born: '1949' }))
    expect(saltedDigest(newSalt(), { born: '1948' })).not.toEqual(saltedDigest(salt, { born: '1948' }))
  })
  it('refuse un sel court', () => expect(() => saltedDigest(Buffer.alloc(8), 1)).toThrow(RangeError))
  it('sans sel, vaut SHA-256 des octets canoniques', () => expect(digest({ a: 'é' })).toEqual(sha256(canonical({ a: 'é' }))))
})

/** The same value with every object's keys inserted in the reverse order. */
function shuffled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shuffled)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).reverse().map(([key, item]) => [key, shuffled(item)]))
}

/** An independent way to tell two values apart: JSON.stringify of a value whose keys are sorted and texts in NFC. */
function normal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normal)
  if (typeof value === 'string') return value.normalize('NFC')
  if (value === null || typeof value !== 'object') return value
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, item]) => [key, normal(item), 'pair'])
}
