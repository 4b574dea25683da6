import { drawFields } from './fields.ts'
import type { Block } from './paper.ts'
import { EARTH, EARTH_PALE, INK, PETROL, PETROL_PALE } from './palette.ts'
import type { Sheet, Tag } from './sheet.ts'
import { drawTable } from './table.ts'
import { leadingOf, wrap, type Style } from './type.ts'

const TITLE: Style = { size: 9, weight: 'bold', color: PETROL, tracking: 0.35 }
const TEXT: Style = { size: 10.5, color: INK, leading: 14.4 }

/** Draws the blocks of a paper one under the other, each with its title. */
export function drawBlocks(sheet: Sheet, blocks: readonly Block[], gap = 10): void {
  for (const block of blocks) {
    const section = sheet.group('Sect')
    if (block.title && block.type !== 'notice') drawTitle(sheet, section, block.title)
    drawBlock(sheet, section, block)
    section.end()
    sheet.y += gap
  }
}

function drawTitle(sheet: Sheet, section: Tag, title: string): void {
  // A title never ends a page: it goes along with the first lines of its block.
  sheet.need(60)
  const y = sheet.y
  sheet.decorate((pdf) => { pdf.rect(sheet.left, y + 1.2, 2.6, 9).fill(EARTH) })
  sheet.say('H2', section, () => { sheet.line(title, sheet.left + 8, y + 9, TITLE) })
  sheet.y += 15
}

function drawBlock(sheet: Sheet, section: Tag, block: Block): void {
  switch (block.type) {
    case 'fields':
      drawFields(sheet, section, block.fields, block.columns ?? 4)
      return
    case 'table':
      drawTable(sheet, section, block)
      return
    case 'text':
      for (const paragraph of block.paragraphs) {
        sheet.paragraph(paragraph, section, TEXT)
        sheet.y += 6
      }
      return
    case 'list':
      drawList(sheet, section, block.items)
      return
    case 'notice':
      drawNotice(sheet, section, block)
  }
}

function drawList(sheet: Sheet, section: Tag, items: readonly string[]): void {
  const list = sheet.group('L', section)
  for (const item of items) {
    sheet.need(2 * leadingOf(TEXT))
    const y = sheet.y
    const element = sheet.group('LI', list)
    sheet.decorate((pdf) => { pdf.circle(sheet.left + 5, y + 6.6, 1.7).fill(EARTH) })
    sheet.paragraph(item, element, TEXT, 'LBody', 14)
    element.end()
    sheet.y += 2
  }
  list.end()
}

function drawNotice(sheet: Sheet, section: Tag, notice: Extract<Block, { type: 'notice' }>): void {
  const warning = notice.tone === 'warning'
  const strong: Style = { size: 10.5, weight: 'bold', color: warning ? EARTH : PETROL }
  const title = notice.title ? wrap(notice.title, strong, sheet.width - 28) : []
  const lines = wrap(notice.text, TEXT, sheet.width - 28)
  const height = title.length * leadingOf(strong) + lines.length * leadingOf(TEXT) + 15
  sheet.need(height)
  const y = sheet.y
  sheet.decorate((pdf) => {
    pdf.roundedRect(sheet.left, y, sheet.width, height, 3).fill(warning ? EARTH_PALE : PETROL_PALE)
    pdf.rect(sheet.left, y, 4, height).fill(warning ? EARTH : PETROL)
  })
  if (title.length > 0) sheet.say('H2', section, () => { sheet.lines(title, sheet.left + 16, y + 17, strong) })
  sheet.say('P', section, () => { sheet.lines(lines, sheet.left + 16, y + 17.5 + title.length * leadingOf(strong), TEXT) })
  sheet.y += height
}
