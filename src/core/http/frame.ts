import type { FastifyReply } from 'fastify';
import type { Actor } from '../access/actor.ts';
import type { CookieChange, Session } from '../access/session.ts';
import type { Sealed } from '../access/sealed.ts';
import { sessionLimits, type SessionKind } from '../access/sessions.ts';
import type { Blocker } from '../demarche/blockers.ts';
import type { FieldError } from './faults.ts';
import type { Request } from './context.ts';
import type { Who } from './who.ts';

/** What an error page shows; how it looks is the design system's matter. */
export type FaultView = {
  readonly status: number; readonly title: string; readonly detail: string;
  /** To be read to the help desk: the only link to the logs. */
  readonly requestId: string;
  readonly errors: readonly FieldError[]; readonly blockers: readonly Blocker[];
  readonly actor: Actor; readonly path: string;
  /** Token of the log-out form; made when it is asked for, since it sets a cookie. */
  readonly csrf: () => string;
};

/** Why and where a person's data is read. */
export type Purpose = { readonly code: string; readonly route: string; readonly requestId: string };
export type Disclose = <T>(actor: Actor, purpose: Purpose, sealed: Sealed<T>) => Promise<T>;

/** Finds who asks: by the bearer key where `who.bearer`, else by the first cookie of its sessions that lives. */
export type Identify = (proof: { who: Who; bearer: string | undefined; cookie: (kind: SessionKind) => string | undefined; address: string }) =>
  Promise<Omit<Request, 'form' | 'files'> | 'bad-key'>;

export type Saved = (session: Session) => Promise<CookieChange[]>;

/** A folder of files for everybody, under a prefix. */
export type Assets = { readonly root: string; readonly prefix: string };

/** What the frame is built from. Renderers and stores come from outside: the frame knows no screen and no table. */
export type FrameOptions = {
  /** As users type it; may be known only once the server listens. */
  readonly publicUrl: string | (() => string);
  /** Root of the CSRF key; the same on every server of an installation. */
  readonly secret: string;
  readonly identify: Identify;
  readonly saveSession: Saved;
  readonly disclose: Disclose;
  readonly renderFault: (view: FaultView) => string;
  /** Where to log in, by kind of session; a GET without session goes there, and comes back. */
  readonly loginPaths?: Partial<Record<SessionKind, string>>;
  readonly assets?: readonly Assets[];
  /** Other origins that forms may lead to (identity provider, card page), for the CSP's form-action. */
  readonly formOrigins?: readonly string[];
  /** True when the database answers. */
  readonly ready: () => Promise<boolean>;
  readonly metrics: { readonly open: () => boolean; readonly token?: string | undefined };
  readonly log?: { readonly level?: string; readonly write?: (line: string) => void };
  /** Requests a minute; tests lower or raise them. */
  readonly limits?: Partial<Limits>;
  /** Addresses of the proxies in front, for the caller's address. */
  readonly trustProxy?: boolean | string;
};
/** One office shares one address: the address limit only stops floods. */
export type Limits = { readonly perAddress: number; readonly perCaller: number };

/** The part of the frame that routes use. */
export type Frame = {
  readonly disclose: Disclose;
  readonly saveSession: (session: Session, reply: FastifyReply) => Promise<void>;
  readonly publicUrl: () => string;
  readonly secure: boolean;
};

declare module 'fastify' {
  interface FastifyInstance { frame: Frame }
}

/** `__Host-` binds a cookie to this very host, over https only; without https browsers would refuse it. */
export function cookieName(kind: SessionKind, secure: boolean): string {
  return `${secure ? '__Host-' : ''}sitt-${kind}`;
}

/** Sets and clears the session cookies. The absolute limit is also the cookie's. */
export function writeCookies(reply: FastifyReply, changes: readonly CookieChange[], secure: boolean): void {
  const common = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const;
  for (const { kind, token } of changes) {
    if (token === null) reply.clearCookie(cookieName(kind, secure), common);
    else reply.setCookie(cookieName(kind, secure), token, { ...common, maxAge: sessionLimits[kind].absolute * 60 });
  }
}
