import { getDocument, OPS, type PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'

// Reads a paper back with programs that had no part in writing it, for tests.

const wasm = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'))
prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer } })

export interface Reread {
  readonly pages: number
  readonly text: string
  readonly pageTexts: readonly string[]
  readonly info: Record<string, unknown>
  readonly tagged: boolean
  /** Roles of the structure tree in reading order, `Figure` with its alternative text. */
  readonly roles: readonly string[]
  readonly code: string | undefined
  /** The same, page by page. */
  readonly codes: readonly (string | undefined)[]
}

/** Text, tags, language and QR code of a PDF, by pdf.js and the reader of zxing. */
export async function reread(bytes: Uint8Array): Promise<Reread> {
  const task = getDocument({ data: new Uint8Array(bytes), verbosity: 0, useSystemFonts: false })
  const doc = await task.promise
  try {
    const pages = await Promise.all(Array.from({ length: doc.numPages }, (_, i) => doc.getPage(i + 1)))
    const pageTexts = await Promise.all(pages.map(textOf))
    const roles = (await Promise.all(pages.map(async (page) => rolesOf(await page.getStructTree() as Node | null)))).flat()
    const codes = await Promise.all(pages.map(codeOf))
    const { info } = await doc.getMetadata()
    const marked = await doc.getMarkInfo() as Map<string, boolean> | null
    return { pages: doc.numPages, text: pageTexts.join('\n'), pageTexts, info: info as Record<string, unknown>, tagged: marked?.get('Marked') === true, roles, codes, code: codes.find((code) => code !== undefined) }
  } finally {
    await task.destroy()
  }
}

async function textOf(page: PDFPageProxy): Promise<string> {
  const { items } = await page.getTextContent()
  return items.map((item) => ('str' in item ? item.str : '')).join(' ').replace(/[ \n]+/g, ' ')
}

interface Node { readonly role?: string; readonly alt?: string; readonly children?: readonly Node[] }

function rolesOf(node: Node | null): string[] {
  if (!node?.role) return []
  return [node.alt ? `${node.role}: ${node.alt}` : node.role, ...(node.children ?? []).flatMap(rolesOf)]
}

/** Paints the squares of the largest filled path as pixels and reads them as a QR code: what is drawn is what is read. */
async function codeOf(page: PDFPageProxy): Promise<string | undefined> {
  const { fnArray, argsArray } = await page.getOperatorList()
  let largest: { path: Float32Array; box: Float32Array } | undefined
  fnArray.forEach((operator, i) => {
    if (operator !== OPS.constructPath) return
    const [paint, [path], box] = argsArray[i] as [number, [Float32Array | null], Float32Array]
    if (paint === OPS.fill && path && path.length > (largest?.path.length ?? 1000)) largest = { path, box }
  })
  if (!largest) return undefined
  const [found] = await readBarcodes(paint(largest.path, largest.box), { formats: ['QRCode'] })
  // A mirrored code is read by some scanners only: it counts as unreadable.
  return found?.isMirrored ? undefined : found?.text
}

/** A rectangle is 13 numbers: four points of three numbers, and a close. */
const RECTANGLE = 13
const SCALE = 6
const QUIET = 40

function paint(path: Float32Array, box: Float32Array): ImageData {
  const [x0, y0, x1, y1] = box as unknown as [number, number, number, number]
  const [width, height] = [Math.ceil((x1 - x0) * SCALE) + 2 * QUIET, Math.ceil((y1 - y0) * SCALE) + 2 * QUIET]
  const data = new Uint8ClampedArray(width * height * 4).fill(255)
  for (let at = 0; at + RECTANGLE <= path.length; at += RECTANGLE) {
    const [left, top, right, bottom] = [path[at + 1]!, path[at + 2]!, path[at + 7]!, path[at + 8]!]
    for (let y = Math.round((top - y0) * SCALE); y < Math.round((bottom - y0) * SCALE); y++) {
      for (let x = Math.round((left - x0) * SCALE); x < Math.round((right - x0) * SCALE); x++) {
        const pixel = ((y + QUIET) * width + x + QUIET) * 4
        data.fill(0, pixel, pixel + 3)
      }
    }
  }
  return { data, width, height, colorSpace: 'srgb' } as ImageData
}
