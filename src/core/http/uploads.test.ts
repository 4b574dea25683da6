import type { FastifyRequest } from 'fastify';
import { describe, expect, it } from 'vitest';
import { fileText, UnreadableText } from '../values/file-text.ts';
import { readForm } from './uploads.ts';

/** Kilobytes stand for megabytes. */
const KILO = Buffer.alloc(1024);
const LIMITS = { held: 200 * 1024, read: 1024 * 1024 };
type Part = { field: string; value?: string; truncated?: boolean; kilo?: number };
/** A multipart request of these parts, as its parser gives them. @returns and how much of it was read */
function request(parts: readonly Part[], headers: Record<string, string> = {}) {
  const read = { kilo: 0, parts: 0 };
  const req = { isMultipart: () => true, headers, routeOptions: { config: { files: 2000 } }, parts: async function* () {
    for (const { field, value, truncated, kilo } of parts) {
      read.parts += 1;
      if (kilo === undefined) yield { type: 'field', fieldname: field, value, valueTruncated: truncated ?? false };
      else yield { type: 'file', fieldname: field, filename: 'x.pdf', mimetype: 'application/pdf', file: (async function* () { for (let n = 0; n < kilo; n += 1) { read.kilo += 1; yield KILO; } })() };
    }
  } };
  return { req: req as unknown as FastifyRequest, read };
}
const files = (many: number, kilo: number): Part[] => Array.from({ length: many }, () => ({ field: 'f', kilo }));

describe('ce qu’un formulaire envoie de trop', () => {
  it('deux cents mégaoctets passent ; au-delà, tout est lu pour que la réponse se voie, et il est dit quoi faire', async () => {
    expect((await readForm(request([...files(20, 10), { field: 'nom', value: 'Ada' }]).req, LIMITS)).form).toEqual({ nom: 'Ada' });
    const over = request([...files(21, 10), { field: 'nom', value: 'Ada' }]);
    await expect(readForm(over.req, LIMITS)).rejects.toMatchObject({ status: 413, detail: expect.stringMatching(/dépasse 200 Mo en tout\. Envoyez vos fichiers en plusieurs fois/) as string });
    expect(over.read).toEqual({ kilo: 210, parts: 22 });
  });

  it('sans fin, il est coupé', async () => {
    const endless = request(files(1000, 10));
    await expect(readForm(endless.req, LIMITS)).rejects.toMatchObject({ status: 413 });
    expect(endless.read.kilo).toBeLessThan(1050);
    const announced = request(files(1, 1), { 'content-length': String(2 ** 31) });
    await expect(readForm(announced.req)).rejects.toMatchObject({ status: 413 });
    expect(announced.read.parts).toBe(0);
  });

  it('un texte coupé en route est refusé, jamais pris à moitié', async () => {
    await expect(readForm(request([{ field: 'tableau', value: 'a;b', truncated: true }]).req)).rejects.toMatchObject({ status: 413, detail: expect.stringMatching(/trop long/) as string });
    expect((await readForm(request([{ field: 'tableau', value: 'a;b' }]).req)).form).toEqual({ tableau: 'a;b' });
    expect(() => fileText(Buffer.alloc(10 * 2 ** 20 + 1, 'a'))).toThrow(UnreadableText);
  });
});
