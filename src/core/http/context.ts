import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../access/actor.ts';
import type { Sealed } from '../access/sealed.ts';
import type { Session } from '../access/session.ts';
import type { Answer } from './answers.ts';
import type { Form, Upload } from './uploads.ts';
import type { Who } from './who.ts';

/** What the frame knows of a request, from its identification on. */
export type Request = {
  readonly actor: Actor;
  readonly session: Session;
  /** Scopes of the bearer key, when one was shown. */
  readonly scopes: readonly string[] | undefined;
  /** Who asks, for counting and for request ids: an account, a key, a session, an address. */
  readonly caller: string;
  form: Form;
  files: readonly Upload[];
};

/** What a handler is given. */
export type Ctx = {
  readonly actor: Actor;
  readonly session: Session;
  readonly scopes: readonly string[] | undefined;
  /** For the hidden field `_csrf` of every form of the page. */
  readonly csrf: string;
  /** For the hidden field `_request` of a form of the page: pressed twice, it is done once. */
  readonly freshRequest: string;
  /** The id under which `perform` does this request once, bound to the caller and the address. */
  readonly requestId: string;
  /** Typed fields, without those of the frame (`_csrf`, `_request`). */
  readonly form: Form;
  readonly files: readonly Upload[];
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly req: FastifyRequest;
  readonly reply: FastifyReply;
  /** What the line's `ahead` is reading. */
  readonly ahead: Promise<unknown> | undefined;
  /** Opens what a store sealed, once the reading is in the log under the purpose of this route. Throws when the log is down. */
  readonly disclose: <T>(sealed: Sealed<T>, purpose?: string) => Promise<T>;
};

export type Ahead<T = unknown> = (params: Readonly<Record<string, string>>) => Promise<T>;

export type Handler = (ctx: Ctx) => Promise<Answer> | Answer;
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** A line of a door: what may be asked, and who may ask it. */
export type RouteLine = {
  readonly method: Method;
  readonly path: string;
  readonly who: 'public' | Who;
  /** Why persons are read here, as they will read it: «consultation pour instruction». Needed to disclose. */
  readonly purpose?: string;
  /** Requests a minute for one caller, when the usual limit does not fit (login, upload, check). */
  readonly perMinute?: number;
  /** How many files one form of this line may bring, where it is more than usual. */
  readonly files?: number;
  /** A form whose sender's session has ended is not lost: it is shown again by the GET of the same address (see `takeKept`). */
  readonly keepsForm?: boolean;
  /**
   * Whether a professional whose accreditation is stopped may still pass. Said by nobody: reads pass, and nothing else,
   * so that a new line that creates is closed to them from its first day.
   */
  readonly whenStopped?: boolean | ((ctx: Ctx) => boolean | Promise<boolean>);
  /**
   * A read whose question the address alone says: it starts while the key is checked, in the same trip. Only the handler
   * gets its answer (`ctx.ahead`), so only who may pass; on a route that a bearer key opens, once a key was shown.
   */
  readonly ahead?: Ahead;
  readonly handler: Handler;
};

/** A route as the test that walks them all with every role sees it. */
export type BookedRoute = { readonly method: string; readonly path: string; readonly who: Who; readonly purpose: string | undefined; readonly keepsForm: boolean; readonly perMinute: number | undefined };

declare module 'fastify' {
  interface FastifyRequest { sitt: Request | undefined; ahead: Promise<unknown> | undefined }
  interface FastifyContextConfig { who?: Who; purpose?: string | undefined; perMinute?: number | undefined; keepsForm?: boolean | undefined; ahead?: Ahead | undefined; files?: number | undefined }
  interface FastifyInstance { routeBook: BookedRoute[] }
}
