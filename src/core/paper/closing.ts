import type { Paper, PrintedCode, Signature } from './paper.ts'
import { EARTH, GREY, INK, PETROL, RULE, WHITE } from './palette.ts'
import { qrSquares } from './qr.ts'
import type { Sheet } from './sheet.ts'
import { leadingOf, wrap, type Style } from './type.ts'

const SMALL: Style = { size: 7.6, color: GREY, leading: 9.6 }
const PLAIN: Style = { size: 9.6, color: INK, leading: 12.4 }
const NAME: Style = { size: 11, weight: 'semibold', color: INK }

/** A QR code of side `side` (points), drawn as one path, tagged as a figure whose text is its caption. */
export async function drawCode(sheet: Sheet, code: PrintedCode, x: number, y: number, side: number): Promise<void> {
  const squares = await qrSquares(code.text)
  // Four light modules all round, without which readers fail on a tinted ground (ISO/IEC 18004).
  const unit = side / (squares.size + 8)
  const figure = sheet.group('Figure', sheet.root, { alt: `Code QR. ${code.caption}`, bbox: [x, y, x + side, y + side], placement: 'Block' } as object)
  figure.add(() => {
    sheet.pdf.rect(x, y, side, side).fill(WHITE)
    for (let row = 0; row < squares.size; row++) {
      for (let from = 0; from < squares.size; from++) {
        let to = from
        while (to < squares.size && squares.dark(to, row)) to++
        if (to > from) sheet.pdf.rect(x + (from + 4) * unit, y + (row + 4) * unit, (to - from) * unit, unit)
        from = to
      }
    }
    sheet.pdf.fill(INK)
  })
  figure.end()
}

/** The caption under or beside a code. @returns the y below it */
export function drawCaption(sheet: Sheet, text: string, x: number, y: number, width: number, align: 'left' | 'center' = 'center'): number {
  const lines = wrap(text, SMALL, width)
  sheet.say('Caption', sheet.root, () => { sheet.lines(lines, align === 'center' ? x + width / 2 : x, y + 7, SMALL, align) })
  return y + lines.length * leadingOf(SMALL)
}

interface LaidSignature { readonly x: number; readonly capacity: readonly string[]; readonly delegation: readonly string[]; readonly name: readonly string[]; readonly height: number }

function laySignature(sheet: Sheet, signature: Signature): LaidSignature {
  const x = sheet.left + sheet.width * 0.46
  const width = sheet.right - x
  const delegation = signature.delegation ? wrap(signature.delegation, SMALL, width) : []
  const capacity = wrap(signature.capacity, PLAIN, width)
  const name = wrap(signature.signatory, NAME, width)
  return { x, capacity, delegation, name, height: 34 + capacity.length * leadingOf(PLAIN) + delegation.length * leadingOf(SMALL) + name.length * leadingOf(NAME) }
}

/** Who signs, in what capacity, by which delegation. Kept whole on one page. */
export function drawSignature(sheet: Sheet, signature: Signature): void {
  const { x, capacity, delegation, name, height } = laySignature(sheet, signature)
  sheet.need(height)
  const y = sheet.y
  sheet.decorate((pdf) => { pdf.moveTo(x, y).lineTo(x + 60, y).lineWidth(1.4).stroke(EARTH) })
  sheet.say('P', sheet.root, () => {
    let at = sheet.lines([`Fait à ${signature.place}, ${signature.date}`], x, y + 15, PLAIN)
    at = sheet.lines(capacity, x, at, PLAIN)
    at = sheet.lines(delegation, x, at - 1, SMALL)
    sheet.lines(name, x, at + 5, NAME)
  })
  sheet.y += height
}

/** Signature and small print at the foot of the page when they fit there, else where the body ends. */
export function drawClosing(sheet: Sheet, paper: Paper): void {
  const notes = (paper.notes ?? []).reduce((sum, note) => sum + wrap(note, SMALL, sheet.width).length * leadingOf(SMALL) + 2, 8)
  const height = (paper.signature ? laySignature(sheet, paper.signature).height : 0) + notes
  sheet.y = Math.max(sheet.y, sheet.floor - height)
  if (paper.signature) drawSignature(sheet, paper.signature)
  drawNotes(sheet, paper.notes ?? [])
}

/** Small print, then where the paper is checked. */
export function drawNotes(sheet: Sheet, notes: readonly string[]): void {
  if (notes.length === 0) return
  sheet.need(5 + leadingOf(SMALL))
  const y = sheet.y
  sheet.decorate((pdf) => { pdf.moveTo(sheet.left, y).lineTo(sheet.right, y).lineWidth(0.5).stroke(RULE) })
  sheet.y += 5
  const group = sheet.group('Sect')
  for (const note of notes) {
    sheet.paragraph(note, group, SMALL)
    sheet.y += 2
  }
  group.end()
}

/** Foot of each page: who issues, where to check, folio. Then the watermark, over everything so that no cell hides it. */
export function drawFeet(sheet: Sheet, paper: Paper): void {
  sheet.onEachPage((page, pages) => {
    const y = sheet.frame.height - 36
    sheet.decorate((pdf) => {
      pdf.moveTo(sheet.left, y).lineTo(sheet.right, y).lineWidth(0.7).stroke(PETROL)
      sheet.line(paper.footer ?? paper.issuer.authority, sheet.left, y + 11, SMALL)
      if (paper.checkUrl) sheet.line(`Vérifier ce document : ${paper.checkUrl}`, sheet.left, y + 21, { ...SMALL, weight: 'semibold', color: PETROL })
      const folio = pages > 1 ? `Page ${page}/${pages}` : ''
      sheet.line([paper.number ? `N° ${paper.number}` : '', folio].filter(Boolean).join('   ·   '), sheet.right, y + 11, SMALL, 'right')
    }, 'Pagination')
    if (paper.watermark) drawWatermark(sheet, paper.watermark)
  })
}

export function drawWatermark(sheet: Sheet, text: string): void {
  const { width, height } = sheet.frame
  const size = Math.min((Math.hypot(width, height) * 0.56) / (text.length * 0.64), width * 0.2)
  sheet.decorate((pdf) => {
    pdf.fillOpacity(0.1).rotate((-Math.atan2(height, width) * 180) / Math.PI, { origin: [width / 2, height / 2] })
    sheet.line(text, width / 2, height / 2 + size * 0.33, { size, weight: 'bold', color: EARTH, tracking: size * 0.04 }, 'center')
  })
}
