import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { requestId, uuid } from '../values/ids.ts';

const SHAPE = /^[\x21-\x7e]{8,128}$/;

/**
 * The id under which the work of this request is done once (`perform`). It comes from the form's hidden `_request`
 * or the API's Idempotency-Key, and is always bound to the caller and the address: two callers who choose the same
 * key never meet. Without a key: a fresh one, so that nothing is ever deduplicated by accident.
 * @param caller who asks: account, key or session; never a plain secret (it is hashed, and stored)
 */
export function workId(req: FastifyRequest, caller: string, form: Readonly<Record<string, unknown>>): string {
  const header = req.headers['idempotency-key'];
  const given = typeof header === 'string' ? header : form['_request'];
  if (typeof given !== 'string' || !SHAPE.test(given)) return requestId('http', uuid());
  const path = req.url.split('?')[0] ?? '';
  const digest = createHash('sha256').update(JSON.stringify([caller, req.method, path, given])).digest('base64url');
  return requestId('http', digest);
}
