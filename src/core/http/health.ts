import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { hashToken } from '../access/sessions.ts';
import { HttpFault, notFound } from './faults.ts';
import type { FrameOptions } from './frame.ts';
import { open } from './who.ts';

/** /healthz: the process lives. /readyz: the database answers too. /metrics: Prometheus, for whoever may. */
export function addHealth(app: FastifyInstance, options: FrameOptions): Registry {
  const registry = new Registry();
  const durations = new Histogram({
    name: 'http_request_duration_seconds', help: 'Duration of answers by route pattern', labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5], registers: [registry],
  });
  collectDefaultMetrics({ register: registry });
  app.addHook('onResponse', async (req, reply) => {
    durations.observe({ method: req.method, route: req.routeOptions.url ?? 'none', status: String(reply.statusCode) }, reply.elapsedTime / 1000);
  });
  const config = { who: open() };
  app.get('/healthz', { config }, async (_, reply) => reply.type('text/plain').send('ok\n'));
  app.get('/readyz', { config }, async (_, reply) => {
    if (!(await options.ready().catch(() => false))) throw new HttpFault(503);
    return reply.type('text/plain').send('ready\n');
  });
  app.get('/metrics', { config }, async (req, reply) => {
    if (!mayRead(req, options)) throw notFound();
    return reply.type(registry.contentType).send(await registry.metrics());
  });
  return registry;
}

function mayRead(req: FastifyRequest, { metrics }: FrameOptions): boolean {
  const given = /^Bearer +(\S+)$/i.exec(req.headers.authorization ?? '')?.[1];
  if (given && metrics.token) return timingSafeEqual(hashToken(given), hashToken(metrics.token));
  return metrics.open() || isLoopback(req);
}

/** From this machine and not through a proxy on it, which would make the whole world local. */
export function isLoopback(req: FastifyRequest): boolean {
  const address = req.socket.remoteAddress ?? '';
  const proxied = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'].some((name) => req.headers[name] !== undefined);
  return !proxied && (address === '::1' || /^(::ffff:)?127\./.test(address));
}
