import type { FastifyInstance } from 'fastify';
import { HttpFault, keptData, leaveFor, localPath, notFound, open, page, routes, seeOther, type Ctx } from '../http/index.ts';
import { transaction } from '../db/sql.ts';
import { enterCitizen, type FindPerson } from './citizen-accounts.ts';
import type { AccessStores } from './identify.ts';
import { isDemo } from './installation.ts';
import type { Exchange, OidcClient } from './oidc-client.ts';

/** What the page before leaving for the provider shows: one link, `href` (a link, since forms may lead nowhere else). */
export type CitizenLoginView = { readonly href: string; readonly providerName: string; readonly demo: boolean; readonly error: string | undefined;
  /** True when a form waits to be shown again after the log-in. */
  readonly kept: boolean };

export type CitizenLoginOptions = {
  readonly base: string;
  readonly stores: AccessStores;
  readonly client: () => OidcClient;
  readonly providerName: string;
  readonly demo: boolean;
  readonly findPerson: FindPerson;
  readonly renderLogin: (view: CitizenLoginView) => string;
};

const FAILED = 'L’identification n’a pas abouti. Recommencez ; si cela se répète, attendez quelques minutes.';

/** Adds the log-in of citizens by the identity provider, and their log-out. */
export function addCitizenLogin(app: FastifyInstance, { base, stores, client, providerName, demo, findPerson, renderLogin }: CitizenLoginOptions): void {
  const here = `${base}/connexion`;
  const back = `${base}/connexion/retour`;
  const who = open('citizen');
  const returnTo = ({ query }: Ctx) => localPath(typeof query['retour'] === 'string' ? query['retour'] : undefined) ?? base;
  const show = ({ session }: Ctx, to: string, error?: string) => renderLogin({ href: `${here}/identite?retour=${encodeURIComponent(to)}`, providerName, demo, error, kept: Object.keys(keptData(session)).length > 0 });

  const leave = async (ctx: Ctx, to: string, hint?: string) => {
    const { url, exchange } = await reach(() => client().leave(new URL(back, app.frame.publicUrl()).href, to, hint));
    ctx.session.set('oidc', exchange);
    return leaveFor(url);
  };

  routes(app, [
    { method: 'GET', path: here, who, handler: (ctx) => (ctx.actor.kind === 'citizen' ? seeOther(returnTo(ctx)) : page(show(ctx, returnTo(ctx)))) },
    { method: 'GET', path: `${here}/identite`, who, perMinute: 60, handler: async (ctx) => {
      const home = new URL(app.frame.publicUrl());
      // The cookie that holds the exchange must be on the host where the provider sends the browser back.
      if (new URL(`${home.protocol}//${ctx.req.host}`).host !== home.host) return leaveFor(new URL(ctx.req.url, home));
      return leave(ctx, returnTo(ctx));
    } },
    // A demonstration's one press: the same way through the provider, which is told beforehand whom to be.
    ...(demo ? [{ method: 'POST' as const, path: `${here}/demonstration`, who, perMinute: 60, handler: async (ctx: Ctx) => {
      if (!(await isDemo(stores.read))) throw notFound();
      return leave(ctx, base, String(ctx.form['identite'] ?? '').slice(0, 40));
    } }] : []),
    { method: 'GET', path: back, who, perMinute: 60, handler: async (ctx) => {
      const exchange = ctx.session.get('oidc') as Exchange | undefined;
      ctx.session.set('oidc', undefined);
      const pivot = exchange && await client().comeBack(new URL(ctx.req.url, app.frame.publicUrl()), exchange).catch((error: unknown) => {
        ctx.req.log.warn({ fault: { name: (error as Error).name, code: (error as { code?: string }).code } }, 'identification failed');
        return undefined;
      });
      if (!exchange || !pivot) return page(show(ctx, base, FAILED), 403);
      const principal = await transaction(stores.acts, (tx) => enterCitizen(tx, pivot, findPerson, stores.clock()));
      ctx.session.start('citizen', principal, keptData(ctx.session));
      return seeOther(exchange.returnTo);
    } },
    { method: 'POST', path: `${base}/deconnexion`, who, handler: ({ session }) => { session.end(); return seeOther('/'); } },
  ]);
}

async function reach<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch {
    throw new HttpFault(503, 'Le service d’identité ne répond pas. Rien n’est perdu : réessayez dans quelques minutes.');
  }
}
