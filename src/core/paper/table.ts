import type { Block, Cell } from './paper.ts'
import { GREY, INK, PETROL, PETROL_PALE, RULE } from './palette.ts'
import type { Sheet, Tag } from './sheet.ts'
import { leadingOf, wrap, type Style } from './type.ts'

type Table = Extract<Block, { type: 'table' }>

const HEAD: Style = { size: 8, weight: 'semibold', color: PETROL }
const BODY: Style = { size: 10, color: INK, leading: 12.6 }
const SMALL: Style = { size: 8, color: GREY, leading: 10 }
const TOTAL: Style = { size: 11.5, weight: 'bold', color: PETROL }
const PAD = 5

interface Slot { readonly x: number; readonly width: number; readonly align: 'left' | 'right' }

/** Rows under a head that comes back on each page, and a total. */
export function drawTable(sheet: Sheet, parent: Tag, table: Table): void {
  const slots = slotsOf(sheet, table)
  const element = sheet.group('Table', parent)
  drawHead(sheet, element, table, slots)
  for (const row of table.rows) {
    const cells = slots.map((slot, i) => layCell(row[i] ?? '', slot))
    const height = Math.max(...cells.map((cell) => cell.height)) + 2 * PAD
    if (sheet.need(height)) drawHead(sheet, element, table, slots)
    drawRow(sheet, element, cells, slots, height)
  }
  if (table.total) drawTotal(sheet, element, table.total)
  element.end()
}

function slotsOf(sheet: Sheet, table: Table): Slot[] {
  const shares = table.columns.reduce((sum, column) => sum + (column.share ?? 1), 0)
  let x = sheet.left
  return table.columns.map((column) => {
    const width = (sheet.width * (column.share ?? 1)) / shares
    x += width
    return { x: x - width, width, align: column.align ?? 'left' }
  })
}

function drawHead(sheet: Sheet, element: Tag, table: Table, slots: readonly Slot[]): void {
  const labels = table.columns.map((column, i) => wrap(column.label, HEAD, slots[i]!.width - 2 * PAD))
  const height = Math.max(...labels.map((lines) => lines.length)) * leadingOf(HEAD) + 1.6 * PAD
  sheet.need(height + 30)
  const y = sheet.y
  sheet.decorate((pdf) => {
    pdf.rect(sheet.left, y, sheet.width, height).fill(PETROL_PALE)
    pdf.moveTo(sheet.left, y + height).lineTo(sheet.right, y + height).lineWidth(0.8).stroke(PETROL)
  })
  const row = sheet.group('TR', element)
  slots.forEach((slot, i) => sheet.say('TH', row, () => { sheet.lines(labels[i]!, anchor(slot), y + PAD + 5.6, HEAD, slot.align) }, { scope: 'Column' } as object))
  row.end()
  sheet.y += height
}

interface Laid { readonly text: readonly string[]; readonly small: readonly string[]; readonly height: number }

function layCell(cell: Cell, slot: Slot): Laid {
  const inner = slot.width - 2 * PAD
  const text = wrap(typeof cell === 'string' ? cell : cell.text, BODY, inner)
  const small = typeof cell === 'string' ? [] : wrap(cell.small, SMALL, inner)
  return { text, small, height: text.length * leadingOf(BODY) + small.length * leadingOf(SMALL) }
}

function drawRow(sheet: Sheet, element: Tag, cells: readonly Laid[], slots: readonly Slot[], height: number): void {
  const y = sheet.y
  const row = sheet.group('TR', element)
  cells.forEach((cell, i) => {
    const slot = slots[i]!
    sheet.say('TD', row, () => {
      const after = sheet.lines(cell.text, anchor(slot), y + PAD + 9, BODY, slot.align)
      sheet.lines(cell.small, anchor(slot), after - 1.5, SMALL, slot.align)
    })
  })
  row.end()
  sheet.y += height
  sheet.decorate((pdf) => { pdf.moveTo(sheet.left, y + height).lineTo(sheet.right, y + height).lineWidth(0.4).stroke(RULE) })
}

function drawTotal(sheet: Sheet, element: Tag, total: { readonly label: string; readonly value: string }): void {
  sheet.need(28)
  const y = sheet.y
  sheet.decorate((pdf) => { pdf.rect(sheet.left, y, sheet.width, 26).fill(PETROL_PALE) })
  const row = sheet.group('TR', element)
  sheet.say('TH', row, () => { sheet.line(total.label, sheet.left + PAD, y + 17, TOTAL) }, { scope: 'Row' } as object)
  sheet.say('TD', row, () => { sheet.line(total.value, sheet.right - PAD, y + 17, TOTAL, 'right') })
  row.end()
  sheet.y += 26
}

function anchor(slot: Slot): number {
  return slot.align === 'right' ? slot.x + slot.width - PAD : slot.x + PAD
}
