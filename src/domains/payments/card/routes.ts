import type { FastifyInstance } from 'fastify';
import { open } from '../../../core/http/index.ts';
import { notificationPath, settleCard, type CardDesk } from './flow.ts';

/**
 * Listens to the card provider's server. The body is kept as it came, for its signature; an unsigned one gets 400 and
 * changes nothing. 200 only once the payment is committed: anything else makes the provider call again.
 */
export async function cardNotifications(app: FastifyInstance, { desk }: { desk: CardDesk }): Promise<void> {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string', bodyLimit: 64 * 1024 }, (_req, body, done) => done(null, body));
  app.post(notificationPath(desk.provider.name), { config: { who: open(), raw: true } }, async (req, reply) => {
    const notices = desk.provider.verifyNotification(typeof req.body === 'string' ? req.body : '', req.headers);
    if (notices === 'invalid') return reply.code(400).type('text/plain').send('invalid');
    await settleCard(desk, notices);
    return reply.type('text/plain').send('OK');
  });
}
