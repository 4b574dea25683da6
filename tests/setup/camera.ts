import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { readBarcodes } from 'zxing-wasm/reader';
import '../../src/core/paper/reread.ts'; // prepares that reader, which else asks the network
import { withPage } from './browser.ts';

/** A page in greys, row by row, and the middle and side of its code. */
export type Sheet = { readonly width: number; readonly height: number; readonly pixels: Uint8Array; readonly x: number; readonly y: number; readonly side: number };
const [WIDTH, HEIGHT, FRAMES] = [640, 480, 3];

/** The first page of a paper, drawn by pdf.js in the browser: another program than the one that wrote it. */
export async function picture(pdf: Uint8Array): Promise<Sheet> {
  const build = createRequire(import.meta.url).resolve('pdfjs-dist/legacy/build/pdf.mjs');
  return withPage({ baseURL: 'http://localhost' }, async (page) => {
    await page.route('**/*', async (route) => {
      const name = new URL(route.request().url()).pathname;
      if (name === '/') return route.fulfill({ contentType: 'text/html', body: '<!doctype html><canvas></canvas><script type="module">window.pdf = await import("/pdf.mjs")</script>' });
      if (name === '/pdf.mjs' || name === '/pdf.worker.mjs') return route.fulfill({ contentType: 'text/javascript', body: await readFile(build.replace('pdf.mjs', name.slice(1))) });
      return route.abort();
    });
    await page.goto('/');
    await page.waitForFunction(() => 'pdf' in globalThis);
    const drawn = await page.evaluate(async (bytes) => {
      const { getDocument, GlobalWorkerOptions } = (globalThis as unknown as { pdf: typeof import('pdfjs-dist') }).pdf;
      GlobalWorkerOptions.workerSrc = '/pdf.worker.mjs';
      const sheet = await (await getDocument({ data: Uint8Array.from(atob(bytes), (sign) => sign.charCodeAt(0)) }).promise).getPage(1);
      const viewport = sheet.getViewport({ scale: 3 });
      const canvas = document.querySelector('canvas') as HTMLCanvasElement;
      [canvas.width, canvas.height] = [Math.floor(viewport.width), Math.floor(viewport.height)];
      await sheet.render({ canvas, viewport }).promise;
      const { data, width, height } = (canvas.getContext('2d') as CanvasRenderingContext2D).getImageData(0, 0, canvas.width, canvas.height);
      let text = '';
      for (let at = 0; at < data.length; at += 4) text += String.fromCharCode(((data[at] as number) * 77 + (data[at + 1] as number) * 151 + (data[at + 2] as number) * 28) >> 8);
      return { width, height, text: btoa(text) };
    }, Buffer.from(pdf).toString('base64'));
    return located(drawn.width, drawn.height, new Uint8Array(Buffer.from(drawn.text, 'base64')));
  });
}

async function located(width: number, height: number, pixels: Uint8Array): Promise<Sheet> {
  const four = Uint32Array.from(pixels, (grey) => 0xff000000 | (grey * 0x010101));
  const [code] = await readBarcodes({ data: new Uint8ClampedArray(four.buffer), width, height } as ImageData, { formats: ['QRCode'] });
  if (!code) throw new Error('this page has no code');
  const { topLeft, bottomRight } = code.position;
  return { width, height, pixels, x: (topLeft.x + bottomRight.x) / 2, y: (topLeft.y + bottomRight.y) / 2, side: bottomRight.x - topLeft.x };
}

/** How a hand holds the phone: turned (radians), near or far (1: the code fills the height), out of focus (pixels), in the shade (0 to 1). */
export type Hold = { readonly turned: number; readonly near: number; readonly blurred: number; readonly shade: number };

/**
 * Films the code of a page as a cheap phone sees it, to be played by Chromium's false camera: tilted, blurred, in poor and
 * uneven light, with the noise of a small sensor. The same bytes each time.
 */
export async function film(path: string, paper: Sheet, hold: Hold): Promise<void> {
  const chance = noise();
  const frames = Array.from({ length: FRAMES }, () => Buffer.concat([Buffer.from('FRAME\n'), seen(paper, hold, chance), Buffer.alloc(WIDTH * HEIGHT / 2, 128)]));
  await writeFile(path, Buffer.concat([Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`), ...frames]));
}

function seen(paper: Sheet, { turned, near, blurred, shade }: Hold, chance: () => number): Buffer {
  const scale = paper.side / (HEIGHT * near);
  const [cos, sin] = [Math.cos(turned), Math.sin(turned)];
  const sharp = new Float32Array(WIDTH * HEIGHT);
  for (let row = 0; row < HEIGHT; row += 1) for (let column = 0; column < WIDTH; column += 1) {
    const [dx, dy] = [column - WIDTH / 2, row - HEIGHT / 2];
    // Leaning away: what is high is farther.
    const lean = scale * (1 - 0.12 * dy / HEIGHT);
    const [px, py] = [Math.round(paper.x + lean * (cos * dx - sin * dy)), Math.round(paper.y + lean * (sin * dx + cos * dy))];
    const grey = px >= 0 && py >= 0 && px < paper.width && py < paper.height ? paper.pixels[py * paper.width + px] as number : 90;
    const light = (1 - shade) * (0.75 + 0.25 * column / WIDTH);
    sharp[row * WIDTH + column] = grey * light + 18 * shade;
  }
  return Buffer.from(blur(sharp, blurred).map((value) => Math.max(0, Math.min(255, value + (chance() - 0.5) * 14))));
}

/** The mean of a square around each pixel. */
function blur(picture: Float32Array, radius: number): Float32Array {
  if (!radius) return picture;
  return picture.map((_, at) => {
    const [row, column] = [Math.floor(at / WIDTH), at % WIDTH];
    let [sum, many] = [0, 0];
    for (let y = Math.max(0, row - radius); y <= Math.min(HEIGHT - 1, row + radius); y += 1) for (let x = Math.max(0, column - radius); x <= Math.min(WIDTH - 1, column + radius); x += 1) { sum += picture[y * WIDTH + x] as number; many += 1; }
    return sum / many;
  });
}

/** Numbers between 0 and 1, the same each time (Lehmer). */
function noise(): () => number {
  let state = 20_261_126;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}
