/** A picture of the camera, four bytes a pixel. */
export type Picture = { readonly data: Uint8ClampedArray; readonly width: number; readonly height: number };

/**
 * How the sheet may lean, look after look: the small decoder reads a code seen from the front, hardly one that leans by a
 * tenth. First as it is; then straightened as if its top, its foot, its right or its left were farther.
 */
export const LEANS: readonly (readonly [across: number, down: number])[] = [[0, 0], [0, -0.13], [0, 0.13], [-0.13, 0], [0.13, 0]];

/** The picture as seen from the front, had it leaned so. What falls outside is grey. */
export function straighten({ data, width, height }: Picture, [across, down]: readonly [number, number]): Picture {
  if (!across && !down) return { data, width, height };
  const from = new Uint32Array(data.buffer, data.byteOffset, width * height);
  const to = new Uint32Array(width * height).fill(0xff808080);
  for (let row = 0; row < height; row += 1) {
    const y = row - height / 2;
    for (let column = 0; column < width; column += 1) {
      const x = column - width / 2;
      const far = 1 + across * x / width + down * y / height;
      const [sx, sy] = [Math.round(x / far + width / 2), Math.round(y / far + height / 2)];
      if (sx >= 0 && sy >= 0 && sx < width && sy < height) to[row * width + column] = from[sy * width + sx] as number;
    }
  }
  return { data: new Uint8ClampedArray(to.buffer), width, height };
}
