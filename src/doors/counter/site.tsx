import type { App } from '../../app.ts';
import { isHelper, type Actor } from '../../core/access/actor.ts';
import type { Caller } from '../../core/demarche/index.ts';
import { agents, notFound, type Ctx } from '../../core/http/index.ts';
import { office } from '../../territory/offices.ts';
import { territory } from '../../territory/index.ts';
import type { Cite } from '../../ui/demarche/index.ts';
import { renderPage, type PageProps } from '../../ui/index.ts';

export type CounterApp = App;
export type Agent = Extract<Actor, { kind: 'agent' }>;

/** Who serves at a counter. */
export const counterAgents = agents('clerk', 'examining-clerk', 'supervisor', 'cashier');
/** Who prints titles, on the blanks of their office. */
export const titleAgents = agents('clerk', 'examining-clerk', 'supervisor');
/** Those who read and decide dossiers: who serves, and the manager of professionals, for those of professionals only. */
export const reviewAgents = agents('clerk', 'examining-clerk', 'supervisor', 'cashier', 'partner-manager');
/** The same, and the named helpers of a mairie: they key, on dossiers of their own. */
export const deskAgents = agents('clerk', 'examining-clerk', 'supervisor', 'cashier', 'partner-manager', 'helper');
/** Who manages professionals. */
export const partnerAgents = agents('partner-manager', 'supervisor', 'director');
const SERVING: readonly string[] = ['clerk', 'examining-clerk', 'supervisor', 'cashier'];
/** True for who manages professionals and serves nobody else: other dossiers do not exist for them. */
export const managesPartnersOnly = ({ actor }: Pick<Ctx, 'actor'>): boolean => actor.kind === 'agent' && actor.roles.includes('partner-manager') && !actor.roles.some((role) => SERVING.includes(role));

export const DOOR = { id: 'counter', name: 'Guichet', home: '/guichet' } as const;

const NAV = [['/guichet', 'Accueil', 'Alt+A'], ['/guichet/demarches', 'Démarches', 'Alt+D'], ['/guichet/files', 'Files', 'Alt+F'], ['/guichet/rendez-vous', 'Rendez-vous', 'Alt+V'], ['/guichet/salle', 'Salle', 'Alt+S'], ['/guichet/caisse', 'Caisse', 'Alt+C'], ['/guichet/remboursements', 'Remboursements', undefined]] as const;

/** Who only manages professionals: their list, their démarches, what waits. */
const MANAGER_NAV = [['/guichet/professionnels', 'Professionnels', 'Alt+P'], ['/guichet/demarches', 'Démarches', 'Alt+D'], ['/guichet/files', 'Files', 'Alt+F']] as const;

/** A helper at a mairie walks through two pages only. */
const HELPER_NAV = [['/guichet', 'Vos dossiers', 'Alt+A'], ['/guichet/demarches', 'Démarches', 'Alt+D']] as const;

export const officeName = (agent: Agent): string => office(agent.office)?.name ?? agent.office;

/** The agent of this request: the route let nobody else pass. */
export function agentOf(ctx: Ctx): Agent {
  if (ctx.actor.kind !== 'agent') throw notFound();
  return ctx.actor;
}

export const callerOf = (ctx: Ctx): Caller & { actor: Agent } => ({ actor: agentOf(ctx), door: 'counter', office: agentOf(ctx).office });

/** A page of this door: who works here, the menu, what has just happened. */
export function show(ctx: Ctx, app: CounterApp, page: Pick<PageProps, 'title' | 'children'> & Partial<PageProps>): string {
  const path = ctx.req.url.split('?')[0] ?? '';
  const agent = agentOf(ctx);
  const lines = isHelper(agent) ? HELPER_NAV : managesPartnersOnly(ctx) ? MANAGER_NAV : [...NAV, ...(agent.roles.includes('supervisor') ? [['/guichet/professionnels', 'Professionnels', undefined] as const] : []), ...(app.demo ? [['/guichet/messages', 'Messages', undefined] as const] : [])];
  return renderPage({
    door: DOOR, demo: app.demo, csrf: ctx.csrf, flash: ctx.session.takeFlash(), width: 'wide',
    nav: lines.map(([href, label, key]) => ({ href, label, key, current: href === '/guichet' ? path === href : path.startsWith(href) })),
    user: { name: agent.name, role: officeName(agent), logoutHref: '/guichet/deconnexion' }, ...page,
  });
}

/** Where an errand begins at this door. */
export const beginAt = (demarche: string): string => `/guichet/demarches#d-${demarche}`;

export const cite: Cite = (id) => territory.legalTexts.find((one) => one.id === id) ?? { title: id, reference: 'Texte à préciser', status: 'to-confirm' };

/** One text of a form or query: the last, when a name came twice. */
export function textOf(value: string | readonly string[] | undefined): string {
  return (typeof value === 'string' ? value : value?.at(-1) ?? '').trim();
}

export { isUuid } from '../../core/values/ids.ts';
