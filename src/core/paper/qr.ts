import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer'

/** Squares of a QR code: `dark(x, y)` for 0 ≤ x, y < size, no quiet zone. */
export interface Squares { readonly size: number; dark(x: number, y: number): boolean }

// Left to itself the library fetches this file from a public CDN.
const file = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/writer/zxing_writer.wasm'))
prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(file).buffer } })

/**
 * The QR code of a text, error correction M (15 %): survives a fold or a stamp, and stays coarse enough for print.
 * @throws Error when the text does not fit
 */
export async function qrSquares(text: string): Promise<Squares> {
  const { symbol, error } = await writeBarcode(text, { format: 'QRCode', ecLevel: 'M', withQuietZones: false })
  if (error) throw new Error(`No QR code: ${error}`)
  return { size: symbol.width, dark: (x, y) => symbol.data[y * symbol.width + x] === 0 }
}
