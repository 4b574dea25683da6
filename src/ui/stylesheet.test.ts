import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildPublic } from '../../build/css.mjs';

let folder: string;
let names: Record<string, string>;
const read = (name: string) => readFile(path.join(folder, names[name] ?? name), 'utf8');
const zipped = (text: string) => gzipSync(text, { level: 9 }).length;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sitt-public-'));
  names = await buildPublic(folder);
});
afterAll(() => rm(folder, { recursive: true }));

describe('ce que le navigateur va chercher', () => {
  test('ne montre aucune marque d’un autre État', async () => {
    const css = await read('sitt.css');
    expect(css).not.toMatch(/GDS Transport|crown|marianne|govuk-crest/i);
    expect(css).toContain('Source Sans 3');
    expect(css).not.toMatch(/url\("?(https?:|\/\/)/);
  });

  test('reste petit : style ≤ 20 kB, script ≤ 4 kB, comprimés', async () => {
    expect(zipped(await read('queue.css'))).toBeLessThanOrEqual(3_000);
    expect(zipped(await read('queue.js'))).toBeLessThanOrEqual(2_000);
    expect(zipped(await read('sitt.css'))).toBeLessThanOrEqual(20_000);
    expect(zipped(await read('enhance.js'))).toBeLessThanOrEqual(4_000);
  });

  test.each([['police-offline.js', 8_000], ['police-worker.js', 1_000], ['scan.js', 18_000], ['planning.js', 20_000], ['planning.css', 3_000]] as const)('l’îlot %s tient dans %i octets compressés', async (name, budget) => {
    expect(zipped(await read(name))).toBeLessThanOrEqual(budget);
  });

  test('existe sous le nom que la feuille de style donne', async () => {
    const files = [...(await readdir(folder)), ...(await readdir(path.join(folder, 'fonts'))).map((name) => `fonts/${name}`)];
    const wanted = [...(await read('sitt.css')).matchAll(/url\("?([^"):]+)"?\)/g)].map((match) => match[1]);
    expect(wanted.length).toBeGreaterThan(6);
    for (const file of wanted) expect(files).toContain(file);
  });
});

describe('les couleurs', async () => {
  const palette = await readFile(path.join(import.meta.dirname, 'styles/_palette.scss'), 'utf8');
  const colour = Object.fromEntries([...palette.matchAll(/\$([\w-]+): (#\w{6})/g)].map((match) => [match[1], match[2]])) as Record<string, string>;
  const pairs = [
    ['ink', 'mist'], ['petrol', 'mist'], ['nickel', 'mist'], ['nickel', 'lagoon-pale'], ['lagoon', 'lagoon-pale'], ['niaouli', 'niaouli-pale'],
    ['terre', 'terre-pale'], ['amber', 'sand'], ['petrol-dark', 'sun'], ['nickel', 'niaouli-pale'],
  ] as const;
  test.each(pairs)('%s se lit sur %s (WCAG 1.4.3 : au moins 4,5)', (text, ground) => {
    expect(contrast(colour[text] as string, colour[ground] as string)).toBeGreaterThanOrEqual(4.5);
  });
  test.each(['petrol', 'lagoon', 'niaouli', 'terre', 'nickel', 'amber'])('%s se lit sur blanc, et l’inverse', (name) => {
    expect(contrast(colour[name] as string, '#ffffff')).toBeGreaterThanOrEqual(4.5);
  });
});

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
