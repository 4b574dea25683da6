import helmet, { type FastifyHelmetOptions } from '@fastify/helmet';
import Fastify, { type FastifyInstance } from 'fastify';

/**
 * Puts helmet's headers on every answer. They are the same for all, so helmet is asked once, by a server that only
 * says what it would set: it would otherwise make its whole policy anew at each request.
 */
export async function useFixedHeaders(app: FastifyInstance, options: FastifyHelmetOptions): Promise<void> {
  const asked = Fastify();
  await asked.register(helmet, { ...options, global: false });
  let headers: [string, string][] = [];
  asked.get('/', (_, reply) => {
    reply.helmet();
    headers = Object.entries(reply.raw.getHeaders()).map(([name, value]) => [name, String(value)]);
    return '';
  });
  await asked.inject('/');
  await asked.close();
  if (!headers.some(([name]) => name === 'content-security-policy')) throw new Error('helmet did not say its headers');
  // On the raw answer: what a handler writes there by itself carries them too.
  app.addHook('onRequest', (_, reply, done) => {
    for (const [name, value] of headers) reply.raw.setHeader(name, value);
    done();
  });
}
