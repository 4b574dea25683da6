import PDFDocument from 'pdfkit'
import type { Pattern } from './ornament.ts'
import type { Paper } from './paper.ts'
import { INK } from './palette.ts'
import { allCuts, leadingOf, runs, widthOf, wrap, type Cut, type Style } from './type.ts'

type Pdf = PDFKit.PDFDocument
export type Tag = PDFKit.PDFStructureElement

/** Points in a millimetre. */
export const MM = 72 / 25.4

export interface Frame { readonly width: number; readonly height: number; readonly margin: number; readonly top: number; readonly bottom: number }
export const A4: Frame = { width: 595.28, height: 841.89, margin: 42, top: 62, bottom: 58 }

/**
 * A PDF being written from top to bottom: `y` is where the next thing goes. Everything read by a person
 * goes through `say` and is tagged (PDF/A-2a); everything else goes through `decorate` and is an artifact.
 */
export class Sheet {
  readonly pdf: Pdf
  readonly frame: Frame
  readonly #document: Tag
  readonly #forms = new Map<string, PDFKit.PDFKitReference>()
  /** Where what is said next hangs: the document, or the part of a bundle that is being drawn. */
  root: Tag
  y: number
  /** Called on each page after the first, for its short head. */
  onNewPage: () => void = () => {}

  constructor(paper: Paper, frame: Frame) {
    const at = new Date(paper.issuedAt)
    this.frame = frame
    this.pdf = new PDFDocument({
      size: [frame.width, frame.height], margin: 0, autoFirstPage: false, bufferPages: true, font: null as unknown as string,
      pdfVersion: '1.7', subset: 'PDF/A-2a', tagged: true, lang: paper.language, displayTitle: true,
      info: {
        Title: paper.number ? `${paper.title} ${paper.number}` : paper.title, Author: paper.issuer.authority, Subject: paper.subtitle ?? paper.title,
        Creator: 'SITT', Producer: 'SITT (PDFKit)', CreationDate: at, ModDate: at,
      },
    } as PDFKit.PDFDocumentOptions)
    for (const cut of allCuts()) this.pdf.registerFont(cut.name, cut.font as unknown as string)
    this.pdf.addPage()
    this.root = this.#document = this.pdf.struct('Document')
    this.pdf.addStructure(this.root)
    this.y = frame.top
  }

  /** Ends the paper that was drawn and begins another in the same file, on a page of its own: its folios and tags are its own too. */
  nextPart(): void {
    if (this.root !== this.#document) this.root.end()
    this.pdf.flushPages()
    this.root = this.group('Part', this.#document)
    this.pdf.addPage()
    this.y = this.frame.top
  }

  /** The page that is being drawn, counted from 1 over the whole file. */
  get page(): number {
    const { start, count } = this.pdf.bufferedPageRange()
    return start + count
  }

  get left(): number { return this.frame.margin }
  get width(): number { return this.frame.width - 2 * this.frame.margin }
  get right(): number { return this.frame.width - this.frame.margin }
  get floor(): number { return this.frame.height - this.frame.bottom }

  /**
   * Goes to a new page when less than `height` points are left; says whether it did.
   * @throws Error when no page is that high: on an official paper nothing may fall off the foot unseen
   */
  need(height: number): boolean {
    if (height > this.floor - this.frame.top) throw new Error(`A piece of ${Math.round(height)} points does not fit on a page`)
    if (this.y + height <= this.floor) return false
    this.pdf.addPage()
    this.y = this.frame.top
    this.onNewPage()
    return true
  }

  /** Draws what carries no meaning. Never inside `say`. */
  decorate(draw: (pdf: Pdf) => void, type: 'Layout' | 'Pagination' = 'Layout'): void {
    this.pdf.markContent('Artifact', { type })
    this.pdf.save()
    draw(this.pdf)
    this.pdf.restore()
    this.pdf.endMarkedContent()
  }

  /** Draws a pattern that stands once in the file, however many pages show it (a form, PDF 32000-1 §8.10). Inside `decorate`. */
  stamp({ name, width, height, deflated }: Pattern): void {
    let form = this.#forms.get(name)
    if (!form) {
      form = this.pdf.ref({ Type: 'XObject', Subtype: 'Form', BBox: [0, 0, width, height], Resources: {}, Filter: 'FlateDecode' })
      form.end(deflated)
      this.#forms.set(name, form)
    }
    (this.pdf.page as unknown as { xobjects: Record<string, unknown> }).xobjects[name] = form
    this.pdf.addContent(`/${name} Do`)
  }

  /** A tagged group (Sect, Table, TR, L, LI …) under `parent`. */
  group(type: string, parent: Tag = this.root, options: PDFKit.Mixins.StructureElementOptions = {}): Tag {
    const tag = this.pdf.struct(type as 'Sect', options)
    parent.add(tag)
    return tag
  }

  /** A tagged piece (H1, P, Lbl, TD …) under `parent`, drawn by `draw`. */
  say(type: string, parent: Tag, draw: () => void, options: PDFKit.Mixins.StructureElementOptions = {}): void {
    const tag = this.group(type, parent, options)
    tag.add(draw)
    tag.end()
  }

  /** Writes one line whose baseline is at `baseline`; `align` is relative to `x`. */
  line(text: string, x: number, baseline: number, style: Style, align: 'left' | 'right' | 'center' = 'left'): void {
    const width = align === 'left' ? 0 : widthOf(text, style) - (style.tracking ?? 0)
    let at = x - (align === 'right' ? width : align === 'center' ? width / 2 : 0)
    this.pdf.fillColor(style.color ?? INK).fontSize(style.size)
    for (const run of runs(text, style.weight ?? 'regular')) {
      if (run.text === '') continue
      this.pdf.font(run.cut.name)
      shareShapedWords(this.pdf, run.cut)
      this.pdf.text(run.text, at, baseline, { lineBreak: false, baseline: 'alphabetic', characterSpacing: style.tracking ?? 0 })
      at += widthOf(run.text, style)
    }
  }

  /** Writes lines under one another, the first baseline at `baseline`. @returns the baseline after the last */
  lines(lines: readonly string[], x: number, baseline: number, style: Style, align: 'left' | 'right' | 'center' = 'left'): number {
    lines.forEach((text, i) => this.line(text, x, baseline + i * leadingOf(style), style, align))
    return baseline + lines.length * leadingOf(style)
  }

  /** A paragraph across the page, cut between pages where needed. */
  paragraph(text: string, parent: Tag, style: Style, tag = 'P', indent = 0): void {
    const lines = wrap(text, style, this.width - indent)
    const element = this.group(tag, parent)
    let done = 0
    while (done < lines.length) {
      const left = lines.length - done
      // Two lines at least stay together, so that no page starts or ends with a lone one.
      this.need(Math.min(left === 3 ? 3 : 2, left) * leadingOf(style))
      const room = Math.max(1, Math.floor((this.floor - this.y) / leadingOf(style)))
      const fits = left - room === 1 ? room - 1 : room
      const part = lines.slice(done, done + fits)
      const baseline = this.y + style.size * 0.95
      element.add(() => { this.lines(part, this.left + indent, baseline, style) })
      this.y += part.length * leadingOf(style)
      done += part.length
    }
    element.end()
  }

  /** Draws something on every page of this paper once their number is known (folio, watermark). */
  onEachPage(draw: (page: number, pages: number) => void): void {
    const { start, count } = this.pdf.bufferedPageRange()
    for (let page = 0; page < count; page++) {
      this.pdf.switchToPage(start + page)
      draw(page + 1, count)
    }
  }

  /** Closes the document. @returns its bytes */
  finish(): Promise<Uint8Array> {
    const chunks: Uint8Array[] = []
    return new Promise((resolve, reject) => {
      this.pdf.on('data', (chunk: Uint8Array) => chunks.push(chunk))
      this.pdf.on('end', () => resolve(Buffer.concat(chunks)))
      this.pdf.on('error', reject)
      if (this.root !== this.#document) this.root.end()
      this.#document.end()
      this.pdf.end()
    })
  }
}

/** Shaping letters (kerning, accents) costs more than drawing them, and papers of one kind say the same words. */
function shareShapedWords(pdf: Pdf, cut: Cut): void {
  const font = (pdf as unknown as { _font: { layoutCache: Record<string, unknown> } })._font
  if (++cut.shaped.count > 100_000) Object.assign(cut.shaped, { words: Object.create(null) as object, count: 0 })
  font.layoutCache = cut.shaped.words
}
