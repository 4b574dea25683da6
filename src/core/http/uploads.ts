import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { HttpFault } from './faults.ts';

/** A file as it was sent. Its type and name are what the browser claims: check the bytes before trusting them. */
export type Upload = { readonly field: string; readonly name: string; readonly type: string; readonly bytes: Buffer };

/** What the fields of a form hold: one value, or several under the same name. */
export type Form = Readonly<Record<string, string | readonly string[]>>;

/** Bytes and counts of one multipart request: a scan from a phone is 2 to 6 MB; a browser sends a part for each empty box, and a counter form has one a paper. */
export const uploadLimits = { fileSize: 10 * 2 ** 20, files: 24, fields: 500, fieldSize: 64 * 1024, parts: 524 } as const;

/** All files of one request: they are held in memory until they are kept. */
const MOST_BYTES = 200 * 2 ** 20;

/** Splits the body in fields and files, whatever way the form was sent; JSON has neither. Throws 400 for a body cut short, 413 beyond a limit. */
export async function readForm(req: FastifyRequest): Promise<{ form: Form; files: readonly Upload[] }> {
  if (!req.isMultipart()) return { form: isForm(req) ? (req.body as Form | undefined) ?? {} : {}, files: [] };
  const fields: Record<string, string | string[]> = Object.create(null) as Record<string, string | string[]>;
  const files: Upload[] = [];
  const { files: more } = req.routeOptions.config;
  let room = MOST_BYTES;
  try {
    for await (const part of req.parts(more ? { limits: { ...uploadLimits, files: more, parts: uploadLimits.fields + more } } : {})) {
      if (part.type === 'file') room -= await keepFile(part, files);
      else addValue(fields, part.fieldname, String(part.value));
      if (room < 0) throw new HttpFault(413);
    }
  } catch (error) {
    // What the parser says of a broken body has no status of its own.
    throw (error as { statusCode?: number }).statusCode ? error : new HttpFault(400);
  }
  return { form: { ...fields }, files };
}

/** An empty file input sends an empty part without a name. @returns how many bytes were kept */
async function keepFile(part: MultipartFile, files: Upload[]): Promise<number> {
  const bytes = await part.toBuffer();
  if (bytes.length === 0 && !part.filename) return 0;
  files.push({ field: part.fieldname, name: baseName(part.filename), type: part.mimetype, bytes });
  return bytes.length;
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
