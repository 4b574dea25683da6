import { drawLooseField } from './fields.ts'
import type { Hero } from './paper.ts'
import { GREY, PETROL, PETROL_PALE, WHITE } from './palette.ts'
import type { Sheet } from './sheet.ts'
import { widthOf, type Style } from './type.ts'

/** The thing itself in big letters, with up to a few rubrics at its right. */
export function drawHero(sheet: Sheet, hero: Hero, room: number): void {
  const beside = hero.beside ?? []
  const width = beside.length > 0 ? room * 0.66 : Math.min(room, 300)
  const top = sheet.y + 6
  const height = hero.look === 'plate' ? width * 0.212 : 54
  if (hero.code || hero.label) {
    sheet.decorate((pdf) => { if (hero.code) pdf.roundedRect(sheet.left, top, 11, 10, 1.8).fill(PETROL) })
    sheet.say('P', sheet.root, () => {
      if (hero.code) sheet.line(hero.code, sheet.left + 5.5, top + 7.7, { size: 7.4, weight: 'bold', color: WHITE }, 'center')
      sheet.line(hero.label, sheet.left + (hero.code ? 16 : 0), top + 7.7, { size: 8, color: GREY })
    })
  }
  const y = top + 15
  sheet.decorate((pdf) => { (hero.look === 'plate' ? platePath : ticketPath)(pdf, sheet.left, y, width, height) })
  const style = fit(hero.text, width * 0.86, height * (hero.look === 'plate' ? 0.8 : 0.6), hero.look === 'plate' ? '#0d0d0d' : PETROL)
  sheet.say('P', sheet.root, () => { sheet.line(hero.text, sheet.left + width / 2, y + height / 2 + style.size * 0.33, style, 'center') })
  let at = top - 3
  for (const field of beside) at = drawLooseField(sheet, sheet.root, field, sheet.left + width + 16, at, room - width - 16)
  sheet.y = Math.max(y + height, at)
}

/** A plate as on the road: black on white, the proportions of 520 × 110 mm. */
function platePath(pdf: PDFKit.PDFDocument, x: number, y: number, width: number, height: number): void {
  pdf.roundedRect(x, y, width, height, 6).fill('#ffffff')
  pdf.roundedRect(x + 1.2, y + 1.2, width - 2.4, height - 2.4, 5).lineWidth(2.2).stroke('#0d0d0d')
}

function ticketPath(pdf: PDFKit.PDFDocument, x: number, y: number, width: number, height: number): void {
  pdf.roundedRect(x, y, width, height, 5).fill(PETROL_PALE)
  pdf.roundedRect(x, y, width, height, 5).lineWidth(1).dash(4, { space: 3 }).stroke(PETROL)
}

function fit(text: string, width: number, size: number, color: string): Style {
  const style = (points: number): Style => ({ size: points, weight: 'bold', color, tracking: points * 0.06 })
  const wide = widthOf(text, style(size))
  return style(wide > width ? (size * width) / wide : size)
}
