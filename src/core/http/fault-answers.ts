import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { anonymous } from '../access/actor.ts';
import { DatabaseError, databaseError } from '../db/errors.ts';
import { csrfToken } from './csrf.ts';
import { faultWords, HttpFault } from './faults.ts';
import type { FaultView } from './frame.ts';

/** Answers every fault: a page, or application/problem+json (RFC 9457) at the API. Nothing of an error but its kind reaches the log. */
export function answerFaults(app: FastifyInstance, render: (view: FaultView) => string): void {
  app.setErrorHandler<FastifyError>(async (error, req, reply) => {
    const fault = faultOf(error);
    if (fault.status >= 500) req.log.error({ fault: describe(error) }, 'fault');
    return answerFault(req, reply, fault, render);
  });
  app.setNotFoundHandler(async (req, reply) => answerFault(req, reply, new HttpFault(404), render));
}

function faultOf(error: unknown): HttpFault {
  if (error instanceof HttpFault) return error;
  const known = databaseError(error);
  // A NUL in a text that PostgreSQL was asked to look for or to keep: the caller's fault, not ours.
  if (['22021', '22P05'].includes(String((known as { code?: unknown } | null)?.code))) return new HttpFault(400);
  if (known instanceof DatabaseError) return new HttpFault(databaseStatus(known));
  const status = (error as { statusCode?: unknown }).statusCode;
  return new HttpFault(typeof status === 'number' && status >= 400 && status < 600 ? status : 500);
}

/** What a rule should have said before is a 409; a lock that lasts or a lost connection is worth another try. */
function databaseStatus({ kind }: DatabaseError): number {
  if (kind === 'unique' || kind === 'exclusion') return 409;
  return kind === 'connection' || kind === 'deadlock' || kind === 'serialization' || kind === 'lock-timeout' || kind === 'statement-timeout' ? 503 : 500;
}

/** A message may quote a plate or a name; the class, the code and the frames cannot. */
export function describe(error: unknown): { name: string; code?: string; frames: string[] } {
  const known = databaseError(error);
  if (!(known instanceof Error)) return { name: typeof error, frames: [] };
  const code = (known as { code?: unknown }).code;
  const frames = known.stack?.split('\n').filter((line) => /^\s+at /.test(line)).slice(0, 12).map((line) => line.trim()) ?? [];
  return { name: known.name, ...(typeof code === 'string' ? { code } : {}), frames };
}

/** A page, or problem+json at the API. */
export function answerFault(req: FastifyRequest, reply: FastifyReply, fault: HttpFault, render: (view: FaultView) => string): FastifyReply {
  reply.code(fault.status).headers(fault.headers).header('cache-control', 'no-store');
  if (isApi(req.url)) {
    return reply.type('application/problem+json; charset=utf-8').serializer(JSON.stringify).send({
      type: 'about:blank', ...wordsForMachines(fault), status: fault.status, requestId: req.id,
      ...(fault.blockers ? { blockers: fault.blockers } : {}), ...(fault.errors ? { errors: fault.errors } : {}),
    });
  }
  const view: FaultView = {
    status: fault.status, title: fault.title, detail: fault.detail, requestId: req.id, path: req.url.split('?')[0] ?? '/',
    errors: fault.errors ?? [], blockers: fault.blockers ?? [], actor: req.sitt?.actor ?? anonymous,
    csrf: () => csrfToken(req, reply),
  };
  return reply.type('text/html; charset=utf-8').send(render(view));
}

/** No machine asked for a page. */
function wordsForMachines({ status, title, detail }: HttpFault): { title: string; detail: string } {
  if (status !== 404) return { title, detail };
  return { title: 'Introuvable', detail: detail === faultWords(404).detail ? 'Cette adresse n’existe pas, ou ce qu’elle désigne n’est pas à vous.' : detail };
}

/** Machines are answered in JSON. */
export function isApi(url: string): boolean {
  return /^\/(api\/|openapi\.json)/.test(url);
}
