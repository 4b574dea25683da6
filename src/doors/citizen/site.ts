import type { App } from '../../app.ts';
import type { Ctx } from '../../core/http/index.ts';
import { notFound } from '../../core/http/index.ts';
import type { Actor } from '../../core/access/actor.ts';
import type { Sender, Templates } from '../../core/messages/index.ts';
import { territory, type TextId } from '../../territory/index.ts';
import type { Cite } from '../../ui/demarche/index.ts';
import { renderPage, type PageProps } from '../../ui/index.ts';

/** The application, with what only this door uses: the words of messages, and what their one-tap links do. */
export type CitizenApp = App & {
  readonly messages?: { readonly sender: Sender; readonly templates: Templates } | undefined;
  /** What a one-tap link of a message does, by its purpose. */
  readonly links?: Readonly<Record<string, LinkAction>> | undefined;
};

/** A single-use link: what is asked before anything happens, then what happens. `act` does one request once; what it could not do, it says. */
export type LinkAction = {
  readonly title: string; readonly question: string; readonly button: string; readonly done: string;
  /** Where one may go once it is said, whatever was done; what the act itself opens is in its answer. */
  readonly next?: readonly { readonly label: string; readonly href: string }[];
  readonly act: (token: { subjectId: string; personId: string | null }, requestId: string) => Promise<{ done: true; next?: readonly { readonly label: string; readonly href: string }[] } | { done: false; instead: string }>;
};

export type Citizen = Extract<Actor, { kind: 'citizen' }>;

/** The citizen of this request: the route let nobody else pass. */
export function citizenOf(ctx: Ctx): Citizen {
  if (ctx.actor.kind !== 'citizen') throw notFound();
  return ctx.actor;
}

export const DOOR = { id: 'citizen', name: 'Mon espace', home: '/usager' } as const;
/** The same door for whoever came by a link of a message, and has perhaps no space of their own. */
export const OUTSIDE = { id: 'citizen', name: 'Accueil', home: '/' } as const;

const NAV = [['/usager/vehicules', 'Véhicules'], ['/usager/dossiers', 'Démarches'], ['/usager/rendez-vous', 'Rendez-vous'], ['/usager/messages', 'Messages'], ['/usager/profil', 'Profil']] as const;

/** A page of this door: who is logged in, the menu, what has just happened. */
export function show(ctx: Ctx, app: CitizenApp, page: Pick<PageProps, 'title' | 'children'> & Partial<PageProps>): string {
  const path = ctx.req.url.split('?')[0];
  const known = ctx.actor.kind === 'citizen' ? ctx.actor : undefined;
  return renderPage({
    door: DOOR, demo: app.demo, csrf: ctx.csrf, flash: ctx.session.takeFlash(),
    nav: known ? NAV.map(([href, label]) => ({ href, label, current: href === path })) : [],
    user: known && { name: known.name, logoutHref: '/usager/deconnexion' }, ...page,
  });
}

export const cite: Cite = (id) => {
  const found = territory.legalText(id as TextId);
  return found.title ? found : { title: id, reference: 'Texte à préciser', status: 'to-confirm' };
};

/** One text of a form: the last, when a name came twice. */
export function textOf(value: string | readonly string[] | undefined): string {
  return (typeof value === 'string' ? value : value?.at(-1) ?? '').trim();
}
