import { deflateSync } from 'node:zlib'
import { EARTH, NIAOULI, PETROL, PETROL_MIST, WHITE } from './palette.ts'

type Pdf = PDFKit.PDFDocument
type Point = readonly [number, number]

/** The ground of a certificate: a rosette and two braids of fine lines, which a copier turns to grey mud. */
export const guilloche = (width: number, height: number): Pattern => patternOf('ground', width, height, ground)

/** Waves of the lagoon in the head band, lighter than it. */
export const waves = (width: number, height: number): Pattern => patternOf('waves', width, height, bandWaves)

/** Thousands of points that never change: computed and compressed once a thread, written once a file (see `Sheet.stamp`). */
export interface Pattern { readonly name: string; readonly width: number; readonly height: number; readonly deflated: Uint8Array }

const patterns = new Map<string, Pattern>()

function patternOf(name: string, width: number, height: number, draw: (width: number, height: number) => string): Pattern {
  const at = `${name} ${width} ${height}`
  const kept = patterns.get(at) ?? { name, width, height, deflated: deflateSync(draw(width, height)) }
  patterns.set(at, kept)
  return kept
}

function ground(width: number, height: number): string {
  const [cx, cy] = [width / 2, height * 0.55]
  const parts = ['0.35 w']
  for (let k = 0; k < 12; k++) parts.push(ink(k % 3 === 2 ? '#dfead7' : '#dbe8ea'), path(rosette(cx, cy, 224 - k * 7, 0.1 + k * 0.006, 24, k * 1.1)))
  for (let k = 0; k < 8; k++) parts.push(ink(k % 2 ? '#dbe8ea' : '#e0ebd8'), path(rosette(cx, cy, 112 - k * 8, 0.2, 12, k * 0.9)))
  parts.push('0.4 w', ink(PETROL_MIST))
  for (const x of [21, width - 21]) for (const phase of [0, 1, 2, 3]) parts.push(path(braid(x, 104, height - 26, phase * (Math.PI / 2))))
  return parts.join('\n')
}

function bandWaves(width: number, height: number): string {
  const parts = ['0.5 w']
  for (let i = 0; i < 13; i++) {
    const points: Point[] = []
    for (let x = 0; x <= width + 6; x += 6) points.push([x, height * 0.5 + (i - 6) * 5.5 + Math.sin(x / 62 + i * 0.35) * (9 + i * 0.8) + Math.sin(x / 23 - i * 0.2) * 2])
    parts.push(ink(i % 4 === 3 ? '#3d7a72' : '#2a6879'), path(points))
  }
  return parts.join('\n')
}

/** The mark of the service: a column pine above the lagoon, in a ring. Invented for SITT; it is no State's emblem. */
export function mark(pdf: Pdf, x: number, y: number, size: number, ground: string, ink: string): void {
  const [cx, cy, r] = [x + size / 2, y + size / 2, size / 2]
  pdf.circle(cx, cy, r).lineWidth(size * 0.03).fillAndStroke(ground, ink)
  pdf.lineWidth(size * 0.032).lineCap('round').strokeColor(ink)
  pdf.moveTo(cx, cy - r * 0.76).lineTo(cx, cy + r * 0.36).stroke()
  for (let i = 0; i < 8; i++) {
    const height = cy - r * 0.66 + i * r * 0.125
    const reach = r * (0.1 + 0.2 * Math.sin(((i + 1) / 9) * Math.PI))
    for (const side of [-1, 1]) pdf.moveTo(cx, height + r * 0.1).quadraticCurveTo(cx + side * reach * 0.7, height + r * 0.09, cx + side * reach, height - r * 0.03).stroke()
  }
  const colors = [ink, ground === WHITE ? NIAOULI : '#a9c99a', ground === WHITE ? EARTH : '#e8a48f']
  colors.forEach((color, i) => {
    const half = r * (0.72 - i * 0.16)
    const level = cy + r * (0.42 + i * 0.15)
    const points: Point[] = []
    for (let k = 0; k <= 24; k++) points.push([cx - half + (k / 24) * 2 * half, level + Math.sin((k / 24) * Math.PI * 4) * r * 0.045])
    pdf.strokeColor(color)
    stroke(pdf, points)
  })
}

/** Three stripes, the colours of the service. */
export function stripes(pdf: Pdf, x: number, y: number, width: number): void {
  pdf.rect(x, y, width * 0.7, 2.4).fill(PETROL)
  pdf.rect(x + width * 0.7, y, width * 0.18, 2.4).fill(NIAOULI)
  pdf.rect(x + width * 0.88, y, width * 0.12, 2.4).fill(EARTH)
}

/** A closed wavy ring of `lobes` petals around a centre. */
function rosette(cx: number, cy: number, radius: number, depth: number, lobes: number, turn: number): Point[] {
  const points: Point[] = []
  const steps = lobes * 12
  for (let i = 0; i <= steps; i++) {
    const angle = (i / steps) * Math.PI * 2
    const r = radius * (1 - depth + depth * Math.cos(angle * lobes + turn))
    points.push([cx + r * Math.cos(angle), cy + r * Math.sin(angle)])
  }
  return points
}

function braid(x: number, top: number, bottom: number, phase: number): Point[] {
  const points: Point[] = []
  for (let y = top; y <= bottom; y += 3) points.push([x + Math.sin(y / 11 + phase) * 5.5, y])
  return points
}

/** Operators of a stroked line through points, a tenth of a point precise (PDF 32000-1 §8.5). */
function path(points: readonly Point[]): string {
  return points.map(([x, y], i) => `${tenth(x)} ${tenth(y)} ${i === 0 ? 'm' : 'l'}`).join('\n') + '\nS'
}

function ink(color: string): string {
  return [1, 3, 5].map((i) => (Number.parseInt(color.slice(i, i + 2), 16) / 255).toFixed(3)).join(' ') + ' RG'
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10
}

function stroke(pdf: Pdf, points: readonly Point[]): void {
  points.forEach(([x, y], i) => (i === 0 ? pdf.moveTo(x, y) : pdf.lineTo(x, y)))
  pdf.stroke()
}
