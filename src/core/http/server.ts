import { createHmac, randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import Fastify, { LogController, type FastifyInstance } from 'fastify';
import { addAssets } from './assets.ts';
import { compressPages } from './compress.ts';
import { useCsrf } from './csrf.ts';
import { answerFaults, answerFault } from './fault-answers.ts';
import { HttpFault } from './faults.ts';
import { useFixedHeaders } from './fixed-headers.ts';
import { writeCookies, type FrameOptions } from './frame.ts';
import { openGate } from './gate.ts';
import { addHealth } from './health.ts';
import { logAnswers, loggerOf } from './log.ts';
import { uploadLimits } from './uploads.ts';

const usualLimits = { perAddress: 3000, perCaller: 300 };

/**
 * The HTTP frame of every door: cookies, forms, uploads, headers, limits, forged forms, logs, faults, health.
 * Routes are added with `route()`. Throws at start when a route does not say who may pass it.
 * `close()` lets the answers under way end, and takes no new ones.
 */
export async function buildServer(options: FrameOptions): Promise<FastifyInstance> {
  const publicUrl = typeof options.publicUrl === 'function' ? options.publicUrl : () => options.publicUrl as string;
  const secure = typeof options.publicUrl === 'string' && options.publicUrl.startsWith('https:');
  const app = Fastify({
    loggerInstance: loggerOf(options.log),
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(), requestIdHeader: false,
    trustProxy: options.trustProxy ?? false,
    bodyLimit: 2 ** 20, routerOptions: { maxParamLength: 200 },
    return503OnClosing: true, forceCloseConnections: 'idle',
    // An address that cannot be decoded never meets a hook or a route.
    frameworkErrors: (_, req, reply) => { void answerFault(req, reply, new HttpFault(400), options.renderFault); },
  }) as unknown as FastifyInstance;
  app.decorateRequest('sitt', undefined);
  app.decorateRequest('ahead', undefined);
  app.decorate('routeBook', []);
  app.decorate('frame', {
    disclose: options.disclose, publicUrl, secure,
    saveSession: async (session, reply) => writeCookies(reply, await options.saveSession(session), secure),
  });
  keepRouteBook(app, options);
  answerFaults(app, options.renderFault);
  await app.register(cookie);
  await useFixedHeaders(app, headers(options, secure));
  await app.register(formbody, { bodyLimit: 2 ** 20 });
  await app.register(multipart, { limits: uploadLimits, throwFileSizeLimit: false });
  await app.register(rateLimit, { global: false });
  await useCsrf(app, { secure, secret: createHmac('sha256', options.secret).update('csrf').digest('base64url') });
  openGate(app, options, { ...usualLimits, ...options.limits }, secure);
  compressPages(app);
  logAnswers(app);
  addHealth(app, options);
  for (const assets of options.assets ?? []) await addAssets(app, assets);
  return app;
}

/** Nobody passes where nobody said who may. */
function keepRouteBook(app: FastifyInstance, { assets = [] }: FrameOptions): void {
  app.addHook('onRoute', (line) => {
    const { who, purpose, keepsForm = false, perMinute } = line.config ?? {};
    if (assets.some(({ prefix }) => line.url.startsWith(prefix))) return;
    if (!who) throw new Error(`route ${String(line.method)} ${line.url} does not say who may pass`);
    for (const method of [line.method].flat()) app.routeBook.push({ method, path: line.url, who, purpose, keepsForm, perMinute });
  });
}

/** Our own files only, no inline script or style, no framing: a name with HTML in it stays a name. */
function headers({ formOrigins = [] }: FrameOptions, secure: boolean) {
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"], baseUri: ["'none'"], objectSrc: ["'none'"], frameAncestors: ["'none'"],
        formAction: ["'self'", ...formOrigins], imgSrc: ["'self'", 'data:'],
        ...(secure ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    frameguard: { action: 'deny' as const },
    referrerPolicy: { policy: 'same-origin' as const },
    strictTransportSecurity: secure ? { maxAge: 31_536_000, includeSubDomains: true } : false as const,
    crossOriginEmbedderPolicy: false as const,
  };
}
