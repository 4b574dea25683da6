import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Sealed } from '../access/sealed.ts';
import { uuid } from '../values/ids.ts';
import type { Answer } from './answers.ts';
import type { Ahead, Ctx, RouteLine } from './context.ts';
import { csrfToken } from './csrf.ts';
import type { Frame } from './frame.ts';
import { workId } from './request-id.ts';
import { open, type Who } from './who.ts';

/** Puts a line of a door on the server. Who may pass is part of the line; `buildServer` refuses a route without it. */
export function route(app: FastifyInstance, line: RouteLine): void {
  const who: Who = line.who === 'public' ? (line.path.startsWith('/api/') ? { ...open(), bearer: true } : open()) : line.who;
  app.route({
    method: line.method,
    url: line.path,
    config: { who, purpose: line.purpose, perMinute: line.perMinute, keepsForm: line.keepsForm, ahead: line.ahead, files: line.files },
    handler: async (req, reply) => {
      const answer = await line.handler(contextOf(app.frame, req, reply, line));
      return send(app.frame, req, reply, answer);
    },
  });
}

/** A line whose handler is given what is read ahead (see `RouteLine.ahead`), with its type. */
export function readingAhead<T>({ handler, ...line }: Omit<RouteLine, 'ahead' | 'handler'> & { readonly ahead: Ahead<T>; readonly handler: (ctx: Ctx, read: T) => Promise<Answer> | Answer }): RouteLine {
  return { ...line, handler: async (ctx) => handler(ctx, await (ctx.ahead ?? line.ahead(ctx.params)) as T) };
}

/** Puts several lines. */
export function routes(app: FastifyInstance, lines: readonly RouteLine[]): void {
  for (const line of lines) route(app, line);
}

function contextOf(frame: Frame, req: FastifyRequest, reply: FastifyReply, line: RouteLine): Ctx {
  const known = req.sitt;
  if (!known) throw new Error('a route was reached without identification');
  const { _csrf, _request, ...form } = known.form;
  let csrf: string | undefined;
  let work: string | undefined;
  return {
    actor: known.actor, session: known.session, scopes: known.scopes,
    get csrf() { return (csrf ??= csrfToken(req, reply)); },
    get freshRequest() { return uuid(); },
    get requestId() { return (work ??= workId(req, known.caller, { _request, ...((req.body ?? {}) as object) })); },
    form, files: known.files,
    params: req.params as Record<string, string>,
    query: req.query as Ctx['query'],
    req, reply, ahead: req.ahead,
    disclose: <T>(sealed: Sealed<T>, purpose = line.purpose) => {
      if (!purpose) throw new Error(`route ${line.path} discloses persons without a purpose`);
      return frame.disclose(known.actor, { code: purpose, route: `${line.method} ${line.path}`, requestId: req.id }, sealed);
    },
  };
}

/** The session is saved first: whoever holds the answer can go on from it. */
async function send(frame: Frame, req: FastifyRequest, reply: FastifyReply, answer: Answer): Promise<FastifyReply> {
  const session = req.sitt?.session;
  if (answer.kind === 'hijacked') return reply;
  if (answer.kind === 'see-other' && answer.flash) session?.flash(answer.flash.kind, answer.flash.text);
  if (session) await frame.saveSession(session, reply);
  if (answer.kind === 'see-other') return reply.redirect(answer.to, 303);
  reply.headers(answer.headers ?? {});
  // A page about a person stays in no cache, neither a proxy's nor a shared machine's.
  if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  if (answer.kind === 'file') {
    const name = encodeURIComponent(answer.name);
    return reply.type(answer.type).header('content-disposition', `${answer.inline ? 'inline' : 'attachment'}; filename*=UTF-8''${name}`).send(answer.body);
  }
  if (answer.kind === 'html') return reply.code(answer.status).type('text/html; charset=utf-8').send(answer.body);
  reply.code(answer.status);
  if (!reply.hasHeader('content-type')) reply.type('application/json; charset=utf-8');
  return reply.serializer(JSON.stringify).send(answer.body);
}
