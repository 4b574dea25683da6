import type { App } from '../../app.ts';
import type { Ctx } from '../../core/http/index.ts';
import { territory, type TextId } from '../../territory/index.ts';
import type { Cite } from '../../ui/demarche/index.ts';
import { renderPage, type PageProps } from '../../ui/index.ts';

const DOOR = { id: 'public', name: 'Accueil', home: '/' } as const;
const NAV = [['/demarches', 'Démarches'], ['/rendez-vous', 'Rendez-vous'], ['/tarifs', 'Tarifs'], ['/verifier', 'Vérifier un titre']] as const;

/** The menu of every public page. */
export const nav = (path: string) => NAV.map(([href, label]) => ({ href, label, current: path === href }));

/** A page for everybody: no session is needed, none is opened. */
export function show(ctx: Ctx, app: App, page: Pick<PageProps, 'title' | 'children'> & Partial<PageProps>): string {
  return renderPage({ door: DOOR, demo: app.demo, nav: nav(ctx.req.url.split('?')[0] ?? '/'), flash: ctx.session.takeFlash(), ...page });
}

export const cite: Cite = (id) => {
  const found = territory.legalText(id as TextId);
  return found.title ? found : { title: id, reference: 'Texte à préciser', status: 'to-confirm' };
};
