/** The HTTP server: the frame, the identities, and every door. A new channel is one line here. */
import type { FastifyInstance } from 'fastify';
import { join } from 'node:path';
import { existsSync, readFileSync } from 'node:fs';
import type { App } from './app.ts';
import type { CitizenProvider } from './commands/identity.ts';
import { addCitizenLogin } from './core/access/citizen-login.ts';
import { demoCitizens } from './core/access/demo-citizens.ts';
import { disclose, DisclosureLog } from './core/access/disclosure.ts';
import { identifier, sessionSaver } from './core/access/identify.ts';
import { addLocalProvider } from './core/access/local-provider.ts';
import { OidcClient } from './core/access/oidc-client.ts';
import { addPasswordLogin } from './core/access/login-routes.ts';
import type { Actor } from './core/access/actor.ts';
import { buildServer, page, routes, type RouteLine, type Who } from './core/http/index.ts';
import { findByPivot } from './domains/people/index.ts';
import { cardNotifications, simulatorPages } from './domains/payments/card/index.ts';
import { CardSimulator } from './domains/payments/index.ts';
import { apiRoutes } from './doors/api/routes.ts';
import { citizenRoutes } from './doors/citizen/index.ts';
import { professionalRoutes } from './doors/professional/index.ts';
import { endStreams, publicRoutes } from './doors/public/index.ts';
import { counterRoutes } from './doors/counter/routes.ts';
import { deskAgents } from './doors/counter/site.tsx';
import { insurerRoutes } from './doors/professional/insurer.tsx';
import { policeRoutes, readingDeferral } from './doors/police/index.ts';
import { renderCitizenLogin, renderFault, renderLogin, renderNotOpen, renderProvider } from './doors/public/logins.tsx';
import { firstEntryRoutes, steeringAgents, steeringRoutes } from './doors/steering/index.ts';
import { usePublicFiles } from './ui/index.ts';

/** Every door, in the order of the home page. */
const doors: readonly ((app: App) => RouteLine[])[] = [citizenRoutes, counterRoutes, steeringRoutes, policeRoutes, professionalRoutes, insurerRoutes, apiRoutes];

/** Builds the server of this installation; it listens when told. `close()` also ends the disclosure log. */
export async function buildSitt(app: App, options: { databaseUrl: string; secret: string; logLevel?: string; limits?: { perAddress: number; perCaller: number }; identity?: CitizenProvider }): Promise<FastifyInstance> {
  const folder = join(app.config.root, '.build/public');
  usePublicFiles(manifest(folder));
  const log = new DisclosureLog(options.databaseUrl, { clock: app.world.clock, deferral: readingDeferral(app.world.clock) });
  const server = await buildServer({
    publicUrl: app.config.production ? app.config.publicUrl : app.publicUrl, secret: options.secret,
    identify: identifier(app.stores), saveSession: sessionSaver(app.stores),
    disclose: (actor, purpose, sealed) => disclose(log, actor, purpose, sealed),
    renderFault: (view) => renderFault(view, app.demo, agentHome),
    loginPaths: { citizen: '/usager/connexion', agent: '/guichet/connexion', authority: '/police/connexion', partner: '/professionnel/connexion' },
    formOrigins: app.desk.provider.origin ? [app.desk.provider.origin] : [],
    assets: existsSync(folder) ? [{ root: folder, prefix: '/public/' }] : [],
    ready: async () => (await app.pools.read`select 1 as one`).length === 1,
    metrics: { open: () => app.demo, token: app.config.metricsToken },
    log: { level: options.logLevel ?? 'info' }, trustProxy: app.config.trustProxy,
    ...(options.limits ? { limits: options.limits } : {}),
  });
  server.addHook('onClose', () => log.close());
  server.addHook('preClose', (done) => { endStreams(); done(); });
  await addIdentities(server, app, options.secret, options.identity);
  if (app.desk.provider instanceof CardSimulator) await server.register(simulatorPages, { simulator: app.desk.provider });
  await server.register(cardNotifications, { desk: app.desk });
  for (const door of doors) routes(server, door(app));
  // Last: the front of the house says which doors are built.
  routes(server, publicRoutes(app, (url) => server.hasRoute({ method: 'GET', url }) || server.hasRoute({ method: 'POST', url })));
  return server;
}

async function addIdentities(server: FastifyInstance, app: App, secret: string, identity: CitizenProvider | undefined): Promise<void> {
  const door = { stores: app.stores, secret, renderLogin: renderLogin(app.demo) };
  addPasswordLogin(server, { kind: 'agent', base: '/guichet', home: agentHome }, door);
  addPasswordLogin(server, { kind: 'authority', base: '/police' }, door);
  addPasswordLogin(server, { kind: 'partner', base: '/professionnel' }, door);
  routes(server, firstEntryRoutes(app, secret));
  if (!app.demo && !identity) {
    // Without a provider nobody enters as a citizen, and it is said.
    routes(server, [{ method: 'GET', path: '/usager/connexion', who: 'public', handler: () => page(renderNotOpen()) }]);
    return;
  }
  const real = identity && new OidcClient(identity);
  const client = real ? () => real : await addLocalProvider(server, { secret, people: demoCitizens, callbackPath: '/usager/connexion/retour', render: renderProvider });
  addCitizenLogin(server, {
    base: '/usager', stores: app.stores, client, providerName: identity?.name ?? 'NC Connect', demo: app.demo,
    findPerson: findByPivot, renderLogin: renderCitizenLogin(app.demo),
  });
}

/** Agents begin where their role lets them in: who keeps the accounts, or reads and steers, has nothing to do at the counter. */
function agentHome(actor: Actor): string {
  const may = (who: Who) => who.allows({ actor, scopes: undefined, local: false });
  return !may(deskAgents) && may(steeringAgents) ? '/pilotage' : '/guichet';
}

function manifest(folder: string): Record<string, string> {
  const file = join(folder, 'manifest.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) as Record<string, string> : {};
}
