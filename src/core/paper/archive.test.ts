import { inflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { drawPaper } from './draw.ts'
import { INVENTED } from './invented.ts'

// What PDF/A-2a (ISO 19005-2) asks of a file and that can be read from its objects. It is no validation: docs/decisions/0004-paper.md
// says what is proven here and what is not. Our writer leaves objects in the open, one after the other: they are read as they lie.

interface Objects { readonly raw: string; readonly bodies: ReadonlyMap<string, string> }

async function objectsOf(paper: (typeof INVENTED)[keyof typeof INVENTED]): Promise<Objects> {
  const raw = Buffer.from(await drawPaper(paper)).toString('latin1')
  return { raw, bodies: new Map([...raw.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)].map(([, id, body]) => [id as string, body as string])) }
}
const dictOf = (body: string): string => body.split('\nstream\n')[0] as string
const streamOf = (body: string): Buffer => {
  const bytes = Buffer.from((body.split('\nstream\n')[1] ?? '').replace(/\nendstream$/, ''), 'latin1')
  return dictOf(body).includes('/FlateDecode') ? inflateSync(bytes) : bytes
}
const followed = ({ bodies }: Objects, text: string, name: string): string => bodies.get(new RegExp(`/${name} (\\d+) 0 R`).exec(text)?.[1] ?? '') ?? ''

describe.each(Object.entries(INVENTED))('%s, comme archive (ISO 19005-2)', (_, paper) => {
  it('dit sa conformité dans des métadonnées lisibles sans rien décompresser, avec son titre', async () => {
    const { raw, bodies } = await objectsOf(paper)
    expect(raw).toMatch(/^%PDF-1\.7\n%[\x80-\xff]{4}/)
    const catalog = [...bodies.values()].find((body) => body.includes('/Type /Catalog')) ?? ''
    const xmp = followed({ raw, bodies }, catalog, 'Metadata')
    expect(dictOf(xmp)).not.toContain('/Filter')
    expect(xmp).toContain('<pdfaid:part>2</pdfaid:part>')
    expect(xmp).toContain('<pdfaid:conformance>A</pdfaid:conformance>')
    expect(Buffer.from(xmp, 'latin1').toString('utf8')).toContain(paper.title)
    expect(catalog).toMatch(/\/Lang \(fr-FR\)/)
    expect(catalog).toContain('/StructTreeRoot')
    expect(catalog.includes('/Marked true') || followed({ raw, bodies }, catalog, 'MarkInfo').includes('/Marked true')).toBe(true)
    expect(raw).toMatch(/trailer[\s\S]*\/ID \[/)
  })

  it('porte le profil de couleurs dont tout dépend, et il se lit', async () => {
    const objects = await objectsOf(paper)
    const intent = [...objects.bodies.values()].find((body) => body.includes('/GTS_PDFA1')) ?? ''
    expect(intent).toContain('/OutputIntent')
    const profile = streamOf(followed(objects, intent, 'DestOutputProfile'))
    expect(profile.toString('latin1', 36, 40), 'signature of an ICC profile').toBe('acsp')
    expect([profile.toString('latin1', 16, 20), profile.readUInt32BE(0)]).toEqual(['RGB ', profile.length])
  })

  it('emporte chacune de ses polices, et le texte de chaque signe', async () => {
    const objects = await objectsOf(paper)
    const fonts = [...objects.bodies.values()].filter((body) => /\/Type \/Font\b(?!Descriptor)/.test(dictOf(body)))
    expect(fonts.length).toBeGreaterThan(1)
    for (const font of fonts) {
      if (font.includes('/Subtype /Type0')) expect(font, 'a way back to letters').toMatch(/\/ToUnicode \d+ 0 R/)
      else expect(followed(objects, font, 'FontDescriptor'), font.slice(0, 200)).toMatch(/\/FontFile[23]? \d+ 0 R/)
    }
  })

  it('ne contient rien qui agisse, se cache ou se mélange', async () => {
    const { raw, bodies } = await objectsOf(paper)
    const dicts = [...bodies.values()].map(dictOf).join('\n')
    for (const banned of ['/JavaScript', '/JS', '/Launch', '/EmbeddedFile', '/AA', '/OpenAction', '/RichMedia', '/XFA', '/SMask', '/LZWDecode', '/Alternates', '/OPI']) expect(dicts, banned).not.toMatch(new RegExp(`${banned}(?![A-Za-z])`))
    expect(raw).not.toContain('/Encrypt')
    // The mark of a demonstration is pale by a constant opacity, in the colours of the output profile: PDF/A-2 allows that, and no blend but the normal one.
    expect([...dicts.matchAll(/\/BM \/?(\w+)/g)].filter(([, mode]) => mode !== 'Normal')).toEqual([])
  })
})
