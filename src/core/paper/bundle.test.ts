import { describe, expect, it } from 'vitest'
import { sha256 } from '../crypto/canonical.ts'
import { drawBundle, type Bundle } from './bundle.ts'
import { ATTESTATION, CERTIFICATE } from './invented.ts'
import type { Paper } from './paper.ts'
import { closePaperThreads, renderPaper } from './pool.ts'
import { reread } from './reread.ts'

const title = (n: number, more: Partial<Paper> = {}): Paper => ({ ...CERTIFICATE, number: `T${n}`, code: { text: `SITT1:TITRE ${n} ${'X'.repeat(120)}`, caption: 'Code signé' }, ...more })
const bundle = (papers: readonly Paper[]): Bundle => ({
  cover: { ...ATTESTATION, title: 'Liasse', body: [{ type: 'list', items: Array.from({ length: 60 }, (_, n) => `Consigne ${n}`) }] }, papers,
  list: { title: 'Titres', columns: [{ label: 'Titre' }, { label: 'Série' }], rows: papers.map(({ number = '' }, rank) => [number, String(900_001 + rank)]) },
})

describe('Une liasse relue par un autre programme', () => {
  it('porte chaque papier une fois, dans l’ordre, avec son code, sous une couverture qui dit sa page', async () => {
    const papers = Array.from({ length: 4 }, (_, n) => title(n + 1))
    const { pages, pageTexts, codes, tagged } = await reread(await drawBundle(bundle(papers)))
    const first = pageTexts.findIndex((text) => text.includes('Certificat d’immatriculation'))
    expect(first).toBeGreaterThan(1)
    expect(pages).toBe(first + 4)
    expect(tagged).toBe(true)
    const cover = pageTexts.slice(0, first).join(' ')
    papers.forEach(({ number, code }, rank) => {
      expect(pageTexts[first + rank]).toContain(`N° ${number}`)
      expect(codes[first + rank]).toBe(code!.text)
      expect(cover).toMatch(new RegExp(`${number} ${900_001 + rank} ${first + rank + 1}\\b`))
    })
    // The folios of the cover are its own: a title says no other paper's page.
    expect(pageTexts[0]).toContain(`Page 1/${first}`)
    expect(pageTexts[first]).not.toContain('Page 1/')
  })
  it('dit la bonne page même après un papier qui en prend deux', async () => {
    const long = title(1, { body: [...CERTIFICATE.body, { type: 'list', title: 'Mentions', items: Array.from({ length: 40 }, (_, n) => `Mention ${n}`) }] })
    const { pageTexts, pages } = await reread(await drawBundle(bundle([long, title(2)])))
    expect(pages).toBe(5)
    expect(pageTexts[1]).toMatch(/T2 900002 5\b/)
    expect(pageTexts[3]).toContain('Page 2/2')
  })
  it('se relit lettre pour lettre, même une lettre que son fil a d’abord vue sous un accent', async () => {
    await closePaperThreads()
    const of = (words: string): Paper => ({ kind: 'attestation', language: 'fr-FR', title: 'x', issuedAt: ATTESTATION.issuedAt, issuer: { country: 'x', authority: 'x' }, body: [{ type: 'text', paragraphs: [words] }] })
    await renderPaper(of('ÉÀ'))
    expect((await reread(await renderPaper(of('MR0DEMO')))).text).toContain('MR0DEMO')
  })
  it('donne les mêmes octets dans un fil à part', async () => {
    const one = bundle([title(1), title(2)])
    expect(sha256(await renderPaper(one))).toEqual(sha256(await drawBundle(one)))
    await closePaperThreads()
  })
})
