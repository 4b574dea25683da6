import decodeQR from 'qr/decode.js';
import { expect, test } from 'vitest';
import { qrSquares } from '../../core/paper/qr.ts';
import { LEANS, straighten, type Picture } from './straighten.ts';

/** A photograph of a printed code, as a camera gives it: squares of some pixels, a margin, grey paper. */
async function photograph(text: string, side: number): Promise<Picture> {
  const squares = await qrSquares(text);
  const { size } = squares;
  const margin = 4;
  const width = (size + 2 * margin) * side;
  const data = new Uint8ClampedArray(width * width * 4).fill(255);
  for (let y = 0; y < width; y += 1) for (let x = 0; x < width; x += 1) {
    const [column, row] = [Math.floor(x / side) - margin, Math.floor(y / side) - margin];
    const inside = column >= 0 && row >= 0 && column < size && row < size && squares.dark(column, row);
    data.fill(inside ? 40 : 225, (y * width + x) * 4, (y * width + x) * 4 + 3);
  }
  return { data, width, height: width };
}

test('le lecteur du téléphone lit le code que nos titres portent', async () => {
  const code = `SITT1:${'6BF+70790T9WJWG.FKY*4GO0.O1CV2 O5 N2FBBRW1*70HS8'.repeat(4)}`;
  expect(decodeQR(await photograph(code, 5))).toBe(code);
  expect(() => decodeQR({ data: new Uint8ClampedArray(400 * 400 * 4).fill(255), width: 400, height: 400 })).toThrow();
});

test('penché d’un dixième de tous côtés, il se lit redressé ; tel quel, non', async () => {
  const code = `SITT1:${'6BF+70790T9WJWG.FKY*4GO0.O1CV2 O5 N2FBBRW1*70HS8'.repeat(4)}`;
  const front = await photograph(code, 6);
  const read = (picture: Picture): string | undefined => { try { return decodeQR(picture); } catch { return undefined; } };
  for (const lean of [[0, 0.13], [0, -0.13], [0.13, 0], [-0.13, 0]] as const) {
    const leaning = straighten(front, lean);
    expect(LEANS.some((one) => read(straighten(leaning, one)) === code), String(lean)).toBe(true);
  }
  expect(read(straighten(front, [0, 0.13])), 'what straightening is for').toBeUndefined();
});
