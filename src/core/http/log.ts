import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { pino } from 'pino';
import type { FrameOptions } from './frame.ts';

/** JSON lines without any serializer of requests or answers: they would quote addresses, queries and headers. */
export function loggerOf(log: FrameOptions['log'] = {}): FastifyBaseLogger {
  const serializers = { req: () => undefined, res: () => undefined, err: (error: Error) => ({ name: error.name }) };
  const settings = { level: log.level ?? 'info', base: null, serializers, timestamp: pino.stdTimeFunctions.isoTime };
  return log.write ? pino(settings, { write: log.write }) : pino(settings);
}

/** One line per answer: method, route *pattern*, status, duration, request id. Never a plate, a query or a body. */
export function logAnswers(app: FastifyInstance): void {
  app.addHook('onResponse', async (req, reply) => {
    req.log.info({ method: req.method, route: req.routeOptions.url ?? 'none', status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'answer');
  });
}
