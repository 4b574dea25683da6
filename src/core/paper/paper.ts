/**
 * A paper, described: what is written on it, never how it is drawn. It holds only text that is ready to
 * print (amounts, dates and names already worded by their owner) and every date that the file will
 * carry, so that the same paper always gives the same bytes and can be stored under its hash.
 */
export interface Paper {
  readonly kind: 'certificate' | 'receipt' | 'attestation' | 'letter' | 'slip'
  readonly language: 'fr-FR'
  readonly title: string
  readonly subtitle?: string
  /** Number of this paper, printed in its head and on each page. */
  readonly number?: string
  /** ISO instant; the only clock of the file (its creation date). */
  readonly issuedAt: string
  readonly issuer: Issuer
  readonly watermark?: 'DÉMONSTRATION' | 'SPÉCIMEN' | 'PROVISOIRE' | 'DUPLICATA' | 'ANNULÉ'
  /** The one thing the paper is about, in big letters: a plate, a single-use code. */
  readonly hero?: Hero
  /** Postal lines of the addressee, in the window of the envelope (letters). */
  readonly recipient?: readonly string[]
  readonly body: readonly Block[]
  readonly signature?: Signature
  readonly code?: PrintedCode
  /** A code that opens a page where the paper is used; it vouches for nothing. Receipts, attestations and letters. */
  readonly opens?: PrintedCode
  /** Small print: texts, ways of recourse, what the paper does not prove. */
  readonly notes?: readonly string[]
  /** Where anyone checks the paper. */
  readonly checkUrl?: string
  readonly footer?: string
}

export interface Issuer {
  readonly country: string
  readonly authority: string
  /** Office, place, contact: a few short lines. */
  readonly office?: readonly string[]
}

export interface Hero {
  /** `plate` is drawn as a number plate, `code` as a ticket's letters. */
  readonly look: 'plate' | 'code'
  readonly text: string
  readonly code?: string
  readonly label: string
  readonly beside?: readonly Field[]
}

/** A rubric: its harmonised letter (`A`, `C.1`, `P.6` …), what it is, its value. An empty value is printed as a dash. */
export interface Field {
  readonly code?: string
  readonly label: string
  readonly value: string
  /** Columns taken in the grid (1 by default). */
  readonly span?: number
}

export type Block =
  | { readonly type: 'fields'; readonly title?: string; readonly columns?: number; readonly fields: readonly Field[] }
  | { readonly type: 'table'; readonly title?: string; readonly columns: readonly Column[]; readonly rows: readonly (readonly Cell[])[]; readonly total?: { readonly label: string; readonly value: string } }
  | { readonly type: 'text'; readonly title?: string; readonly paragraphs: readonly string[] }
  | { readonly type: 'list'; readonly title?: string; readonly items: readonly string[] }
  /** A framed sentence that must not be missed. */
  | { readonly type: 'notice'; readonly title?: string; readonly text: string; readonly tone: 'info' | 'warning' }

export interface Column {
  readonly label: string
  readonly align?: 'left' | 'right'
  /** Share of the width (1 by default). */
  readonly share?: number
}

/** A cell, with a second line in small type: the legal text or the formula of a fee. */
export type Cell = string | { readonly text: string; readonly small: string }

export interface Signature {
  readonly place: string
  /** As printed: « le 10 mars 2026 ». */
  readonly date: string
  readonly signatory: string
  readonly capacity: string
  /** The delegation by which this person signs, with its date and text. */
  readonly delegation?: string
}

export interface PrintedCode {
  /** Exact content of the QR. */
  readonly text: string
  readonly caption: string
}
