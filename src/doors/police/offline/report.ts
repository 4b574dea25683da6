import { createPublicKey, verify } from 'node:crypto';
import { z } from 'zod';
import { motives } from '../motives.ts';

/** A check as its phone sends it: the exact text that it signed when the check was made. */
export const sending = z.object({ device: z.string(), checks: z.array(z.object({ id: z.string().max(60), text: z.string().max(2000), signature: z.string().max(200) })).max(500) });
export type SignedCheck = z.infer<typeof sending>['checks'][number];

const report = z.object({
  id: z.uuid().transform((id) => id.toLowerCase()), position: z.int().min(1).max(2 ** 31 - 1), at: z.iso.datetime().refine((at) => at >= '1970'),
  asked: z.string().max(60).regex(/^[^\u0000-\u001f\u007f]*$/).transform((asked) => asked.toWellFormed()),
  motive: z.enum(Object.keys(motives) as [keyof typeof motives, ...(keyof typeof motives)[]]),
  answer: z.enum(['vehicle-listed', 'title-listed', 'not-listed', 'no-lists', 'forged', 'unknown-key', 'expired']), bundleId: z.uuid().nullable(),
});
/** A check made without a network, as its phone reports it. */
export type OfflineCheck = z.infer<typeof report>;

/** What a signed text says; undefined when it is not a report. */
export function readCheck(text: string): OfflineCheck | undefined {
  try {
    return report.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Whether this phone signed it, for itself. @param key the public half that it was registered with */
export const isSigned = (key: JsonWebKey, device: string, { text, signature }: SignedCheck): boolean =>
  verify('sha256', Buffer.from(`${device}\n${text}`), { key: createPublicKey({ key, format: 'jwk' } as never), dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
