import { createHmac } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { exportJWK, generateKeyPair } from 'jose';
import Provider, { type Configuration } from 'oidc-provider';
import { createMemoryAdapter } from 'oidc-provider/lib/adapters/memory_adapter.js';
import type { CustomFetch } from 'openid-client';
import { leaveFor, notFound, open, page, routes } from '../http/index.ts';
import { DEMO_ISSUER, type DemoCitizen } from './demo-citizens.ts';
import { OidcClient } from './oidc-client.ts';

/** What the demonstration provider's page shows: one button per person, posting `sub` and `_csrf` to `action`. It must say plainly what it is. */
export type ProviderView = { readonly title: string; readonly warning: string; readonly people: readonly DemoCitizen[]; readonly action: string; readonly csrf: string };
export type LocalProviderOptions = { readonly secret: string; readonly people: readonly DemoCitizen[]; readonly callbackPath: string; readonly render: (view: ProviderView) => string };

const MOUNT = '/nc-connect';
const CLIENT = 'sitt';

/**
 * A whole OpenID provider in this process, for the demo and the tests: real codes, tokens and signatures, invented
 * people, no password. Mount it only under the demo mark. @returns the client that speaks to it without the network
 */
export async function addLocalProvider(app: FastifyInstance, options: LocalProviderOptions): Promise<() => OidcClient> {
  const key = await exportJWK((await generateKeyPair('RS256', { extractable: true })).privateKey);
  const secret = createHmac('sha256', options.secret).update('local provider').digest('base64url');
  let provider: Provider | undefined;
  // The address of the demo may be known only once it listens.
  const running = () => (provider ??= new Provider(`${app.frame.publicUrl()}${MOUNT}`, configure(options, { ...key, use: 'sig', alg: 'RS256' }, secret, app.frame.publicUrl())));
  await mount(app, running);
  addChoice(app, running, options);
  let client: OidcClient | undefined;
  return () => (client ??= new OidcClient({
    issuer: `${app.frame.publicUrl()}${MOUNT}`, clientId: CLIENT, clientSecret: secret, accountIssuer: DEMO_ISSUER, verifiedAcr: ['verified'], fetch: withoutNetwork(app), prompt: 'login',
  }));
}

function configure({ people, callbackPath }: LocalProviderOptions, key: object, secret: string, publicUrl: string): Configuration {
  const find = (sub: string) => people.find((one) => one.sub === sub);
  return {
    clients: [{ client_id: CLIENT, client_secret: secret, redirect_uris: [`${publicUrl}${callbackPath}`], grant_types: ['authorization_code'], response_types: ['code'], token_endpoint_auth_method: 'client_secret_post' }],
    jwks: { keys: [key] },
    adapter: createMemoryAdapter(), // in memory is right here: a demo's provider forgets everybody when it stops
    cookies: { keys: [secret], names: { session: 'nc-demo', interaction: 'nc-demo-choice', resume: 'nc-demo-resume' } },
    scopes: ['openid', 'profile', 'birth', 'email'],
    claims: { openid: ['sub', 'acr'], profile: ['family_name', 'given_name', 'gender'], birth: ['birthdate', 'birthplace'], email: ['email'] },
    acrValues: ['low', 'verified'],
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: false } },
    ttl: { Session: 60, Interaction: 900, Grant: 900, AccessToken: 300, IdToken: 300, AuthorizationCode: 60 },
    interactions: { url: (_, { uid }) => `${MOUNT}/identite/${uid}` },
    findAccount: (_, sub) => {
      const person = find(sub);
      return person && { accountId: sub, claims: () => ({
        sub, family_name: person.familyName, given_name: person.givenNames, gender: person.gender, birthdate: person.birthDate, birthplace: person.birthPlace, email: person.email,
      }) };
    },
    // The citizen chose on the page already: no second question about consent.
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({ clientId: CLIENT, accountId: oidc.session?.accountId ?? '' });
      grant.addOIDCScope('openid profile birth email');
      await grant.save();
      return grant;
    },
    renderError: (ctx) => {
      ctx.type = 'text/plain; charset=utf-8';
      ctx.body = 'Fournisseur d’identité de démonstration : la demande n’est pas valable. Revenez au service et recommencez.';
    },
  };
}

/** Hands the raw request over, its body unread: the provider is a web application of its own. */
async function mount(app: FastifyInstance, running: () => Provider): Promise<void> {
  await app.register(async (inner) => {
    inner.removeAllContentTypeParsers();
    inner.addContentTypeParser('*', (_, __, done) => done(null, undefined));
    inner.route({ method: ['GET', 'POST'], url: `${MOUNT}/*`, config: { who: open(), raw: true }, handler: (req, reply) => {
      for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) reply.raw.setHeader(name, value);
      reply.hijack();
      const raw = Object.assign(req.raw, { originalUrl: req.raw.url });
      raw.url = raw.url?.slice(MOUNT.length) ?? '/';
      void running().callback()(raw, reply.raw);
    } });
  });
}

/** The page where one is whom one likes. */
function addChoice(app: FastifyInstance, running: () => Provider, { people, render }: LocalProviderOptions): void {
  const path = `${MOUNT}/identite/:uid`;
  const pending = async (req: FastifyRequest, reply: FastifyReply) => running().interactionDetails(req.raw, reply.raw).catch(() => { throw notFound('Cette identification a expiré. Revenez au service et recommencez.'); });
  const choose = async (req: FastifyRequest, reply: FastifyReply, { sub, assurance }: DemoCitizen) =>
    leaveFor(new URL(await running().interactionResult(req.raw, reply.raw, { login: { accountId: sub, acr: assurance, remember: false } })));
  routes(app, [
    { method: 'GET', path, who: 'public', handler: async ({ req, reply, csrf }) => {
      const { uid, params } = await pending(req, reply);
      const hinted = people.find(({ sub }) => sub === params['login_hint']);
      if (hinted) return choose(req, reply, hinted);
      return page(render({
        title: 'NC Connect : fournisseur d’identité de démonstration', people, action: `${MOUNT}/identite/${uid}`, csrf,
        warning: 'Ceci n’est pas NC Connect. Ces personnes sont inventées ; aucun mot de passe n’est demandé.',
      }));
    } },
    { method: 'POST', path, who: 'public', handler: async ({ req, reply, form }) => {
      await pending(req, reply);
      const person = people.find(({ sub }) => sub === form['sub']);
      if (!person) throw notFound();
      return choose(req, reply, person);
    } },
  ]);
}

/** Requests of our own client to our own provider: through the same frame, not through the machine's network. */
function withoutNetwork(app: FastifyInstance): CustomFetch {
  return async (url, { method, headers, body }) => {
    const { host, pathname, search } = new URL(url);
    const payload = body instanceof URLSearchParams ? body.toString() : (body as string | undefined) ?? undefined;
    const answer = await app.inject({
      method: method as 'GET' | 'POST', url: pathname + search, headers: { ...headers, host },
      ...(payload === undefined ? {} : { payload }),
    });
    const sent = Object.entries(answer.headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)] as [string, string]]));
    return new Response(answer.body, { status: answer.statusCode, headers: sent });
  };
}
