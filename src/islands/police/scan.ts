/**
 * The camera reads the code of a title into a box of the page. The browser's own reader where it has one; else a small one,
 * in plain script. No picture leaves the phone, none is kept.
 */
import decodeQR from 'qr/decode.js';
import { spaced } from '../../ui/typography.ts';
import { LEANS, straighten } from './straighten.ts';

type Reader = (view: HTMLVideoElement) => Promise<string | undefined>;
type Detector = { detect: (view: HTMLVideoElement) => Promise<{ rawValue: string }[]> };
type DetectorClass = (new (options: { formats: string[] }) => Detector) & { getSupportedFormats: () => Promise<string[]> };

/** Milliseconds between two looks: a cheap phone keeps its hands free. */
const PAUSE = 150;
const WIDEST = 800;
/** Why it does not open, by the browser's name for it. */
const WHY: Readonly<Record<string, string>> = {
  NotAllowedError: 'L’appareil photo est refusé à cette page : autorisez-le dans les réglages du navigateur, ou tapez le numéro.',
  NotFoundError: 'Aucun appareil photo utilisable ici : tapez le numéro.',
  NotReadableError: 'L’appareil photo est pris par une autre application : fermez-la, ou tapez le numéro.',
};

for (const place of document.querySelectorAll<HTMLElement>('[data-scan]')) {
  if (!navigator.mediaDevices?.getUserMedia) break;
  place.hidden = false;
  place.querySelector('[data-scan-start]')?.addEventListener('click', () => void scan(place));
}

async function scan(place: HTMLElement): Promise<void> {
  const view = place.querySelector<HTMLVideoElement>('[data-scan-view]') as HTMLVideoElement;
  const said = place.querySelector<HTMLElement>('[data-scan-said]') as HTMLElement;
  const box = document.getElementById(place.dataset['scan'] ?? '') as HTMLInputElement | null;
  if (!view.hidden || !box) return;
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment', width: { ideal: 1280 } } });
  } catch (fault) {
    said.textContent = spaced(WHY[(fault as Error).name] ?? 'L’appareil photo ne s’ouvre pas : tapez le numéro.');
    return;
  }
  view.srcObject = stream;
  view.hidden = false;
  said.textContent = 'Montrez le code du certificat.';
  try {
    await view.play();
    const read = await reader();
    while (!view.hidden && view.isConnected) {
      const text = await read(view).catch(() => undefined);
      if (text) {
        box.value = text;
        said.textContent = text.startsWith('SITT1:') ? 'Code lu. Choisissez le motif, puis contrôlez.' : 'Ce code n’est pas celui d’un certificat.';
        box.dispatchEvent(new Event('input', { bubbles: true }));
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
  } finally {
    for (const track of stream.getTracks()) track.stop();
    view.srcObject = null;
    view.hidden = true;
  }
}

async function reader(): Promise<Reader> {
  const Native = (globalThis as unknown as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
  if (Native && (await Native.getSupportedFormats().catch((): string[] => [])).includes('qr_code')) {
    const detector = new Native({ formats: ['qr_code'] });
    return async (view) => (await detector.detect(view))[0]?.rawValue;
  }
  const canvas = document.createElement('canvas');
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  let look = 0;
  return (view) => {
    if (!pen || !view.videoWidth) return Promise.resolve(undefined);
    const scale = Math.min(1, WIDEST / view.videoWidth);
    canvas.width = Math.round(view.videoWidth * scale);
    canvas.height = Math.round(view.videoHeight * scale);
    pen.drawImage(view, 0, 0, canvas.width, canvas.height);
    const seen = pen.getImageData(0, 0, canvas.width, canvas.height);
    try {
      return Promise.resolve(decodeQR(straighten(seen, LEANS[look++ % LEANS.length] as (typeof LEANS)[number])));
    } catch {
      return Promise.resolve(undefined); // no code in this picture
    }
  };
}
