import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyInstance } from 'fastify';

const squeeze = promisify(gzip);
/** One packet: below it nothing is gained. */
const LEAST = 1400;

/**
 * Pages leave compressed to whoever takes gzip: on a poor line that is the difference between reading and waiting.
 * The one secret of a page, its forms' token, is salted anew at each page, so that lengths tell nothing of it (BREACH).
 * Files were compressed when they were built; API answers and PDFs are left as they are.
 */
export function compressPages(app: FastifyInstance): void {
  app.addHook('onSend', async (req, reply, payload) => {
    if (typeof payload !== 'string' || payload.length < LEAST || reply.hasHeader('content-encoding')) return payload;
    if (!String(reply.getHeader('content-type')).startsWith('text/html')) return payload;
    reply.header('vary', 'accept-encoding');
    if (!/\bgzip\b/.test(String(req.headers['accept-encoding'] ?? ''))) return payload;
    reply.removeHeader('content-length').header('content-encoding', 'gzip');
    return squeeze(payload);
  });
}
