import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { HttpFault } from './faults.ts';

/** A file as it was sent; of one that is too large, one byte more than may be kept, so that whoever reads it says so beside its field.
 * Its type and name are what the browser claims: check the bytes before trusting them. */
export type Upload = { readonly field: string; readonly name: string; readonly type: string; readonly bytes: Buffer };

/** What the fields of a form hold: one value, or several under the same name. */
export type Form = Readonly<Record<string, string | readonly string[]>>;

/** Bytes and counts of one multipart request: a scan from a phone is 2 to 6 MB; a browser sends a part for each empty box, and a counter form has one a paper. */
export const uploadLimits = { fileSize: 10 * 2 ** 20, files: 24, fields: 500, fieldSize: 2 ** 20, parts: 524 } as const;

/** All files of one request: they are held in memory until they are kept. */
const USUAL = { held: 200 * 2 ** 20, /** Read to its end and dropped, so that a browser shows the answer; beyond, it is not read. */ read: 2 ** 30 };
const TOO_MUCH = 'Cet envoi dépasse 200 Mo en tout. Envoyez vos fichiers en plusieurs fois, 10 Mo au plus chacun.';

/** Splits the body in fields and files, whatever way the form was sent; JSON has neither. Throws 400 for a body cut short, 413 beyond the limits of the whole. */
export async function readForm(req: FastifyRequest, { held, read } = USUAL): Promise<{ form: Form; files: readonly Upload[] }> {
  if (!req.isMultipart()) return { form: isForm(req) ? (req.body as Form | undefined) ?? {} : {}, files: [] };
  const fields: Record<string, string | string[]> = Object.create(null) as Record<string, string | string[]>;
  const files: Upload[] = [];
  if (Number(req.headers['content-length']) > read) throw new HttpFault(413, TOO_MUCH);
  const { files: more } = req.routeOptions.config;
  const limits = { ...uploadLimits, ...(more ? { files: more, parts: uploadLimits.fields + more } : {}), fileSize: uploadLimits.fileSize + 1 };
  let sent = 0;
  try {
    for await (const part of req.parts({ limits })) {
      if (part.type === 'file') sent += await keepFile(part, files, held - sent);
      else if (part.valueTruncated) throw new HttpFault(413, 'Un texte de ce formulaire est trop long : un million de signes au plus. Envoyez-le en fichier, ou en plusieurs fois.');
      else addValue(fields, part.fieldname, String(part.value));
      if (sent > read) throw new HttpFault(413, TOO_MUCH);
    }
    if (sent > held) throw new HttpFault(413, TOO_MUCH);
  } catch (error) {
    // What the parser says of a broken body has no status of its own.
    throw error instanceof HttpFault || (error as { statusCode?: number }).statusCode ? error : new HttpFault(400);
  }
  return { form: { ...fields }, files };
}

/** An empty file input sends an empty part without a name. @param room bytes that may still be held @returns how many there were, up to the most of a file */
async function keepFile(part: MultipartFile, files: Upload[], room: number): Promise<number> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of part.file as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= room) chunks.push(chunk);
  }
  if (size > 0 || part.filename) files.push({ field: part.fieldname, name: baseName(part.filename), type: part.mimetype, bytes: Buffer.concat(chunks) });
  return size;
}

function addValue(fields: Record<string, string | string[]>, name: string, value: string): void {
  const before = fields[name];
  fields[name] = before === undefined ? value : [before, value].flat();
}

/** Some browsers send a path; control characters would break headers and screens. */
function baseName(name: string): string {
  return (name.split(/[\\/]/).at(-1) ?? '').replace(/[\u0000-\u001f\u007f]/g, '').slice(0, 120);
}

/** Sent as a form of a page without files. */
export function isForm(req: FastifyRequest): boolean {
  return req.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
}
