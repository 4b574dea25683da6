import type { ComponentChildren } from 'preact';
import { agents, type Ctx } from '../../../core/http/index.ts';
import { agentOf, show, type CounterApp } from '../site.tsx';

/** Who inspects: their pages, and nothing else of the counter. */
export const inspectors = agents('inspector');
export const HOME = '/guichet/controle';

const NAV = [[HOME, 'Visites du jour', 'Alt+A'], [`${HOME}/attendus`, 'Visites attendues', 'Alt+V'], [`${HOME}/homologations`, 'Homologations', 'Alt+H'], [`${HOME}/retards`, 'À rappeler', 'Alt+R']] as const;

/** An inspector who keeps no counter: the counter's own pages are not theirs. */
export const isInspectorOnly = (ctx: Ctx): boolean => { const { roles } = agentOf(ctx); return roles.includes('inspector') && !roles.some((role) => ['clerk', 'examining-clerk', 'supervisor', 'cashier'].includes(role)); };

/** A page of the inspector's desk. Big enough for a finger, on a tablet held in one hand. */
export function showInspection(ctx: Ctx, app: CounterApp, { title, crumb, hasErrors = false, children }: { title: string; crumb?: string; hasErrors?: boolean; children: ComponentChildren }): string {
  const path = ctx.req.url.split('?')[0] ?? '';
  return show(ctx, app, {
    title, hasErrors, nav: NAV.map(([href, label, key]) => ({ href, label, key, current: href === HOME ? path === HOME || path === '/guichet' : path.startsWith(href) })),
    ...(crumb ? { crumbs: [{ label: 'Visites du jour', href: HOME }, { label: crumb }] } : {}),
    children: <div class="sitt-tablet">{children}</div>,
  });
}
