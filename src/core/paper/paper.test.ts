import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { afterAll, describe, expect, it } from 'vitest'
import { sha256 } from '../crypto/canonical.ts'
import { drawPaper } from './draw.ts'
import { ATTESTATION, CERTIFICATE, INVENTED, LETTER, LONG, RECEIPT, SLIP } from './invented.ts'
import type { Paper } from './paper.ts'
import { closePaperThreads, PaperFailed, renderPaper } from './pool.ts'
import { reread } from './reread.ts'

afterAll(closePaperThreads)

describe('Un papier relu par un autre programme', () => {
  it.each(Object.entries(INVENTED))('%s : est balisé, en français, avec ses titres et ses dates', async (_, paper) => {
    const read = await reread(await drawPaper(paper))
    expect(read.tagged).toBe(true)
    expect(read.info).toMatchObject({ Language: 'fr-FR', CreationDate: expect.stringContaining(paper.issuedAt.slice(0, 10).replaceAll('-', '')) as string })
    expect(read.roles).toContain('H1')
    expect(read.text).toContain(paper.title)
    expect(read.text).toContain(paper.number)
  })
  it('déclare la conformité PDF/A-2a', async () => {
    const raw = Buffer.from(await drawPaper(LETTER)).toString('latin1')
    expect(raw).toContain('<pdfaid:part>2</pdfaid:part>')
    expect(raw).toContain('<pdfaid:conformance>A</pdfaid:conformance>')
  })
  it('garde les accents, les lettres des îles et d’ailleurs, et les espaces fines', async () => {
    const certificate = await reread(await drawPaper(CERTIFICATE))
    for (const words of ['WAÏTHIHMWEJË-EXEMPLE', 'Marie-Thérèse', 'Œdonie', 'Nāmakau', 'Hienghène', 'cm³']) expect(certificate.text.replaceAll(' ', '')).toContain(words.replaceAll(' ', ''))
    expect(certificate.text).toMatch(/PTAC \(kg\) 3\s210/)
    expect((await reread(await drawPaper(LETTER))).text.replaceAll(' ', '')).toContain('NguyễnThịExemple')
  })
  it('porte chaque rubrique avec sa lettre, et un tiret quand elle est vide', async () => {
    const { text, roles } = await reread(await drawPaper(CERTIFICATE))
    for (const letter of ['C.4.1', 'D.2', 'P.6', 'V.9', 'X.1']) expect(text).toContain(letter)
    expect(text).toContain('kW/kg —')
    expect(roles.filter((role) => role === 'Lbl')).toHaveLength(CERTIFICATE.body.reduce((sum, block) => sum + (block.type === 'fields' ? block.fields.length : 0), CERTIFICATE.hero!.beside!.length))
  })
  it.each([['certificate', CERTIFICATE], ['receipt', RECEIPT], ['attestation', ATTESTATION], ['letter', LETTER], ['slip', SLIP]] as const)('%s : montre un QR qui se relit mot pour mot', async (_, paper) => {
    const { code, roles } = await reread(await drawPaper(paper))
    expect(code).toBe(paper.code!.text)
    expect(roles).toContain(`Figure: Code QR. ${paper.code!.caption}`)
  })
  it('imprime la marque de démonstration sur chaque page', async () => {
    const { pageTexts } = await reread(await drawPaper(LONG))
    expect(pageTexts.length).toBeGreaterThan(2)
    pageTexts.forEach((text, i) => {
      expect(text).toContain('DÉMONSTRATION')
      expect(text).toContain(`Page ${i + 1}/${pageTexts.length}`)
    })
    expect((await reread(await drawPaper(LETTER))).text).not.toContain('DÉMONSTRATION')
  })
  it('ne perd aucune ligne en changeant de page, et répète l’en-tête du tableau', async () => {
    const { pageTexts, text } = await reread(await drawPaper(LONG))
    for (let i = 1; i <= 70; i++) expect(text).toContain(`Opération inventée n° ${i} `)
    for (let i = 1; i <= 9; i++) expect(text).toContain(`Paragraphe ${i}.`)
    expect(pageTexts[1]).toContain('Rang Opération Date')
  })
})

describe('Un papier difficile', () => {
  it.each([
    ['un nom sans espace plus long que la page', { ...CERTIFICATE, body: [{ type: 'fields', fields: [{ code: 'C.1', label: 'Titulaire', value: 'X'.repeat(900) }] }] }],
    ['des lettres que la police n’a pas', { ...LETTER, title: '車 Ж ₂ \u{1f697} \ud800 fin' }],
    ['rien que son titre', { kind: 'attestation', language: 'fr-FR', title: 'Vide', issuedAt: '2026-01-01T00:00:00Z', issuer: LETTER.issuer, body: [] }],
    ['des textes vides', { ...RECEIPT, subtitle: '', recipient: ['', ' '], body: [{ type: 'text', paragraphs: ['', '\n\n'] }, { type: 'table', columns: [{ label: '' }], rows: [[''], []] }] }],
  ] as [string, Paper][])('%s : s’imprime quand même', async (_, paper) => {
    const read = await reread(await drawPaper(paper))
    expect(read.pages).toBeGreaterThan(0)
    expect(read.text).toContain(paper.title.slice(-3))
  })
  it('plus haut qu’une page d’un seul tenant, est refusé plutôt que perdu en bas de page', async () => {
    const cell: Paper = { ...RECEIPT, body: [{ type: 'table', columns: [{ label: 'A' }], rows: [['mot '.repeat(4000)]] }] }
    await expect(renderPaper(cell)).rejects.toThrow(/does not fit/)
  })
  it('garde toutes les lettres d’un nom coupé', async () => {
    const read = await reread(await drawPaper({ ...CERTIFICATE, watermark: 'ANNULÉ', body: [{ type: 'fields', fields: [{ label: 'Titulaire', value: 'X'.repeat(900) }] }] }))
    expect(read.text.match(/X/g)).toHaveLength(900)
  })
})

describe('Le dessin dans des fils à part', () => {
  it('donne les mêmes octets pour le même papier, où et quand que ce soit', async () => {
    const here = await drawPaper(CERTIFICATE)
    await drawPaper(LONG)
    const there = await Promise.all([renderPaper(CERTIFICATE), renderPaper(RECEIPT), renderPaper(CERTIFICATE)])
    expect(sha256(there[0]!)).toEqual(sha256(here))
    expect(sha256(there[2]!)).toEqual(sha256(here))
    expect(sha256(there[1]!)).toEqual(sha256(await drawPaper(RECEIPT)))
  })
  it('change les octets dès qu’une mention change', async () => {
    expect(sha256(await drawPaper(SLIP))).not.toEqual(sha256(await drawPaper({ ...SLIP, number: 'CES-2026-000982' })))
  })
  it('refuse un code trop long pour un QR, et dessine le suivant', async () => {
    const bad = renderPaper({ ...SLIP, code: { text: 'A'.repeat(5000), caption: '' } })
    await expect(bad).rejects.toBeInstanceOf(PaperFailed)
    expect((await renderPaper(SLIP)).length).toBeGreaterThan(1000)
  })
  it('marche aussi mis en paquet par esbuild, avec son fil à côté', async () => {
    const root = join(import.meta.dirname, '../../..')
    const out = mkdtempSync(join(root, '.paper-bundle-'))
    try {
      const options = { bundle: true, platform: 'node', format: 'esm', packages: 'external', logLevel: 'silent' } as const
      writeFileSync(join(out, 'server.ts'), `
        import { renderPaper } from '../src/core/paper/index.ts'
        import { SLIP } from '../src/core/paper/invented.ts'
        import { createHash } from 'node:crypto'
        console.log(createHash('sha256').update(await renderPaper(SLIP)).digest('hex'))`)
      await build({ ...options, entryPoints: [{ in: join(out, 'server.ts'), out: 'server' }, { in: join(import.meta.dirname, 'paper.worker.ts'), out: 'workers/paper.worker' }], outdir: out, outExtension: { '.js': '.mjs' } })
      const run = spawnSync(process.execPath, [join(out, 'server.mjs')], { encoding: 'utf8' })
      expect(run.stderr).toBe('')
      // The program ended by itself: idle threads hold nothing back.
      expect(run.stdout.trim()).toBe(sha256(await drawPaper(SLIP)).toString('hex'))
    } finally {
      rmSync(out, { recursive: true })
    }
  })
})
