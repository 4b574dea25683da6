import { drawOn } from './draw.ts'
import type { Cell, Column, Paper } from './paper.ts'
import { A4, Sheet } from './sheet.ts'

/** Papers to print one after the other: under a cover whose table says, of each, what it is and the page on which it stands. */
export interface Bundle {
  readonly cover: Paper
  /** The list of the cover, a row a paper, in their order; the last column, the page, is added when it is known. */
  readonly list: { readonly title: string; readonly columns: readonly Column[]; readonly rows: readonly (readonly Cell[])[] }
  readonly papers: readonly Paper[]
}

/** Writes a bundle as one PDF, in the calling thread. Same bundle, same bytes. A paper longer than a page moves those after it: drawn again, the cover is right. */
export async function drawBundle(bundle: Bundle): Promise<Uint8Array> {
  const cover = new Sheet(bundle.cover, A4)
  await drawOn(cover, coverOf(bundle, bundle.papers.map(() => 1)))
  let pages = bundle.papers.map((_, rank) => cover.page + 1 + rank)
  for (;;) {
    const drawn = await drawParts(bundle, pages)
    if (drawn.pages.every((page, rank) => page === pages[rank])) return drawn.sheet.finish()
    pages = drawn.pages
  }
}

async function drawParts(bundle: Bundle, expected: readonly number[]): Promise<{ sheet: Sheet; pages: number[] }> {
  const sheet = new Sheet(bundle.cover, A4)
  await drawOn(sheet, coverOf(bundle, expected))
  const pages: number[] = []
  for (const paper of bundle.papers) {
    sheet.nextPart()
    pages.push(sheet.page)
    await drawOn(sheet, paper)
  }
  return { sheet, pages }
}

function coverOf({ cover, list: { title, columns, rows } }: Bundle, pages: readonly number[]): Paper {
  return { ...cover, body: [...cover.body, { type: 'table', title, columns: [...columns, { label: 'Page', align: 'right', share: 0.6 }], rows: rows.map((row, rank) => [...row, String(pages[rank])]) }] }
}
