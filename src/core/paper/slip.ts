import { drawCode } from './closing.ts'
import { mark, stripes } from './ornament.ts'
import type { Block, Paper } from './paper.ts'
import { GREY, INK, PETROL, WHITE } from './palette.ts'
import { MM, Sheet, type Frame } from './sheet.ts'
import { leadingOf, widthOf, wrap, type Style } from './type.ts'

const WIDTH = 80 * MM
const BODY: Style = { size: 9, color: INK, leading: 11.5 }
const SMALL: Style = { size: 7.4, color: INK, leading: 9.2 }
const STRONG: Style = { ...BODY, weight: 'bold' }

/** A ticket on an 80 mm roll, just as long as its text: drawn once to be measured, then for good. */
export async function drawSlip(paper: Paper): Promise<Uint8Array> {
  const draft = new Sheet(paper, frame(4000))
  await fill(draft, paper)
  const sheet = new Sheet(paper, frame(draft.y + 14))
  await fill(sheet, paper)
  return sheet.finish()
}

function frame(height: number): Frame {
  return { width: WIDTH, height, margin: 14, top: 14, bottom: 0 }
}

/** All in black: most rolls are thermal. Only the mark keeps its colour for those that are not. */
async function fill(sheet: Sheet, paper: Paper): Promise<void> {
  const middle = WIDTH / 2
  const top = sheet.y
  sheet.decorate((pdf) => { mark(pdf, middle - 15, top, 30, WHITE, PETROL) })
  sheet.y += 44
  centred(sheet, paper.issuer.country.toLocaleUpperCase('fr'), { size: 9.5, weight: 'bold', tracking: 0.9 })
  for (const line of [paper.issuer.authority, ...(paper.issuer.office ?? [])]) centred(sheet, line, { ...SMALL, color: GREY })
  stripe(sheet)
  centred(sheet, paper.title, { size: 13.5, weight: 'bold', leading: 16 }, 'H1')
  if (paper.subtitle) centred(sheet, paper.subtitle, BODY)
  if (paper.number) centred(sheet, `N° ${paper.number}`, BODY)
  if (paper.hero) drawTicket(sheet, paper.hero)
  for (const block of paper.body) drawBlock(sheet, block)
  if (paper.code) {
    await drawCode(sheet, paper.code, middle - 50, sheet.y + 4, 100)
    sheet.y += 112
    centred(sheet, paper.code.caption, SMALL)
  }
  for (const note of paper.notes ?? []) centred(sheet, note, SMALL)
  if (paper.checkUrl) centred(sheet, paper.checkUrl, { ...SMALL, weight: 'semibold' })
  if (paper.watermark) centred(sheet, `— ${paper.watermark} —`, { ...STRONG, size: 11 })
}

function drawTicket(sheet: Sheet, hero: NonNullable<Paper['hero']>): void {
  sheet.y += 5
  centred(sheet, hero.label, BODY)
  const wide = widthOf(hero.text, { size: 1, weight: 'bold', tracking: 0.08 })
  const size = Math.min(34, (sheet.width - 16) / wide)
  const y = sheet.y + 2
  sheet.decorate((pdf) => { pdf.roundedRect(sheet.left, y, sheet.width, size + 16, 4).lineWidth(1.4).stroke(INK) })
  sheet.y = y + 9
  centred(sheet, hero.text, { size, weight: 'bold', tracking: size * 0.08, leading: size })
  sheet.y += 15
  for (const field of hero.beside ?? []) pair(sheet, field.label, field.value)
}

function drawBlock(sheet: Sheet, block: Block): void {
  rule(sheet)
  if (block.title) centred(sheet, block.title, STRONG, 'H2')
  switch (block.type) {
    case 'fields':
      for (const field of block.fields) pair(sheet, field.code ? `${field.code}  ${field.label}` : field.label, field.value)
      return
    case 'table':
      for (const row of block.rows) {
        const words = row.map((cell) => (typeof cell === 'string' ? cell : cell.text))
        pair(sheet, words.slice(0, -1).join('  '), words.at(-1) ?? '')
      }
      if (block.total) pair(sheet, block.total.label, block.total.value, true)
      return
    case 'text':
      for (const text of block.paragraphs) left(sheet, text)
      return
    case 'list':
      for (const item of block.items) left(sheet, `•  ${item}`)
      return
    case 'notice':
      left(sheet, block.text, STRONG)
  }
}

function centred(sheet: Sheet, text: string, style: Style, tag = 'P'): void {
  const lines = wrap(text, style, sheet.width)
  const baseline = sheet.y + style.size * 0.85
  sheet.say(tag, sheet.root, () => { sheet.lines(lines, WIDTH / 2, baseline, style, 'center') })
  sheet.y += lines.length * leadingOf(style) + 2
}

function left(sheet: Sheet, text: string, style: Style = BODY): void {
  const lines = wrap(text, style, sheet.width)
  const baseline = sheet.y + style.size * 0.9
  sheet.say('P', sheet.root, () => { sheet.lines(lines, sheet.left, baseline, style) })
  sheet.y += lines.length * leadingOf(style) + 3
}

/** A name at the left, its value at the right; on two lines when they don't fit on one. */
function pair(sheet: Sheet, label: string, value: string, strong = false): void {
  const style = strong ? { ...STRONG, size: 12, leading: 15 } : BODY
  const valueStyle: Style = { ...style, weight: strong ? 'bold' : 'semibold' }
  const fits = widthOf(label, style) + widthOf(value, valueStyle) + 8 <= sheet.width
  const [names, values] = [wrap(label, style, sheet.width), wrap(value, valueStyle, fits ? sheet.width : sheet.width * 0.92)]
  const baseline = sheet.y + style.size * 0.9
  sheet.say('P', sheet.root, () => {
    const after = sheet.lines(names, sheet.left, baseline, style)
    sheet.lines(values, sheet.right, fits ? baseline : after, valueStyle, 'right')
  })
  sheet.y += ((fits ? 0 : names.length) + values.length) * leadingOf(style) + 1.5
}

function rule(sheet: Sheet): void {
  sheet.y += 4
  const y = sheet.y
  sheet.decorate((pdf) => { pdf.moveTo(sheet.left, y).lineTo(sheet.right, y).lineWidth(0.7).dash(2, { space: 2 }).stroke(INK) })
  sheet.y += 6
}

function stripe(sheet: Sheet): void {
  const y = sheet.y + 1
  sheet.decorate((pdf) => { stripes(pdf, sheet.left, y, sheet.width) })
  sheet.y += 9
}
