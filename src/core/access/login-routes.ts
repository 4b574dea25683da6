import type { FastifyInstance } from 'fastify';
import { keptData, localPath, notFound, open, page, routes, seeOther, unprocessable, type Answer, type Ctx } from '../http/index.ts';
import type { Actor } from './actor.ts';
import { demoIdentities, type DemoIdentity } from './demo.ts';
import type { AccessStores } from './identify.ts';
import type { Flash } from './session.ts';
import { isDemo } from './installation.ts';
import { actorOf, checkLogin } from './password-login.ts';
import type { Principal } from './sessions.ts';

/** A door whose people log in by password and code: where its pages are, and which actors it takes. */
export type PasswordDoor = {
  readonly kind: 'agent' | 'authority' | 'partner';
  /** Root of its addresses: '/guichet'; the pages are /guichet/connexion and /guichet/deconnexion. */
  readonly base: string;
  /** Further condition: an authority of this name, a partner of this kind. */
  readonly takes?: (actor: Actor) => boolean;
  /** Where somebody who asked for no page in particular begins; absent: at the base. */
  readonly home?: (actor: Actor) => string;
};

/** What a login page shows. Its form posts `email`, `password`, `code`, `retour`, `_csrf` to `action`; a demo button posts `identite`, `retour`, `_csrf` to `demoAction`. */
export type LoginView = {
  readonly kind: PasswordDoor['kind'];
  readonly action: string; readonly demoAction: string;
  readonly csrf: string; readonly returnTo: string; readonly email: string;
  /** The one sentence that says what went wrong, without saying which of the three. */
  readonly error: string | undefined;
  /** What was just done: a first entry, say. */
  readonly flash: readonly Flash[];
  /** Empty unless the database carries the demo mark. */
  readonly demo: readonly DemoIdentity[];
};
export type LoginOptions = { readonly stores: AccessStores; readonly secret: string; readonly renderLogin: (view: LoginView) => string };

const WRONG = 'Adresse, mot de passe ou code incorrect. Après cinq essais, le compte est fermé pendant un quart d’heure.';

/** Adds the log-in and log-out of a door. */
export function addPasswordLogin(app: FastifyInstance, door: PasswordDoor, { stores, secret, renderLogin }: LoginOptions): void {
  const here = `${door.base}/connexion`;
  const who = open(door.kind);
  const takes = (actor: Actor | undefined): actor is Actor => actor?.kind === door.kind && (door.takes?.(actor) ?? true);

  const show = async ({ csrf, session }: Ctx, returnTo: string, email = '', error?: string) => renderLogin({
    kind: door.kind, action: here, demoAction: `${here}/demonstration`, csrf, returnTo, email, error, flash: session.takeFlash(),
    demo: (await demoIdentities(stores.read)).filter(({ actor }) => takes(actor)),
  });
  // The base is nobody's wish: it is what the log-in page was opened with.
  const begin = (actor: Actor, returnTo: string): Answer => seeOther(returnTo === door.base ? door.home?.(actor) ?? returnTo : returnTo);
  const enter = async (ctx: Ctx, principal: Principal, returnTo: string): Promise<Answer | undefined> => {
    const actor = await actorOf<Actor>(stores.read, principal);
    if (!takes(actor)) return undefined;
    ctx.session.start(door.kind, principal, keptData(ctx.session));
    return begin(actor, returnTo);
  };

  routes(app, [
    { method: 'GET', path: here, who, handler: async (ctx) => {
      const returnTo = localPath(text(ctx.query['retour'])) ?? door.base;
      return takes(ctx.actor) ? begin(ctx.actor, returnTo) : page(await show(ctx, returnTo));
    } },
    { method: 'POST', path: here, who, perMinute: 30, handler: async (ctx) => {
      const { email, password, code, returnTo } = typed(ctx, door);
      const principal = await checkLogin(stores.acts, secret, { email, password, code }, stores.clock());
      return (principal && await enter(ctx, principal, returnTo)) ?? unprocessable(await show(ctx, returnTo, email, WRONG));
    } },
    { method: 'POST', path: `${here}/demonstration`, who, perMinute: 60, handler: async (ctx) => {
      const chosen = (await isDemo(stores.read)) && (await demoIdentities(stores.read)).find(({ id }) => id === text(ctx.form['identite']));
      const entered = chosen && await enter(ctx, { kind: chosen.kind, id: chosen.id }, typed(ctx, door).returnTo);
      if (!entered) throw notFound();
      return entered;
    } },
    { method: 'POST', path: `${door.base}/deconnexion`, who, handler: ({ session }) => { session.end(); return seeOther('/'); } },
  ]);
}

function typed({ form }: Ctx, door: PasswordDoor) {
  const [email, password, code] = ['email', 'password', 'code'].map((name) => text(form[name]) ?? '') as [string, string, string];
  return { email, password, code, returnTo: localPath(text(form['retour'])) ?? door.base };
}

function text(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
