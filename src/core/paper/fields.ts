import type { Field } from './paper.ts'
import { GREY, INK, PETROL, RULE, WHITE } from './palette.ts'
import type { Sheet, Tag } from './sheet.ts'
import { leadingOf, widthOf, wrap, type Style } from './type.ts'

const LABEL: Style = { size: 7, color: GREY, leading: 8.2 }
const LETTER: Style = { size: 7.2, weight: 'bold', color: WHITE }
const VALUE: Style = { size: 10.2, weight: 'semibold', color: INK, leading: 12.2 }
const PAD = 6

interface Placed { readonly field: Field; readonly x: number; readonly width: number; readonly label: readonly string[]; readonly value: readonly string[] }
interface Row { readonly cells: readonly Placed[]; readonly height: number }

/** A grid of rubrics with their letters, framed; goes on to the next page between two rows. */
export function drawFields(sheet: Sheet, parent: Tag, fields: readonly Field[], columns: number): void {
  const list = sheet.group('L', parent)
  let top = sheet.y
  let first = true
  for (const row of rowsOf(sheet, fields, columns)) {
    if (sheet.need(row.height)) {
      top = sheet.y
      first = true
    }
    drawRow(sheet, list, row, first)
    sheet.y += row.height
    first = false
    const [y, height] = [top, sheet.y - top]
    if (row.cells.at(-1)!.field === fields.at(-1)) sheet.decorate((pdf) => { pdf.roundedRect(sheet.left, y, sheet.width, height, 3).lineWidth(0.7).stroke(PETROL) })
  }
  list.end()
}

function rowsOf(sheet: Sheet, fields: readonly Field[], columns: number): Row[] {
  const unit = sheet.width / columns
  const rows: Row[] = []
  let cells: Placed[] = []
  let used = 0
  const close = (): void => {
    if (cells.length > 0) rows.push({ cells, height: Math.max(...cells.map(heightOf)) })
    cells = []
    used = 0
  }
  for (const field of fields) {
    const span = Math.min(field.span ?? 1, columns)
    if (used + span > columns) close()
    cells.push(place(field, sheet.left + used * unit, span * unit))
    used += span
  }
  close()
  return rows
}

function place(field: Field, x: number, width: number): Placed {
  const inner = width - 2 * PAD
  return { field, x, width, label: wrap(field.label, LABEL, inner - letterWidth(field)), value: wrap(field.value.trim() || '—', VALUE, inner) }
}

function heightOf(cell: Placed): number {
  return PAD * 1.5 + cell.label.length * leadingOf(LABEL) + cell.value.length * leadingOf(VALUE)
}

function drawRow(sheet: Sheet, list: Tag, row: Row, first: boolean): void {
  const y = sheet.y
  sheet.decorate((pdf) => {
    pdf.lineWidth(0.4).strokeColor(RULE)
    if (!first) pdf.moveTo(sheet.left, y).lineTo(sheet.right, y).stroke()
    for (const cell of row.cells) {
      if (cell.x > sheet.left) pdf.moveTo(cell.x, y).lineTo(cell.x, y + row.height).stroke()
      if (cell.field.code) pdf.roundedRect(cell.x + PAD - 0.5, y + PAD - 2, letterWidth(cell.field) - 2, 9.6, 1.8).fill(PETROL)
    }
  })
  for (const cell of row.cells) drawCell(sheet, list, cell, y)
}

/** One rubric, tagged as a list item: its letter and name are the label, its value the body. */
function drawCell(sheet: Sheet, list: Tag, cell: Placed, y: number): void {
  const item = sheet.group('LI', list)
  const { field } = cell
  const x = cell.x + PAD
  sheet.say('Lbl', item, () => {
    if (field.code) sheet.line(field.code, x - 0.5 + (letterWidth(field) - 2) / 2, y + PAD + 5.3, LETTER, 'center')
    sheet.lines(cell.label, x + letterWidth(field), y + PAD + 5, LABEL)
  })
  sheet.say('LBody', item, () => { sheet.lines(cell.value, x, y + PAD + cell.label.length * leadingOf(LABEL) + 9, VALUE) })
  item.end()
}

function letterWidth(field: Field): number {
  return field.code ? widthOf(field.code, LETTER) + 7.5 : 0
}

/** A rubric alone, without a frame: beside a plate, in the head of a letter. @returns the y below it */
export function drawLooseField(sheet: Sheet, parent: Tag, field: Field, x: number, y: number, width: number): number {
  const cell = place(field, x - PAD, width + 2 * PAD)
  if (field.code) sheet.decorate((pdf) => { pdf.roundedRect(x - 0.5, y + PAD - 2, letterWidth(field) - 2, 9.6, 1.8).fill(PETROL) })
  const list = sheet.group('L', parent)
  drawCell(sheet, list, cell, y)
  list.end()
  return y + heightOf(cell)
}
