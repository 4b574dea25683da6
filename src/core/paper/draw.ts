import { drawBlocks } from './blocks.ts'
import { drawCaption, drawClosing, drawCode, drawFeet, drawNotes, drawSignature } from './closing.ts'
import { drawBand, drawLetterhead, drawRunningHead } from './head.ts'
import { drawHero } from './hero.ts'
import { guilloche } from './ornament.ts'
import type { Paper } from './paper.ts'
import { GREY, INK, PETROL } from './palette.ts'
import { A4, Sheet } from './sheet.ts'
import { drawSlip } from './slip.ts'
import { leadingOf, wrap, type Style } from './type.ts'

/** Writes a paper as a PDF, in the calling thread. Same paper, same bytes. */
export async function drawPaper(paper: Paper): Promise<Uint8Array> {
  if (paper.kind === 'slip') return drawSlip(paper)
  const sheet = new Sheet(paper, A4)
  await drawOn(sheet, paper)
  return sheet.finish()
}

/** Draws an A4 paper from the page on which a sheet stands. */
export function drawOn(sheet: Sheet, paper: Paper): Promise<void> {
  return paper.kind === 'certificate' ? drawCertificate(sheet, paper) : drawDocument(sheet, paper)
}

/** A title on one A4 page when its content allows: band, plate and code at the top, rubrics under them. */
async function drawCertificate(sheet: Sheet, paper: Paper): Promise<void> {
  sheet.decorate(() => { sheet.stamp(guilloche(sheet.frame.width, sheet.frame.height)) })
  sheet.onNewPage = () => { drawRunningHead(sheet, paper) }
  drawBand(sheet, paper)
  const top = sheet.y
  const side = 104
  const room = paper.code ? sheet.width - side - 18 : sheet.width
  drawTitle(sheet, paper, { size: 25, weight: 'bold', color: PETROL, leading: 28 }, room)
  if (paper.hero) drawHero(sheet, paper.hero, room)
  if (paper.code) {
    await drawCode(sheet, paper.code, sheet.right - side, top - 4, side)
    sheet.y = Math.max(sheet.y, drawCaption(sheet, paper.code.caption, sheet.right - side - 4, top + side - 2, side + 8))
  }
  sheet.y += 10
  drawBlocks(sheet, paper.body, 13)
  drawClosing(sheet, paper)
  drawFeet(sheet, paper)
}

/** A receipt, an attestation, a letter: plain head, addressee, body, signature; the code stands at the end. */
async function drawDocument(sheet: Sheet, paper: Paper): Promise<void> {
  sheet.onNewPage = () => { drawRunningHead(sheet, paper) }
  drawLetterhead(sheet, paper)
  if (paper.recipient) drawRecipient(sheet, paper.recipient)
  sheet.y += 8
  drawTitle(sheet, paper, { size: paper.kind === 'letter' ? 14 : 21, weight: 'bold', color: PETROL }, sheet.width)
  sheet.y += 6
  if (paper.hero) {
    drawHero(sheet, paper.hero, sheet.width)
    sheet.y += 8
  }
  drawBlocks(sheet, paper.body, 12)
  const side = 92
  if (paper.opens) {
    sheet.need(side + 10)
    await drawCode(sheet, paper.opens, sheet.left - 6, sheet.y, side)
    drawCaption(sheet, paper.opens.caption, sheet.left + side + 2, sheet.y + 12, sheet.width * 0.6, 'left')
    sheet.y += side + 6
  }
  if (paper.code) sheet.need(side + 10)
  const top = sheet.y
  if (paper.signature) drawSignature(sheet, paper.signature)
  if (paper.code) {
    // The signature may have moved to a new page: the code stays beside it.
    const y = sheet.y < top ? sheet.frame.top : top
    await drawCode(sheet, paper.code, sheet.left - 6, y, side)
    drawCaption(sheet, paper.code.caption, sheet.left + side + 2, y + 12, sheet.width * 0.46 - side - 18, 'left')
    sheet.y = Math.max(sheet.y, y + side + 6)
  }
  sheet.y += 6
  drawNotes(sheet, paper.notes ?? [])
  drawFeet(sheet, paper)
}

function drawTitle(sheet: Sheet, paper: Paper, style: Style, width: number): void {
  const lines = wrap(paper.title, style, width)
  const baseline = sheet.y + style.size * 0.8
  sheet.say('H1', sheet.root, () => { sheet.lines(lines, sheet.left, baseline, style) })
  sheet.y += lines.length * leadingOf(style)
  if (!paper.subtitle) return
  const sub: Style = { size: 10.5, color: GREY }
  const under = wrap(paper.subtitle, sub, width)
  const at = sheet.y + 8
  sheet.say('P', sheet.root, () => { sheet.lines(under, sheet.left, at, sub) })
  sheet.y += under.length * leadingOf(sub) + 2
}

/** Where the window of a C5/DL envelope shows it: right side, 45 mm from the top. */
function drawRecipient(sheet: Sheet, recipient: readonly string[]): void {
  const style: Style = { size: 11, color: INK, leading: 14 }
  const x = sheet.frame.width * 0.53
  const lines = recipient.flatMap((text) => wrap(text, style, sheet.right - x))
  sheet.say('P', sheet.root, () => { sheet.lines(lines, x, 142, style) })
  sheet.y = Math.max(sheet.y, 142 + lines.length * leadingOf(style) + 14)
}
