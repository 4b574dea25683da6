import csrfProtection from '@fastify/csrf-protection';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hashToken } from '../access/sessions.ts';
import { forbidden } from './faults.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Signed double submit, bound to the session (OWASP): the secret in a cookie, the token in the form's hidden
 * `_csrf` or the header `x-csrf-token`. Works without script and before any session exists.
 */
export async function useCsrf(app: FastifyInstance, options: { secure: boolean; secret: string }): Promise<void> {
  await app.register(csrfProtection, {
    cookieKey: options.secure ? '__Host-sitt-csrf' : 'sitt-csrf',
    cookieOpts: { path: '/', httpOnly: true, sameSite: 'lax', secure: options.secure },
    csrfOpts: { hmacKey: options.secret },
    getUserInfo: (req) => binding(req),
    getToken: (req) => (req.sitt?.form['_csrf'] as string | undefined) ?? (req.headers['x-csrf-token'] as string | undefined) ?? '',
  });
}

/** The token of this request's forms; made at first use, so that a page without a form sets no cookie. */
export function csrfToken(req: FastifyRequest, reply: FastifyReply): string {
  return reply.generateCsrf({ userInfo: binding(req) });
}

/** Throws 403 when a request that changes something was not sent by one of our own pages. */
export async function checkCsrf(app: FastifyInstance, req: FastifyRequest): Promise<void> {
  if (SAFE.has(req.method)) return;
  if (req.headers['sec-fetch-site'] === 'cross-site') throw stale();
  const fault = await new Promise<unknown>((done) => {
    // The plugin answers by itself; our pages answer in French, with the way out.
    const catcher = { send: done } as unknown as FastifyReply;
    app.csrfProtection(req, catcher, () => done(undefined));
  });
  if (fault) throw stale();
}

function stale() {
  return forbidden('Ce formulaire a expiré ou ne vient pas de ce site. Revenez en arrière, rechargez la page et recommencez.');
}

function binding(req: FastifyRequest): string {
  const token = req.sitt?.session.token;
  return token ? hashToken(token).toString('base64url') : 'visitor';
}
