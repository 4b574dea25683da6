import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import PDFDocument from 'pdfkit'
import { unpackWoff } from './woff.ts'

export type Weight = 'regular' | 'semibold' | 'bold'
export interface Style {
  readonly size: number
  readonly weight?: Weight
  readonly color?: string
  /** Space added after each letter, points. */
  readonly tracking?: number
  /** Distance between two baselines, points (1.25 × size by default). */
  readonly leading?: number
}

/** The part of fontkit's font object that we use. */
interface ParsedFont {
  readonly unitsPerEm: number
  readonly characterSet: readonly number[]
  hasGlyphForCodePoint(codePoint: number): boolean
  glyphForCodePoint(codePoint: number): unknown
  layout(text: string): { readonly advanceWidth: number }
}
/** One file of a weight: Fontsource cuts Source Sans 3 by alphabet. */
export interface Cut { readonly name: string; readonly font: ParsedFont; readonly shaped: ShapedWords }
/** pdfkit's own cache of shaped words, kept here from one document to the next. */
export interface ShapedWords { words: Record<string, unknown>; count: number }
export interface Run { readonly cut: Cut; readonly text: string }

const FILES: Record<Weight, number> = { regular: 400, semibold: 600, bold: 700 }
/** French and most names; then ā ē ī ō ū of the islands and names of elsewhere; then Vietnamese names. */
const ALPHABETS = ['latin', 'latin-ext', 'vietnamese']
const resolve = createRequire(import.meta.url).resolve

// Parsed once per worker: parsing fonts is most of the cost of a small PDF.
const cuts: Record<Weight, readonly Cut[]> = { regular: load('regular'), semibold: load('semibold'), bold: load('bold') }

/** All cuts of all weights, to be registered by name on each document. */
export function allCuts(): readonly Cut[] {
  return Object.values(cuts).flat()
}

/** Text cut into runs that one font file can draw. A letter that no file has is drawn without its marks, or as `?`. */
export function runs(text: string, weight: Weight): Run[] {
  const printable = drawable(text)
  const [first] = cuts[weight]
  if (covers(first!, printable)) return [{ cut: first!, text: printable }]
  const out: { cut: Cut; text: string }[] = []
  for (const letter of printable) {
    const { cut, text: drawn } = cutFor(letter, weight)
    const last = out.at(-1)
    if (last?.cut === cut) last.text += drawn
    else out.push({ cut, text: drawn })
  }
  return out
}

/** Width of a text on one line, points. */
export function widthOf(text: string, style: Style): number {
  const weight = style.weight ?? 'regular'
  const units = text.split(' ').reduce((sum, word, i) => sum + wordWidth(word, weight) + (i > 0 ? wordWidth(' ', weight) : 0), 0)
  return units * style.size + (style.tracking ?? 0) * text.length
}

/** Lines of a text in a width (points): breaks at spaces and line feeds, never at no-break spaces; cuts a word only when it is wider than the line. */
export function wrap(text: string, style: Style, width: number): string[] {
  return text.split('\n').flatMap((paragraph) => {
    const lines: string[] = []
    let line = ''
    for (const word of paragraph.split(' ').flatMap((one) => pieces(one, style, width))) {
      const longer = line === '' ? word : `${line} ${word}`
      if (line !== '' && widthOf(longer, style) > width) {
        lines.push(line)
        line = word
      } else line = longer
    }
    return [...lines, line]
  })
}

export function leadingOf(style: Style): number {
  return style.leading ?? style.size * 1.25
}

function pieces(word: string, style: Style, width: number): string[] {
  if (widthOf(word, style) <= width) return [word]
  const out: string[] = []
  let piece = ''
  for (const letter of word) {
    if (piece !== '' && widthOf(piece + letter, style) > width) {
      out.push(piece)
      piece = ''
    }
    piece += letter
  }
  return [...out, piece]
}

const widths = new Map<string, number>()

/** Width of a word at size 1. The cache is emptied when full: words of one paper come back on the next. */
function wordWidth(word: string, weight: Weight): number {
  const key = `${weight}${word}`
  const known = widths.get(key)
  if (known !== undefined) return known
  if (widths.size > 20_000) widths.clear()
  const width = runs(word, weight).reduce((sum, run) => sum + (run.text === '' ? 0 : run.cut.font.layout(run.text).advanceWidth / run.cut.font.unitsPerEm), 0)
  widths.set(key, width)
  return width
}

/** The font has no narrow no-break space, no-break hyphen nor figure space: their look-alikes are drawn, once lines are broken. */
function drawable(text: string): string {
  return text.normalize('NFC').replace(/[\u202f\u2011\u2007\t\u00ad]/g, (sign) => ({ '\u202f': '\u2009', '\u2011': '-', '\u2007': '\u00a0', '\t': ' ' })[sign] ?? '')
}

function covers(cut: Cut, text: string): boolean {
  for (const letter of text) if (!cut.font.hasGlyphForCodePoint(letter.codePointAt(0)!)) return false
  return true
}

function cutFor(letter: string, weight: Weight): Run {
  for (const drawn of [letter, letter.normalize('NFKD').replace(/\p{M}/gu, ''), '?']) {
    const cut = cuts[weight].find((one) => drawn !== '' && covers(one, drawn))
    if (cut) return { cut, text: drawn }
  }
  throw new Error('The font has no question mark')
}

function load(weight: Weight): Cut[] {
  return ALPHABETS.map((alphabet) => {
    const file = resolve(`@fontsource/source-sans-3/files/source-sans-3-${alphabet}-${FILES[weight]}-normal.woff`)
    return { name: `${weight}-${alphabet}`, font: parse(unpackWoff(readFileSync(file))), shaped: { words: Object.create(null) as Record<string, unknown>, count: 0 } }
  })
}

/** pdfkit parses fonts with its own fontkit and takes a parsed font back as a source: no second copy of that library is needed. */
function parse(file: Buffer): ParsedFont {
  const holder = new PDFDocument({ autoFirstPage: false, font: file as unknown as string }) as unknown as { _font: { font: ParsedFont } }
  const { font } = holder._font
  // A glyph remembers the first letters it was asked for: asked for as a piece of « É », « E » would be of no letter for ever, and no program could read it back.
  for (const letter of font.characterSet) font.glyphForCodePoint(letter)
  return font
}
