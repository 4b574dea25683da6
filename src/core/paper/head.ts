import { mark, stripes, waves } from './ornament.ts'
import type { Paper } from './paper.ts'
import { GREY, PETROL, PETROL_DEEP, PETROL_MIST, WHITE } from './palette.ts'
import type { Sheet } from './sheet.ts'
import { wrap, type Style } from './type.ts'

const BAND = 82

/** The full coloured band of a title. @returns nothing; `sheet.y` is below it */
export function drawBand(sheet: Sheet, paper: Paper): void {
  sheet.decorate((pdf) => {
    pdf.rect(0, 0, sheet.frame.width, BAND).fill(PETROL_DEEP)
    pdf.rect(0, 0, sheet.frame.width, BAND).clip()
    sheet.stamp(waves(sheet.frame.width, BAND))
  })
  sheet.decorate((pdf) => {
    stripes(pdf, 0, BAND, sheet.frame.width)
    mark(pdf, sheet.left, 17, 48, PETROL, WHITE)
  })
  drawNames(sheet, paper, sheet.left + 60, 33, { name: WHITE, line: '#dcebee' })
  if (paper.number) drawNumber(sheet, paper.number, 33, WHITE, PETROL_MIST)
  sheet.y = BAND + 22
}

/** The plain head of a letter, spare of ink. */
export function drawLetterhead(sheet: Sheet, paper: Paper): void {
  sheet.decorate((pdf) => {
    mark(pdf, sheet.left, 30, 46, WHITE, PETROL)
    stripes(pdf, sheet.left, 88, sheet.width)
  })
  drawNames(sheet, paper, sheet.left + 58, 44, { name: PETROL, line: GREY })
  if (paper.number) drawNumber(sheet, paper.number, 44, PETROL, GREY)
  sheet.y = 108
}

/** What the pages after the first say at their top. */
export function drawRunningHead(sheet: Sheet, paper: Paper): void {
  sheet.decorate(() => {
    sheet.line(paper.title, sheet.left, 38, { size: 9, weight: 'semibold', color: PETROL })
    sheet.line(paper.issuer.country, sheet.right, 38, { size: 8, color: GREY }, 'right')
  }, 'Pagination')
  sheet.decorate((pdf) => { stripes(pdf, sheet.left, 46, sheet.width) }, 'Pagination')
}

function drawNames(sheet: Sheet, paper: Paper, x: number, baseline: number, colors: { name: string; line: string }): void {
  const country: Style = { size: 11.5, weight: 'bold', color: colors.name, tracking: 1.1 }
  const line: Style = { size: 8.6, color: colors.line, leading: 10.8 }
  const lines = [paper.issuer.authority, ...(paper.issuer.office ?? [])].flatMap((text) => wrap(text, line, sheet.width * 0.58))
  sheet.say('P', sheet.root, () => {
    sheet.line(paper.issuer.country.toLocaleUpperCase('fr'), x, baseline, country)
    sheet.lines(lines.slice(0, 4), x, baseline + 13.5, line)
  })
}

function drawNumber(sheet: Sheet, number: string, baseline: number, strong: string, soft: string): void {
  sheet.say('P', sheet.root, () => {
    sheet.line('N°', sheet.right, baseline, { size: 8.6, color: soft }, 'right')
    sheet.line(number, sheet.right, baseline + 15, { size: 13, weight: 'semibold', color: strong, tracking: 0.3 }, 'right')
  })
}
