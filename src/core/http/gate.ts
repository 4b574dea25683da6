import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isLoopback } from './health.ts';
import { checkCsrf } from './csrf.ts';
import { isApi } from './fault-answers.ts';
import { HttpFault, forbidden } from './faults.ts';
import { cookieName, type FrameOptions, type Limits } from './frame.ts';
import { keepForm } from './kept.ts';
import { checkBody, soundForm } from './sound.ts';
import { isForm, readForm } from './uploads.ts';
import type { Who } from './who.ts';

/**
 * The order of every request: flood limit → who is it → may they → their own limit → body → forged form → handler.
 * Nothing of the body is read before the right to pass is known.
 */
export function openGate(app: FastifyInstance, options: FrameOptions, limits: Limits, secure: boolean): void {
  // In memory, for each server: several servers let through as many times more.
  const floods = app.createRateLimit({ max: limits.perAddress, timeWindow: 60_000, keyGenerator: (req) => `a:${req.ip}` });
  const callers = app.createRateLimit({
    max: (req) => req.routeOptions.config.perMinute ?? limits.perCaller,
    timeWindow: 60_000,
    keyGenerator: (req) => {
      const { perMinute } = req.routeOptions.config;
      // Where secrets could be guessed, a visitor is its address: a new session for each try would not be a new caller.
      const caller = perMinute && req.sitt?.actor.kind === 'anonymous' ? `address:${req.ip}` : req.sitt?.caller ?? req.ip;
      return `c:${caller}${perMinute ? `:${req.method} ${req.routeOptions.url}` : ''}`;
    },
  });

  app.addHook('onRequest', async (req, reply) => {
    const who = req.routeOptions.config.who;
    if (!who) return; // 404
    await count(floods, req);
    readAhead(req, who);
    await identify(req, who, options, secure);
    await count(callers, req);
    const known = req.sitt;
    if (known && who.allows({ actor: known.actor, scopes: known.scopes, local: isLoopback(req) })) return;
    const login = loginFor(req, who, options);
    if (login) return reply.redirect(login, 303);
    if (known && req.routeOptions.config.keepsForm && known.actor.kind === 'anonymous' && !fromElsewhere(req)) return; // read below, then led to log in
    throw refusal(req);
  });

  app.addHook('preValidation', async (req, reply) => {
    const known = req.sitt;
    if (!known) return;
    const { form, files } = await readForm(req);
    const { who, raw, keepsForm } = req.routeOptions.config;
    if (!raw && !isForm(req) && !req.isMultipart()) checkBody(req.body);
    Object.assign(known, { form: soundForm(form), files });
    if (who?.bearer || raw) return;
    if (keepsForm && who && !who.allows({ actor: known.actor, scopes: known.scopes, local: isLoopback(req) })) return takeBack(app, req, reply, loginAddress(req, who, options));
    try {
      await checkCsrf(app, req);
    } catch (stale) {
      if (!keepsForm || fromElsewhere(req)) throw stale;
      return takeBack(app, req, reply, req.url);
    }
  });
}

/** What was typed is shown again at the same address, after the log-in if one is needed; nothing is done with it. */
async function takeBack(app: FastifyInstance, req: FastifyRequest, reply: FastifyReply, to: string | undefined): Promise<FastifyReply> {
  const { session, form } = req.sitt as NonNullable<FastifyRequest['sitt']>;
  if (!to) throw refusal(req);
  keepForm(session, req.url, form);
  await app.frame.saveSession(session, reply);
  return reply.redirect(to, 303);
}

/** Sent by another site's page: then nothing of it is kept either. */
function fromElsewhere(req: FastifyRequest): boolean {
  const { 'sec-fetch-site': site, origin } = req.headers;
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  // Browsers of before 2023 say only the origin of a form.
  return origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== req.host);
}

/** Only once a key was shown: whoever has none makes nobody read. What a refusal leaves behind is dropped, its failure too. */
function readAhead(req: FastifyRequest, who: Who): void {
  const { ahead } = req.routeOptions.config;
  if (!ahead || !who.bearer || bearerOf(req) === undefined) return;
  req.ahead = ahead(req.params as Record<string, string>);
  req.ahead.catch(() => undefined);
}

const bearerOf = (req: FastifyRequest): string | undefined => /^Bearer +(\S{1,200})$/i.exec(req.headers.authorization ?? '')?.[1];

async function identify(req: FastifyRequest, who: Who, { identify }: FrameOptions, secure: boolean): Promise<void> {
  const bearer = bearerOf(req);
  const found = await identify({ who, bearer, cookie: (kind) => req.cookies[cookieName(kind, secure)], address: req.ip });
  if (found === 'bad-key') throw new HttpFault(401, 'Cette clé n’est pas connue, a expiré ou a été révoquée.', { headers: { 'www-authenticate': 'Bearer error="invalid_token"' } });
  req.sitt = { ...found, form: {}, files: [] };
}

/** A person who only has to log in is led there and back; a posted form too where its route keeps it, else 401 says that it was not taken. */
function loginFor(req: FastifyRequest, who: Who, options: FrameOptions): string | undefined {
  return req.method !== 'GET' || isApi(req.url) || req.sitt?.actor.kind !== 'anonymous' ? undefined : loginAddress(req, who, options);
}

function loginAddress(req: FastifyRequest, who: Who, { loginPaths }: FrameOptions): string | undefined {
  const path = who.sessions.map((kind) => loginPaths?.[kind]).find(Boolean);
  return path && `${path}?retour=${encodeURIComponent(req.url)}`;
}

function refusal(req: FastifyRequest): HttpFault {
  if (req.sitt?.actor.kind !== 'anonymous') return forbidden();
  if (isApi(req.url)) return new HttpFault(401, 'Donnez une clé dans l’en-tête « Authorization: Bearer … ».', { headers: { 'www-authenticate': 'Bearer' } });
  return new HttpFault(401, "Votre session est terminée, ou vous n'êtes pas identifié. Identifiez-vous dans un autre onglet, puis revenez ici et envoyez à nouveau.");
}

async function count(limit: ReturnType<FastifyInstance['createRateLimit']>, req: FastifyRequest): Promise<void> {
  const state = await limit(req);
  if (state.isAllowed || !state.isExceeded) return;
  throw new HttpFault(429, undefined, { headers: { 'retry-after': String(state.ttlInSeconds) } });
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route reads its own body and answers by itself (the demonstration identity provider): no form of ours. */
    raw?: boolean;
  }
}
