import type { FastifyInstance, InjectOptions } from 'fastify';
import { identifier, sessionSaver } from '../access/identify.ts';
import { disclose, DisclosureLog, type Deferral } from '../access/disclosure.ts';
import { openSession, type Principal, type SessionKind } from '../access/sessions.ts';
import type { Pools } from '../db/sql.ts';
import { cookieName, type FrameOptions } from './frame.ts';
import { buildServer } from './server.ts';

/** The whole frame on a test database: real sessions, keys and log; only the screens are bare. */
export type TestServer = { readonly app: FastifyInstance; readonly log: DisclosureLog; readonly lines: string[]; readonly at: { now: Date }; readonly close: () => Promise<void> };

export async function testServer(pools: Pools, url: string, more: Partial<FrameOptions> & { deferral?: Deferral } = {}): Promise<TestServer> {
  const at = { now: new Date('2026-11-23T22:00:00Z') };
  const clock = () => at.now;
  const stores = { read: pools.lookup, acts: pools.acts, clock };
  const log = new DisclosureLog(url, { clock, ...(more.deferral ? { deferral: more.deferral } : {}) });
  const lines: string[] = [];
  const app = await buildServer({
    publicUrl: 'http://localhost', secret: 'a secret of the tests, thirty-two long',
    identify: identifier(stores), saveSession: sessionSaver(stores),
    disclose: (actor, purpose, sealed) => disclose(log, actor, purpose, sealed),
    renderFault: ({ status, title, detail, requestId }) => `<h1>${title}</h1><p>${detail}</p><p>${status} ${requestId}</p>`,
    loginPaths: { citizen: '/usager/connexion', agent: '/guichet/connexion' },
    ready: async () => (await pools.read`select 1`).length === 1,
    metrics: { open: () => false, token: 'metrics-token' },
    log: { write: (line) => lines.push(line) },
    ...more,
  });
  return { app, log, lines, at, close: async () => { await app.close(); await log.close(); } };
}

/** A browser: keeps cookies, follows nothing, and finds the CSRF token in the last page it got. */
export class Browser {
  readonly #app: FastifyInstance;
  readonly cookies = new Map<string, string>();
  page = '';

  constructor(app: FastifyInstance) { this.#app = app; }

  /** A browser already logged in as this account. */
  static async as(app: FastifyInstance, pools: Pools, kind: SessionKind, principal: Principal, now: Date): Promise<Browser> {
    const browser = new Browser(app);
    browser.cookies.set(cookieName(kind, app.frame.secure), await openSession(pools.acts, kind, principal, {}, now));
    return browser;
  }

  async get(url: string, options: InjectOptions = {}) { return this.#send({ method: 'GET', url, ...options }); }

  /** Posts a form with the hidden token of the page before it, unless `form` has its own. */
  async post(url: string, form: Record<string, string> = {}, options: InjectOptions = {}) {
    const token = /name="_csrf" value="([^"]+)"/.exec(this.page)?.[1];
    const fields = new URLSearchParams({ ...(token ? { _csrf: token } : {}), ...form });
    return this.#send({ method: 'POST', url, payload: fields.toString(), headers: { 'content-type': 'application/x-www-form-urlencoded' }, ...options });
  }

  async #send(options: InjectOptions) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await this.#app.inject({ ...options, headers: { ...(cookie ? { cookie } : {}), ...options.headers } });
    for (const { name, value, ...how } of answer.cookies) {
      if (how.maxAge === 0 || value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    if (answer.statusCode < 300) this.page = answer.body;
    return answer;
  }
}
